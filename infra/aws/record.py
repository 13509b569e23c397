"""What Chalice deployed: its record in `.chalice/deployed`, rebuilt from AWS when it is lost.

Chalice writes the record at the very end only, and finds APIs and queue mappings by nothing else.
So a deployment that stopped halfway, a fresh clone and an old file would each end in doubles.
"""

import json
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from infra.aws.faults import code_of
from infra.aws.place import APP, Place

Resource = dict[str, Any]


def make_true(place: Place) -> str:
    """See to it that the record names what AWS has; return for people where it comes from."""
    if _is_true(place, read(place)):
        return "the record of the last deployment is at hand"
    found = list(_found(place))
    if not found:
        place.record_file.unlink(missing_ok=True)
        return "nothing is deployed yet"
    place.record_file.parent.mkdir(parents=True, exist_ok=True)
    record = {"resources": found, "schema_version": "2.0", "backend": "api"}
    place.record_file.write_text(json.dumps(record, indent=2), encoding="utf-8")
    return f"rebuilt the record of {len(found)} deployed parts from AWS"


def read(place: Place) -> list[Resource]:
    """Return the recorded resources; nothing when the file is missing, damaged or too old."""
    try:
        record = json.loads(place.record_file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    if not isinstance(record, dict) or record.get("schema_version") != "2.0":
        return []
    return list(record.get("resources", []))


def api_id(place: Place) -> str:
    """Return the id of the deployed API, an empty text when there is none."""
    return next((each["rest_api_id"] for each in read(place) if "rest_api_id" in each), "")


def _is_true(place: Place, resources: list[Resource]) -> bool:
    """Tell whether the recorded API is, in this account and region, the API of this stage."""
    recorded = {each["rest_api_id"] for each in resources if "rest_api_id" in each}
    return bool(recorded) and recorded <= _apis(place)


def _found(place: Place) -> Iterator[Resource]:
    """Yield what stands in AWS under the names that Chalice gives, in the order of its record."""
    functions = _functions(place)
    for name, arn in functions.items():
        yield from _role(place, name)
        yield {"name": name, "resource_type": "lambda_function", "lambda_arn": arn}
        yield from _rule(place, name)
        yield from _queue_mapping(place, name, arn)
    for api in sorted(_apis(place))[:1]:
        url = f"https://{place.api_domain(api)}/{place.stage}/"
        yield {
            "name": "rest_api",
            "resource_type": "rest_api",
            "rest_api_id": api,
            "rest_api_url": url,
        }


def _functions(place: Place) -> dict[str, str]:
    pages = place.clients("lambda").get_paginator("list_functions").paginate()
    found = {
        each["FunctionName"]: each["FunctionArn"] for page in pages for each in page["Functions"]
    }
    ours = {"api_handler" if name == place.stack else name.removeprefix(f"{place.stack}-"): arn
            for name, arn in found.items()
            if name == place.stack or name.startswith(f"{place.stack}-")}  # fmt: skip
    return dict(sorted(ours.items()))


def _role(place: Place, function: str) -> Iterator[Resource]:
    role = f"{place.stack}-{function}"
    try:
        arn = place.clients("iam").get_role(RoleName=role)["Role"]["Arn"]
    except ClientError as error:
        if code_of(error) != "NoSuchEntity":
            raise
        return
    yield {
        "name": f"{function}_role",
        "resource_type": "iam_role",
        "role_arn": arn,
        "role_name": role,
    }


def _rule(place: Place, function: str) -> Iterator[Resource]:
    rule = f"{place.stack}-{function}-event"
    if place.clients("events").list_rules(NamePrefix=rule)["Rules"]:
        yield {"name": f"{function}-event", "resource_type": "cloudwatch_event", "rule_name": rule}


def _queue_mapping(place: Place, function: str, arn: str) -> Iterator[Resource]:
    listed = place.clients("lambda").list_event_source_mappings(FunctionName=arn)
    for mapping in listed["EventSourceMappings"]:
        yield {
            "name": f"{function}-sqs-event-source",
            "resource_type": "sqs_event",
            "queue_arn": mapping["EventSourceArn"],
            "event_uuid": mapping["UUID"],
            "queue": mapping["EventSourceArn"].rpartition(":")[2],
            "lambda_arn": arn,
        }


def _apis(place: Place) -> set[str]:
    """Return the ids of our APIs of this stage; one that was never given a stage counts, too."""
    client = place.clients("apigateway")
    pages = client.get_paginator("get_rest_apis").paginate()
    ours = [each["id"] for page in pages for each in page["items"] if each["name"] == APP]
    stages = {
        api: {each["stageName"] for each in client.get_stages(restApiId=api)["item"]}
        for api in ours
    }
    here = {api for api, names in stages.items() if place.stage in names}
    return here or {api for api, names in stages.items() if not names}
