"""What a deployment stands on: an AWS of its own, and a copy of the project to deploy."""

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.aws.place import HOUSE, Place
from tests.embedded_aws import AWS_PYTHON, environment

STAGE = "prod"
REGION = "us-east-1"
# Chalice waits five seconds after each role that it makes; the embedded AWS needs none of that.
QUICK_CHALICE = (
    "import time; rest = time.sleep; time.sleep = lambda n: rest(min(n, 0.05)); "
    "from chalice.cli import main; main()",
)
# What took long to fetch and to pack is kept between runs.
PACKAGES = HOUSE / "build" / "packages"


@contextmanager
def running_aws(scratch: Path) -> Iterator[str]:
    """Run an embedded AWS that enforces policies, and point the SDKs at it; yield its address."""
    # Functions may keep what they compiled: their package is unpacked once and started often.
    variables = {**os.environ, "TMPDIR": str(scratch), "PYTHONDONTWRITEBYTECODE": ""}
    command = [
        str(AWS_PYTHON),
        "-m",
        "infra.local.aws",
        "--port",
        "0",
        "--memory",
        "--deployments",
    ]
    with subprocess.Popen(
        command, cwd=HOUSE, env=variables, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            greeting = process.stdout.readline()
            assert "ready on" in greeting
            endpoint = greeting.split()[3]
            with pytest.MonkeyPatch.context() as patch:
                # The session of other tests in this process knows other keys.
                patch.setattr(boto3, "DEFAULT_SESSION", None)
                for name, value in environment(endpoint).items():
                    patch.setenv(name, value)
                patch.delenv("AWS_SESSION_TOKEN", raising=False)
                patch.delenv("AWS_PROFILE", raising=False)
                yield endpoint
        finally:
            process.terminate()
            process.wait(timeout=10)
            shutil.rmtree(scratch, ignore_errors=True)


def copy_project(root: Path) -> None:
    """Copy what gets deployed, for this machine's processor, with a dashboard of two files."""
    for name in ("app.py", "requirements.txt"):
        shutil.copy(HOUSE / name, root)
    leave_out = shutil.ignore_patterns("__pycache__", "deployed", "deployments")
    shutil.copytree(HOUSE / "chalicelib", root / "chalicelib", ignore=leave_out)
    shutil.copytree(HOUSE / ".chalice", root / ".chalice", ignore=leave_out)
    PACKAGES.mkdir(parents=True, exist_ok=True)
    (root / ".chalice" / "deployments").symlink_to(PACKAGES)
    dist = root / "static_site" / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<html>the dashboard</html>")
    (dist / "assets" / "index-1a2b.js").write_text("let x = 1;")
    configure(root, lambda_architecture="arm64" if is_arm() else "x86_64")


def place_in(root: Path, say: Callable[[str], None]) -> Place:
    """Return where to deploy the copy in `root` to: the AWS that the SDKs point at."""

    @cache
    def clients(service: str) -> Any:
        return boto3.client(service, region_name=REGION)  # type: ignore[call-overload]

    return Place(
        stage=STAGE,
        region=REGION,
        root=root,
        say=say,
        polling_seconds=0.1,
        patience_seconds=120,
        chalice=QUICK_CHALICE,
        clients=clients,
    )


def is_arm() -> bool:
    return platform.machine() in {"aarch64", "arm64"}


def configure(root: Path, *, variables: dict[str, str] | None = None, **settings: Any) -> None:
    """Change the stage in the project's Chalice configuration."""
    path = root / ".chalice" / "config.json"
    config = json.loads(path.read_text())
    stage = config["stages"][STAGE]
    stage.update(settings)
    stage["environment_variables"].update(variables or {})
    path.write_text(json.dumps(config))
