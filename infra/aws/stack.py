"""The CloudFormation stack: create, update, take apart, and say what went wrong."""

import contextlib
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from chalice.package import YAMLTemplateSerializer

from infra.aws.faults import text_of
from infra.aws.place import DeployError, Place

TEMPLATE = Path(__file__).with_name("stack.yaml")

_NOTHING_IN_IT = {"REVIEW_IN_PROGRESS"}
# Only the first creation ends so; the tables stay when it is deleted and are taken over again.
_BROKEN_AT_BIRTH = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
_STUCK = {"UPDATE_ROLLBACK_FAILED"}
_NO_CHANGES = ("didn't contain changes", "No updates are to be performed")


def outputs(place: Place) -> dict[str, str]:
    """Return the stack's outputs, nothing when there is no stack."""
    found = _describe(place) or {}
    return {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}


def parameters(place: Place) -> dict[str, str]:
    """Return the parameters that the stack has now."""
    found = _describe(place) or {}
    return {each["ParameterKey"]: each["ParameterValue"] for each in found.get("Parameters", [])}


def status(place: Place) -> str:
    """Return the stack's status, an empty text when there is none."""
    found = _describe(place)
    return str(found["StackStatus"]) if found else ""


def apply(place: Place, changes: Mapping[str, str]) -> bool:
    """Bring the stack to the template with these parameters, the others as they are.

    Tables that an earlier deployment left are taken over. Returns whether anything changed;
    raises DeployError with the first reason that CloudFormation gives.
    """
    now = _settle(place)
    is_new = not now or now in _NOTHING_IN_IT
    given = {**parameters(place), **changes, "Stage": place.stage}
    client = place.clients("cloudformation")
    name = f"deploy-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    client.create_change_set(
        StackName=place.stack,
        ChangeSetName=name,
        ChangeSetType="CREATE" if is_new else "UPDATE",
        TemplateBody=body(place),
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value} for key, value in given.items()
        ],
        ImportExistingResources=True,
        Tags=[
            {"Key": "project", "Value": "streams-manager"},
            {"Key": "stage", "Value": place.stage},
        ],
    )
    if not _is_prepared(place, name):
        client.delete_change_set(StackName=place.stack, ChangeSetName=name)
        return False
    started = datetime.now(UTC)
    client.execute_change_set(StackName=place.stack, ChangeSetName=name)
    end = _wait(place)
    if end not in {"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"}:
        raise DeployError(
            f"The stack {place.stack} ended as {end}: {_reason(place, since=started)}",
            "What it changed is undone, your data is untouched. Mend the cause and run it again.",
        )
    return True


def remove(place: Place) -> None:
    """Delete the stack; its tables stay. Nothing happens when there is none."""
    if not _describe(place):
        return
    started = datetime.now(UTC)
    place.clients("cloudformation").delete_stack(StackName=place.stack)
    end = _wait(place)
    if end:
        raise DeployError(
            f"The stack {place.stack} could not be removed: {_reason(place, since=started)}",
            "Mend the cause and run the same command again; it goes on where it stopped.",
        )


def body(place: Place) -> str:
    """Return the template as CloudFormation gets it.

    The tables' names are written out: only then does it take over tables that exist already.
    """
    template = YAMLTemplateSerializer().load_template(TEMPLATE.read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::DynamoDB::Table":
            pattern = resource["Properties"]["TableName"]["Fn::Sub"]
            resource["Properties"]["TableName"] = pattern.replace("${Stage}", place.stage)
    return json.dumps(template, separators=(",", ":"))


def _settle(place: Place) -> str:
    """Return the status once the stack can be changed; removes what failed at its creation."""
    now = status(place)
    if now in _STUCK:
        raise DeployError(
            f"The stack {place.stack} is stuck as {now}.",
            "In the CloudFormation console choose Stack actions, Continue update rollback; "
            "then run this again.",
        )
    if now.endswith("_IN_PROGRESS") and now not in _NOTHING_IN_IT:
        place.say(f"  {place.stack} is {now}; waiting for its end…")
        now = _wait(place)
    if now in _BROKEN_AT_BIRTH:
        place.say(f"  {place.stack} is {now}: removing what is left of it; tables stay.")
        remove(place)
        return ""
    return now


def _is_prepared(place: Place, name: str) -> bool:
    """Wait for the change set; return False when it changes nothing."""
    client = place.clients("cloudformation")
    while True:
        found = client.describe_change_set(StackName=place.stack, ChangeSetName=name)
        if found["Status"] == "CREATE_COMPLETE":
            return True
        reason = found.get("StatusReason", "")
        if found["Status"] == "FAILED" and any(text in reason for text in _NO_CHANGES):
            return False
        if found["Status"] == "FAILED":
            raise DeployError(
                f"CloudFormation refuses the template: {reason}",
                "Nothing was changed. Mend the cause and run it again.",
            )
        time.sleep(place.polling_seconds)


def _wait(place: Place) -> str:
    """Wait until nothing is in progress; return the status, an empty text when it is gone."""
    while (now := status(place)).endswith("_IN_PROGRESS"):
        time.sleep(place.polling_seconds)
    return "" if now == "DELETE_COMPLETE" else now


def _reason(place: Place, *, since: datetime) -> str:
    """Return the first failure since an instant, which caused the others."""
    pages = place.clients("cloudformation").get_paginator("describe_stack_events")
    failures = []
    with contextlib.suppress(ClientError):
        for page in pages.paginate(StackName=place.stack):
            failures += [
                f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
                for event in page["StackEvents"]
                if event["ResourceStatus"].endswith("_FAILED") and event["Timestamp"] >= since
            ]
    return failures[-1] if failures else "CloudFormation gives no reason"


def _describe(place: Place) -> dict[str, Any] | None:
    try:
        found = place.clients("cloudformation").describe_stacks(StackName=place.stack)["Stacks"]
    except ClientError as error:
        if "does not exist" in text_of(error):
            return None
        raise
    stack: dict[str, Any] = found[0]
    return stack
