"""What DynamoDB's errors mean to us."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
)

from chalicelib.kernel.errors import ActionRequiredError, AppError, RetryLaterError

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
_BUSY = {
    "InternalServerError",
    "ItemCollectionSizeLimitExceededException",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
}
_SET_UP = {
    "AccessDeniedException": "Allow this function to use the table.",
    "ExpiredTokenException": "Renew the credentials.",
    "InvalidSignatureException": "Check the credentials and the clock of the machine.",
    "ResourceNotFoundException": "Create the tables, or correct their names.",
    "UnrecognizedClientException": "Check the credentials.",
}
# Reasons for which a transaction is cancelled though nothing is wrong with it.
_PASSING = {
    "",
    "None",
    "ConditionalCheckFailed",
    "ProvisionedThroughputExceeded",
    "ThrottlingError",
    "TransactionConflict",
}
_OF_THE_MACHINE = (NoCredentialsError, NoRegionError, PartialCredentialsError)


def code_of(error: ClientError) -> str:
    """Return the error's code."""
    return error.response.get("Error", {}).get("Code", "")


def reasons_of(error: ClientError) -> list[str]:
    """Return why each action of a cancelled transaction failed, "None" for those that did not."""
    return [reason.get("Code", "") for reason in error.response.get("CancellationReasons", [])]


def translated(error: ClientError | BotoCoreError) -> AppError | None:
    """Return the error in our kinds, None when it is a fault of our own code."""
    if isinstance(error, _OF_THE_MACHINE):
        return ActionRequiredError(
            "The database cannot be used.", remedy="Set region and credentials."
        )
    if not isinstance(error, ClientError):
        return RetryLaterError("The database does not answer.", code="database_unreachable")
    code = code_of(error)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _SET_UP:
        return ActionRequiredError(f"The database refused us ({code}).", remedy=_SET_UP[code])
    is_passing = code == "TransactionCanceledException" and _PASSING.issuperset(reasons_of(error))
    if is_passing or code in _BUSY or status >= 500:
        return RetryLaterError("The database is busy.", code="database_busy")
    return None
