"""The master key: an SSM SecureString, which CloudFormation cannot make."""

import base64
import secrets

from botocore.exceptions import ClientError

from infra.aws.faults import code_of
from infra.aws.place import Place

_BYTES = 32


def make_once(place: Place) -> bool:
    """Make the key unless there is one; return whether it is new. Never shown, never replaced."""
    try:
        place.clients("ssm").put_parameter(
            Name=place.key_parameter,
            Description="Opens the secrets in the database; without it they are lost.",
            Value=base64.b64encode(secrets.token_bytes(_BYTES)).decode(),
            Type="SecureString",
            Tier="Standard",
            Overwrite=False,
        )
    except ClientError as error:
        if code_of(error) != "ParameterAlreadyExists":
            raise
        return False
    return True


def forget(place: Place) -> None:
    """Delete the key, and with it all secrets in the database."""
    try:
        place.clients("ssm").delete_parameter(Name=place.key_parameter)
    except ClientError as error:
        if code_of(error) != "ParameterNotFound":
            raise
