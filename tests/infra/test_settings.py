"""What the local run takes from the environment and what it hands on."""

from pathlib import Path

import pytest

from infra.local import ports, settings

pytestmark = pytest.mark.infra

PORTS = {name: 20000 + index for index, name in enumerate(settings.INTERNAL_PORTS)}


@pytest.fixture
def base(tmp_path: Path) -> dict[str, str]:
    python = tmp_path / "python"
    python.touch()
    return {"AWS_PYTHON": str(python), "DATA_DIR": str(tmp_path)}


def environment_of(base: dict[str, str], **more: str) -> dict[str, str]:
    chosen = settings.read({**base, **more})
    return settings.child_environment(chosen, PORTS, base={**base, **more})


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_refused_by_name(base, port):
    with pytest.raises(settings.SettingError, match="PORT"):
        settings.read({**base, "PORT": port})


def test_a_sandbox_that_is_neither_on_nor_off_is_refused(base):
    with pytest.raises(settings.SettingError, match="SANDBOX"):
        settings.read({**base, "SANDBOX": "yes"})


def test_a_missing_emulator_is_named(base):
    with pytest.raises(settings.SettingError, match="not installed"):
        settings.read({**base, "AWS_PYTHON": "/nowhere/python"})


def test_nothing_of_the_persons_own_aws_set_up_reaches_the_children(base):
    given = environment_of(
        base,
        AWS_PROFILE="production",
        AWS_SESSION_TOKEN="real",
        AWS_ENDPOINT_URL_DYNAMODB="https://dynamodb.example",
        AWS_ACCESS_KEY_ID="real",
    )

    assert given["AWS_ACCESS_KEY_ID"] == "local"
    assert given["AWS_ENDPOINT_URL"] == f"http://127.0.0.1:{PORTS['aws']}"
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_DYNAMODB"} & given.keys()


def test_the_stand_ins_are_the_vendors_unless_the_person_says_otherwise(base):
    given = environment_of(base, STRIPE_API_BASE="https://stripe.example")

    assert given["STRIPE_API_BASE"] == "https://stripe.example"
    assert given["PLEX_TV_BASE"] == f"http://127.0.0.1:{PORTS['sandbox']}/plextv"
    assert given["PAYPAL_API_BASE"] == f"http://127.0.0.1:{PORTS['sandbox']}/paypal"
    assert given["PAYPAL_NVP_BASE"] == f"http://127.0.0.1:{PORTS['sandbox']}/paypal-nvp"


def test_without_the_sandbox_no_vendor_is_replaced(base):
    given = environment_of(base, SANDBOX="0")

    assert not {"STRIPE_API_BASE", "PLEX_TV_BASE", "SMTP_HOST", "SANDBOX_URL"} & given.keys()


def test_a_proxy_is_not_used_between_the_processes(base):
    given = environment_of(base, NO_PROXY="example.com")

    assert given["NO_PROXY"] == "127.0.0.1,localhost,example.com"


def test_ports_stay_the_same_until_someone_takes_one(tmp_path):
    path = tmp_path / "ports.json"
    first = ports.keep(path, ["a", "b"])
    assert ports.keep(path, ["a", "b"]) == first

    with ports.listen(first["a"]):
        second = ports.keep(path, ["a", "b"])

    assert second["a"] != first["a"]
    assert second["b"] == first["b"]


def test_a_port_to_avoid_is_not_chosen(tmp_path):
    path = tmp_path / "ports.json"
    first = ports.keep(path, ["a"])

    assert ports.keep(path, ["a"], avoid=[first["a"]]) != first


def test_a_port_that_someone_listens_on_is_not_free():
    with ports.listen(0) as listener:
        port = listener.getsockname()[1]
        assert not ports.is_free(port)
    assert ports.is_free(port)
