"""The tables, when their end is wanted."""

from botocore.exceptions import ClientError

from infra.aws import chalice_config
from infra.aws.faults import code_of
from infra.aws.place import Place


def existing(place: Place) -> list[str]:
    """Return those of our tables that exist, also those that took over after a restore."""
    variables = chalice_config.environment(place)
    configured = [value for name, value in variables.items() if name.endswith("_TABLE")]
    return [name for name in dict.fromkeys([*place.tables, *configured]) if _exists(place, name)]


def delete(place: Place) -> list[str]:
    """Delete the tables and all that is in them; return their names."""
    client = place.clients("dynamodb")
    found = existing(place)
    for name in found:
        client.update_table(TableName=name, DeletionProtectionEnabled=False)
        client.get_waiter("table_exists").wait(TableName=name)
        client.delete_table(TableName=name)
    for name in found:
        client.get_waiter("table_not_exists").wait(TableName=name)
    return found


def _exists(place: Place, name: str) -> bool:
    try:
        place.clients("dynamodb").describe_table(TableName=name)
    except ClientError as error:
        if code_of(error) != "ResourceNotFoundException":
            raise
        return False
    return True
