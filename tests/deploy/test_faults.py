"""Whatever is wrong, the operator reads what it is and what to do, and nothing is half deleted."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from infra.aws import (
    __main__,
    chalice_config,
    checks,
    data,
    destroy,
    functions,
    key,
    lock,
    record,
    site,
    stack,
)
from infra.aws.faults import explained
from infra.aws.place import DeployError, Place
from tests.deploy.ground import configure

pytestmark = [pytest.mark.deploy, pytest.mark.timeout(300)]

NO_WHEEL = (
    """print("Could not install dependencies:\\nfoo==1\\nYou will have to build these yourself")"""
)


class Fixed:
    """A client whose calls give fixed answers."""

    def __init__(self, **answers: Any) -> None:
        self._answers = answers

    def __getattr__(self, name: str) -> Any:
        return lambda **_: self._answers[name]


def elsewhere(place: Place, tmp_path: Path, clients: Mapping[str, Any] | None = None) -> Place:
    """Return the place with a project folder of its own, and other clients where given."""
    (tmp_path / ".chalice").mkdir()
    config = (place.root / ".chalice" / "config.json").read_text()
    (tmp_path / ".chalice" / "config.json").write_text(config)
    given = clients or {}
    return replace(
        place, root=tmp_path, clients=lambda service: given.get(service) or place.clients(service)
    )


def write_record(place: Place, *resources: dict[str, Any], version: str = "2.0") -> None:
    place.record_file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"resources": resources, "schema_version": version})
    place.record_file.write_text(text)


def test_without_credentials_it_says_how_to_get_some(place: Place, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    bare = replace(
        place, clients=lambda service: boto3.Session().client(service, region_name="us-east-1")
    )
    with pytest.raises(DeployError, match="no AWS credentials") as caught, explained():
        checks.account(bare)
    assert "aws configure" in caught.value.remedy


def test_unknown_credentials_are_told_from_missing_ones(place: Place):
    def stranger(service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            region_name="us-east-1",
            aws_access_key_id="AKIA" + "NOBODYKNOWSME000",
            aws_secret_access_key="wrong",
        )

    with pytest.raises(DeployError, match="does not know these credentials"), explained():
        checks.account(replace(place, clients=stranger))


@pytest.mark.parametrize("chosen", ["", "mars-west", "us_east_1"])
def test_a_region_must_be_one(chosen: str, aws: str, monkeypatch):
    monkeypatch.setenv("AWS_REGION", chosen)
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(DeployError, match="region") as caught:
        checks.region()
    assert "export AWS_REGION=" in caught.value.remedy


@pytest.mark.parametrize(
    ("code", "says", "remedy"),
    [
        ("ExpiredToken", "run out", "aws sso login"),
        ("AccessDenied", "AWS refuses this to your credentials. CreateStack: no", "the rights"),
        ("ThrottlingException", "AWS is busy", "in a minute"),
        ("OptInRequired", "AWS answered OptInRequired. CreateStack: no", "same command again"),
    ],
)
def test_what_aws_answers_is_put_into_words(code: str, says: str, remedy: str):
    answer = ClientError({"Error": {"Code": code, "Message": "no"}}, "CreateStack")
    with pytest.raises(DeployError, match=says) as caught, explained():
        raise answer
    assert remedy in caught.value.remedy


def test_a_region_that_does_not_exist_is_told_from_a_broken_connection(place: Place):
    with pytest.raises(DeployError, match="does not answer") as caught, explained():
        raise EndpointConnectionError(endpoint_url="https://sts.us-mars-1.amazonaws.com/")
    assert "the name of the region" in caught.value.remedy


def test_another_region_than_last_time_is_noticed(place: Place, tmp_path: Path):
    there = elsewhere(place, tmp_path)
    write_record(there, {"lambda_arn": "arn:aws:lambda:eu-west-1:000000000000:function:x"})
    with pytest.raises(DeployError, match="deployed in eu-west-1") as caught:
        checks.same_region(there)
    assert "export AWS_REGION=eu-west-1" in caught.value.remedy


@pytest.mark.parametrize("version", [(3, 10, 1), (3, 16, 0)])
def test_a_python_that_lambda_does_not_run_is_refused(version: tuple[int, ...], monkeypatch):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(DeployError, match=r"This is Python 3\.") as caught:
        checks.python()
    assert "make install PYTHON=" in caught.value.remedy


def test_the_command_names_the_stages_it_knows(capsys, aws: str):
    assert __main__.main(["deploy", "--stage", "produ"]) == 1
    said = capsys.readouterr().err
    assert "no stage 'produ'" in said
    assert "What to do: Choose one of dev, prod" in said


def test_a_dashboard_that_is_not_built_stops_the_run_before_aws_is_touched(
    place: Place, tmp_path: Path
):
    with pytest.raises(DeployError, match="not built") as caught:
        site.built_files(elsewhere(place, tmp_path))
    assert "make dashboard" in caught.value.remedy


def test_two_deployments_do_not_run_at_the_same_time(place: Place):
    with lock.held(place, take_over=False):
        with (
            pytest.raises(DeployError, match="under way") as caught,
            lock.held(place, take_over=False),
        ):
            pass
        assert "TAKE_OVER=1" in caught.value.remedy
    with lock.held(place, take_over=False):
        pass


def test_a_lock_of_a_dead_run_can_be_taken_over(place: Place):
    place.clients("ssm").put_parameter(Name=place.lock_parameter, Value="the dead", Type="String")
    with lock.held(place, take_over=True):
        pass
    assert place.clients("ssm").get_parameters(Names=[place.lock_parameter])["Parameters"] == []


def test_a_dependency_without_a_wheel_ends_the_run_and_is_not_forgotten(
    place: Place, tmp_path: Path
):
    there = replace(elsewhere(place, tmp_path), chalice=(NO_WHEEL,))
    left = tmp_path / ".chalice" / "deployments" / "incomplete.zip"
    left.parent.mkdir()
    left.touch()
    with pytest.raises(DeployError, match=r"no wheel for Lambda:\n[^\n]*\nfoo==1"):
        functions.package(there)
    assert not left.exists()


def test_what_chalice_complains_about_is_shown(place: Place, tmp_path: Path):
    there = replace(
        elsewhere(place, tmp_path), chalice=("raise SystemExit('the API is too big')",)
    )
    with pytest.raises(DeployError, match="the API is too big") as caught:
        functions.deploy(there)
    assert "still runs" in caught.value.remedy


def test_an_old_record_is_put_right(place: Place, tmp_path: Path):
    there = elsewhere(place, tmp_path)
    write_record(there, {"resource_type": "rest_api", "rest_api_id": "gone123"})
    assert record.make_true(there) == "nothing is deployed yet"
    assert not there.record_file.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema_version": "1.0"}'])
def test_a_damaged_record_counts_as_none(text: str, place: Place, tmp_path: Path):
    there = elsewhere(place, tmp_path)
    there.record_file.parent.mkdir()
    there.record_file.write_text(text)
    assert record.read(there) == []


def test_a_small_account_gets_no_reserved_concurrency(place: Place, tmp_path: Path):
    small = Fixed(get_account_settings={"AccountLimit": {"ConcurrentExecutions": 10}})
    there = elsewhere(place, tmp_path, {"lambda": small})
    notes = chalice_config.complete(there, site_url="https://shop.example.com")
    assert any("no reserved concurrency" in note for note in notes)
    written = (tmp_path / ".chalice" / "config.json").read_text()
    assert "reserved_concurrency" in written  # of the other stage
    stage = json.loads(written)["stages"][there.stage]
    assert "reserved_concurrency" not in json.dumps(stage["lambda_functions"])
    assert stage["environment_variables"]["SITE_URL"] == "https://shop.example.com"
    assert chalice_config.complete(there, site_url="https://shop.example.com") == []


def test_the_master_key_is_made_once_and_never_replaced(place: Place):
    there = replace(place, stage="dev")
    assert key.make_once(there)
    first = there.clients("ssm").get_parameter(Name=there.key_parameter, WithDecryption=True)
    assert not key.make_once(there)
    again = there.clients("ssm").get_parameter(Name=there.key_parameter, WithDecryption=True)
    assert first["Parameter"]["Value"] == again["Parameter"]["Value"]
    key.forget(there)
    key.forget(there)


def test_only_the_whole_word_deletes_data(place: Place):
    with pytest.raises(DeployError, match="DATA=yes means nothing") as caught:
        destroy.run(place, data_word="yes")
    assert "DATA=delete" in caught.value.remedy


def test_tables_that_took_over_after_a_restore_count_as_data(place: Place, tmp_path: Path):
    there = elsewhere(place, tmp_path)
    client = place.clients("dynamodb")
    client.create_table(
        TableName="restored",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    configure(tmp_path, variables={"CORE_TABLE": "restored"})
    assert data.existing(there)[-1] == "restored"
    assert "restored" in data.delete(there)
    assert data.existing(there) == []


def test_a_stack_that_failed_at_birth_is_made_anew_over_its_tables(place: Place):
    there = replace(place, stage="dev")
    network = there.clients("cloudfront")
    made = network.create_function(
        Name="streams-manager-dev-dashboard",
        FunctionConfig={"Comment": "somebody else's", "Runtime": "cloudfront-js-2.0"},
        FunctionCode=b"function handler(event) { return event.request; }",
    )
    with pytest.raises(DeployError, match=r"DashboardPaths.*already exists") as caught:
        stack.apply(there, {})
    assert "data is untouched" in caught.value.remedy
    network.delete_function(Name="streams-manager-dev-dashboard", IfMatch=made["ETag"])
    assert stack.apply(there, {})
    assert stack.status(there) == "CREATE_COMPLETE"
    assert set(there.tables) <= set(there.clients("dynamodb").list_tables()["TableNames"])
    stack.remove(there)
    assert stack.status(there) == ""


def test_a_stack_that_cannot_be_undone_is_left_alone_and_explained(place: Place):
    stuck = Fixed(describe_stacks={"Stacks": [{"StackStatus": "UPDATE_ROLLBACK_FAILED"}]})
    there = replace(place, clients=lambda _: stuck)
    with pytest.raises(DeployError, match="stuck as UPDATE_ROLLBACK_FAILED") as caught:
        stack.apply(there, {})
    assert "Continue update rollback" in caught.value.remedy


def test_a_package_that_chalice_did_not_leave_in_its_place_is_missed(place: Place, tmp_path: Path):
    there = replace(elsewhere(place, tmp_path), chalice=("print('Creating deployment package.')",))
    (tmp_path / "app.py").touch()
    with pytest.raises(DeployError, match="not where it should be") as caught:
        functions.package(there)
    assert "Nothing was deployed" in caught.value.remedy
