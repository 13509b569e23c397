"""What goes up to Lambda: the package, and how many addresses the API takes."""

import importlib.util
import io
import json
import re
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from bench.deployment import resources
from infra.aws.compact import SERVICES, compact
from infra.aws.place import HOUSE

# API Gateway's default; one for each part of each path.
MOST_RESOURCES = 300
MOST_ROUTES_WITHOUT_WORRY = 250


def test_the_api_has_room_to_grow():
    found = resources(import_module("app").app.routes)
    assert len(found) <= MOST_ROUTES_WITHOUT_WORRY < MOST_RESOURCES


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package as Chalice leaves it, with a little of everything."""
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("app.py", "SAID = 'hello'\n")
        made.writestr("chalicelib/__init__.py", "")
        made.writestr(
            importlib.util.cache_from_source("chalicelib/__init__.py"), b"of this machine"
        )
        made.writestr("chalicelib/mail.html", "<p>")
        made.writestr("some/template.py", "{% not Python %}")
        made.writestr("botocore/data/endpoints.json", "{}")
        made.writestr("botocore/data/dynamodb/2012-08-10/service-2.json.gz", b"wanted")
        made.writestr("botocore/data/ec2/2016-11-15/service-2.json.gz", b"not wanted")
    return path


def test_the_package_carries_compiled_code_that_lambda_takes_as_it_is(package: Path):
    assert compact(package)
    with zipfile.ZipFile(package) as made:
        names = set(made.namelist())
        compiled = importlib.util.cache_from_source("app.py")
        head = made.read(compiled)[:16]
        assert made.read("app.py") == b"SAID = 'hello'\n"
        assert importlib.util.cache_from_source("some/template.py") not in names
        assert b"of this" not in made.read(
            importlib.util.cache_from_source("chalicelib/__init__.py")
        )
    # The source is not looked at: neither its time nor its hash.
    assert head == importlib.util.MAGIC_NUMBER + b"\x01\0\0\0" + bytes(8)
    run = subprocess.run(
        [sys.executable, "-v", "-c", "import app; print(app.SAID)"],
        cwd=package.parent,
        env={"PYTHONPATH": _unpacked(package)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "hello\n"
    assert re.search(rf"code object from .*{re.escape(compiled)}", run.stderr)


def test_the_package_leaves_out_the_services_that_nobody_calls_and_nothing_else(package: Path):
    former = set(zipfile.ZipFile(io.BytesIO(package.read_bytes())).namelist())
    compact(package)
    with zipfile.ZipFile(package) as made:
        gone = former - set(made.namelist())
    assert gone == {"botocore/data/ec2/2016-11-15/service-2.json.gz"} | {
        name for name in gone if "__pycache__" in name
    }


def test_a_package_is_rewritten_once(package: Path):
    assert compact(package)
    first = package.read_bytes()
    assert not compact(package)
    assert package.read_bytes() == first


def test_every_service_that_our_code_calls_is_in_the_package():
    called = {
        service
        for path in (HOUSE / "chalicelib").rglob("*.py")
        for service in re.findall(
            r"(?:create_client|\bclient)\(\s*\"([a-z0-9-]+)\"", path.read_text()
        )
    }
    assert {"sqs", "ssm"} <= called
    assert called | {"dynamodb"} <= SERVICES


def _unpacked(package: Path) -> str:
    folder = package.parent / "unpacked"
    with zipfile.ZipFile(package) as made:
        made.extractall(folder)
    return str(folder)


@pytest.mark.deploy
def test_every_dependency_has_a_wheel_for_lambda():
    # The other processor, that of this machine, is proven by the package of the whole story.
    assert (
        json.loads((HOUSE / ".chalice/config.json").read_text())["stages"]["prod"][
            "lambda_architecture"
        ]
        == "arm64"
    )
    # Up to glibc 2.26, which the python3.11 runtime has.
    platforms = [f"manylinux_2_{minor}_aarch64" for minor in range(26, 16, -1)]
    platforms.append("manylinux2014_aarch64")
    chosen = [word for name in platforms for word in ("--platform", name)]
    run = subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--no-deps",
            "--target", "unused", "--only-binary", ":all:", "--python-version", "3.11",
            *chosen, "-r", "requirements.txt",
        ],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
