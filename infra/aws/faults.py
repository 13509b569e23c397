"""What AWS and the SDK say when something is wrong, in words that lead on."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)

from infra.aws.place import DeployError

_SIGN_IN = (
    'Run "aws configure" or "aws sso login", or set AWS_PROFILE or AWS_ACCESS_KEY_ID and '
    "AWS_SECRET_ACCESS_KEY; docs/operations.md, Credentials, has the steps."
)
_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
_UNKNOWN_KEY = {
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "SignatureDoesNotMatch",
    "AuthFailure",
    "InvalidAccessKeyId",
}
_REFUSED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
_BUSY = {"Throttling", "ThrottlingException", "TooManyRequestsException", "ServiceUnavailable"}


@contextmanager
def explained() -> Iterator[None]:
    """Turn errors of the SDK into DeployError."""
    try:
        yield
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise DeployError("There are no AWS credentials.", _SIGN_IN) from error
    except (SSOError, TokenRetrievalError, ProfileNotFound) as error:
        raise DeployError(f"The AWS credentials cannot be used: {error}", _SIGN_IN) from error
    except NoRegionError as error:
        raise DeployError("No AWS region is chosen.", 'Set it: "export AWS_REGION=…".') from error
    except EndpointConnectionError as error:
        raise DeployError(
            f"AWS does not answer: {error}",
            "Check the connection to the internet and the name of the region, then run it again.",
        ) from error
    except ClientError as error:
        raise _of_answer(error) from error
    except BotoCoreError as error:
        raise DeployError(
            f"The call to AWS failed: {error}", "Run the same command again."
        ) from error


def code_of(error: ClientError) -> str:
    """Return the code in an error answer."""
    return str(error.response.get("Error", {}).get("Code", ""))


def text_of(error: ClientError) -> str:
    """Return the message in an error answer."""
    return str(error.response.get("Error", {}).get("Message", ""))


def _of_answer(error: ClientError) -> DeployError:
    code, said = code_of(error), f"{error.operation_name}: {text_of(error)}"
    if code in _EXPIRED:
        return DeployError("The AWS credentials have run out.", _SIGN_IN)
    if code in _UNKNOWN_KEY:
        return DeployError("AWS does not know these credentials.", _SIGN_IN)
    if code in _REFUSED:
        return DeployError(
            f"AWS refuses this to your credentials. {said}",
            "Use credentials with the rights listed in docs/operations.md, Credentials.",
        )
    if code in _BUSY:
        return DeployError(f"AWS is busy. {said}", "Run the same command again in a minute.")
    return DeployError(
        f"AWS answered {code}. {said}",
        "Nothing was undone; mend it and run the same command again.",
    )
