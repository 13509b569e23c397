"""What Chalice deployed: a file that must not get lost, kept in the site's bucket as well."""

import json
from typing import Any

from botocore.exceptions import ClientError

from infra.aws.faults import code_of
from infra.aws.place import DeployError, Place

_FOLDER = "deploy"  # the content network reads `admin/` only


def fetch(place: Place, *, bucket: str) -> str:
    """Put the true record in Chalice's place; return where it came from, for people.

    The local file counts while AWS still knows its API; else the bucket's, else there is none.
    Raises DeployError when functions exist that no record knows.
    """
    local = _local(place)
    kept = _kept(place, bucket) if bucket else None
    if local and _is_true(place, local):
        return "the record in .chalice/deployed is up to date"
    if kept and _is_true(place, kept):
        _write(place, kept)
        return "took the record of the last deployment from the bucket"
    if _functions_exist(place):
        raise DeployError(
            f"There are functions named {place.stack}, but no record of how they were deployed.",
            f"Bring .chalice/deployed/{place.stage}.json back, or delete the API streams-manager "
            f"({place.stage}) and the functions {place.stack}… in the console; data is not touched.",
        )
    place.record_file.unlink(missing_ok=True)
    return "nothing is deployed yet"


def keep(place: Place, *, bucket: str) -> None:
    """Copy Chalice's record into the bucket."""
    if place.record_file.exists() and bucket:
        place.clients("s3").put_object(
            Bucket=bucket,
            Key=f"{_FOLDER}/{place.stage}.json",
            Body=place.record_file.read_bytes(),
            ContentType="application/json",
        )


def api_id(place: Place) -> str:
    """Return the id of the deployed API, an empty text when there is none."""
    return _api_id(_local(place) or {})


def _api_id(record: dict[str, Any]) -> str:
    for resource in record.get("resources", []):
        if resource.get("resource_type") == "rest_api":
            return str(resource["rest_api_id"])
    return ""


def _is_true(place: Place, record: dict[str, Any]) -> bool:
    """Tell whether AWS knows the API of the record, in this region and account."""
    if not record.get("resources"):
        return False
    if not _api_id(record):
        return True  # a deployment that stopped before its API: all else goes by name
    try:
        place.clients("apigateway").get_rest_api(restApiId=_api_id(record))
    except ClientError as error:
        if code_of(error) != "NotFoundException":
            raise
        return False
    return True


def _functions_exist(place: Place) -> bool:
    """Tell whether the API's function is there with an API in front of it."""
    try:
        place.clients("lambda").get_policy(FunctionName=place.stack)
    except ClientError as error:
        if code_of(error) != "ResourceNotFoundException":
            raise
        return False
    return True


def _local(place: Place) -> dict[str, Any] | None:
    if not place.record_file.exists():
        return None
    return _parsed(place.record_file.read_text(encoding="utf-8"))


def _kept(place: Place, bucket: str) -> dict[str, Any] | None:
    try:
        found = place.clients("s3").get_object(Bucket=bucket, Key=f"{_FOLDER}/{place.stage}.json")
    except ClientError as error:
        if code_of(error) not in {"NoSuchKey", "AccessDenied", "404"}:
            raise
        return None
    return _parsed(found["Body"].read().decode())


def _parsed(text: str) -> dict[str, Any] | None:
    """Return a record, None when it is damaged or of a format that Chalice no longer writes."""
    try:
        record = json.loads(text)
    except ValueError:
        return None
    is_known = isinstance(record, dict) and record.get("schema_version") == "2.0"
    return record if is_known else None


def _write(place: Place, record: dict[str, Any]) -> None:
    place.record_file.parent.mkdir(parents=True, exist_ok=True)
    place.record_file.write_text(json.dumps(record, indent=2), encoding="utf-8")
