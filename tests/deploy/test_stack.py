"""The stack fits the code, and AWS would take it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.dynamo.tables import TTL_ATTRIBUTE, TableNames, tables
from infra.aws import stack
from infra.aws.place import HOUSE, Place
from infra.tools import policies

LONGEST_INLINE_BYTES = 51_200
# Each costs a dime a month: those for what the system cannot report itself.
MOST_ALARMS = 3
PLACE = Place(stage="prod", region="us-east-1")


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    return dict(json.loads(stack.body(PLACE))["Resources"])


def of_type(resources: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each["Properties"] for each in resources.values() if each["Type"] == kind]


def test_the_tables_are_those_that_the_code_reads_and_writes(resources: dict[str, Any]):
    wanted = tables(TableNames(*PLACE.tables))
    for properties in of_type(resources, "AWS::DynamoDB::Table"):
        same = next(each for each in wanted if each["TableName"] == properties["TableName"])
        assert {name: properties[name] for name in same} == same


def test_data_outlives_stack_mistakes_and_accidents(resources: dict[str, Any]):
    found = [each for each in resources.values() if each["Type"] == "AWS::DynamoDB::Table"]
    assert len(found) == len(PLACE.tables)
    for table in found:
        assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"
        properties = table["Properties"]
        assert properties["DeletionProtectionEnabled"]
        assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
        assert properties["TimeToLiveSpecification"]["AttributeName"] == TTL_ATTRIBUTE


def test_every_function_has_a_log_that_does_not_grow_for_ever(resources: dict[str, Any]):
    logs = of_type(resources, "AWS::Logs::LogGroup")
    names = {each["LogGroupName"]["Fn::Sub"].replace("${Stage}", "prod") for each in logs}
    assert names == {f"/aws/lambda/{PLACE.function(name)}" for name in policies.functions()}
    assert all(each["RetentionInDays"] for each in logs)


def test_the_queue_waits_longer_than_the_worker_may_run(resources: dict[str, Any]):
    config = json.loads((HOUSE / ".chalice" / "config.json").read_text())
    timeout = config["stages"]["prod"]["lambda_functions"]["jobs"]["lambda_timeout"]
    assert resources["JobsQueue"]["Properties"]["VisibilityTimeout"] >= 6 * timeout


def test_every_alarm_is_explained_and_there_are_few(resources: dict[str, Any]):
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    assert 0 < len(alarms) <= MOST_ALARMS
    explained = (HOUSE / "docs" / "operations.md").read_text()
    for alarm in alarms:
        name = alarm["AlarmName"]["Fn::Sub"].removeprefix("streams-manager-${Stage}-")
        assert f"`{name}`" in explained


def test_a_schedule_that_does_not_run_at_all_rings_as_one_that_crashes(resources: dict[str, Any]):
    for alarm in of_type(resources, "AWS::CloudWatch::Alarm"):
        if alarm["Namespace"] == "AWS/Lambda":
            assert (alarm["MetricName"], alarm["Statistic"]) == ("Errors", "Average")
            assert alarm["TreatMissingData"] == "breaching"


def test_no_name_that_the_world_shares_can_be_taken_by_somebody_else(resources: dict[str, Any]):
    [bucket] = of_type(resources, "AWS::S3::Bucket")
    assert "BucketName" not in bucket


def test_alarms_and_dashboard_name_functions_that_exist(resources: dict[str, Any]):
    text = json.dumps([each for each in resources.values() if "CloudWatch" in each["Type"]])
    named = set(re.findall(r"streams-manager-\$\{Stage\}-(\w+)\\*\"\]", text))
    named |= {
        dimension["Value"]["Fn::Sub"].removeprefix("streams-manager-${Stage}-")
        for alarm in of_type(resources, "AWS::CloudWatch::Alarm")
        for dimension in alarm["Dimensions"]
        if dimension["Name"] == "FunctionName"
    }
    assert named
    assert named <= set(policies.functions())


def test_the_template_can_be_sent_in_one_piece():
    assert len(stack.body(PLACE).encode()) < LONGEST_INLINE_BYTES


def lint(*paths: Path) -> str:
    command = [Path(sys.executable).with_name("cfn-lint"), *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_cloudformation_has_no_complaint():
    assert lint(stack.TEMPLATE) == ""


@pytest.mark.deploy
def test_those_who_deploy_by_cloudformation_alone_get_a_valid_template(project: Path):
    subprocess.run(
        [
            sys.executable, "-c", "from chalice.cli import main; main()", "package",
            "--stage", "prod", "--template-format", "yaml",
            "--merge-template", stack.TEMPLATE, "out",
        ],
        cwd=project,
        env={"AWS_DEFAULT_REGION": "us-east-1", "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
    )  # fmt: skip
    assert lint(project / "out" / "sam.yaml") == ""
