"""The embedded AWS for tests: started once a session, in memory, on a port the system chose.

A conftest.py imports the two fixtures it needs:
`aws_endpoint` is the address, `aws_environment` lets the SDKs of this process use it.
"""

import contextlib
import os
import select
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
AWS_PYTHON = Path(os.environ.get("AWS_PYTHON") or HOUSE / ".venv-aws" / "bin" / "python")
_SECONDS_TO_START = 30


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Run the embedded AWS, yield its address, and end it."""
    command = [str(AWS_PYTHON), "-m", "infra.local.aws", "--port", "0", "--memory"]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            readable, _, _ = select.select([process.stdout], [], [], _SECONDS_TO_START)
            greeting = process.stdout.readline() if readable else ""
            assert "ready on" in greeting, f"the embedded AWS did not start: {greeting!r}"
            yield greeting.split()[3]
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def environment(endpoint: str) -> dict[str, str]:
    """Return the variables that send the SDKs to the embedded AWS and nowhere else."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


@pytest.fixture(scope="session")
def aws_endpoint() -> Iterator[str]:
    with running() as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def aws_environment(aws_endpoint: str) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(aws_endpoint).items():
            patch.setenv(name, value)
        patch.delenv("AWS_SESSION_TOKEN", raising=False)
        patch.delenv("AWS_PROFILE", raising=False)
        yield aws_endpoint
