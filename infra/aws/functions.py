"""The functions and the API: what Chalice deploys, and the settings that it has no words for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.aws import record
from infra.aws.place import DeployError, Place

# What Chalice prints, and then goes on as if nothing were.
_NO_WHEEL = "build these yourself"
# Chalice uploads a package in one request.
MOST_ZIPPED_BYTES = 50 * 1024 * 1024
_SHOWN_LINES = 15


def package(place: Place) -> Path:
    """Build the package; return its path.

    Raises DeployError when a dependency has no wheel for Lambda or the package is too big.
    """
    target = place.root / "build" / "package" / place.stage
    shutil.rmtree(target, ignore_errors=True)
    said = _chalice(place, "package", "--stage", place.stage, str(target))
    if _NO_WHEEL in said:
        # The next run would find the incomplete package ready made, and say nothing.
        shutil.rmtree(place.root / ".chalice" / "deployments", ignore_errors=True)
        raise DeployError(
            f"A dependency has no wheel for Lambda:\n{said.strip()}",
            "Choose a version in requirements.txt that has one; nothing was deployed.",
        )
    built = target / "deployment.zip"
    if built.stat().st_size > MOST_ZIPPED_BYTES:
        raise DeployError(
            f"The package has {built.stat().st_size / 1e6:.0f} MB; Lambda takes 52 MB at once.",
            "Take a dependency out of requirements.txt; nothing was deployed.",
        )
    return built


def deploy(place: Place) -> str:
    """Bring functions, schedules and API to the code as it is; return the API's id."""
    _chalice(place, "deploy", "--stage", place.stage)
    return record.api_id(place)


def remove(place: Place) -> None:
    """Delete all that Chalice made; nothing happens when there is nothing."""
    if record.read(place):
        _chalice(place, "delete", "--stage", place.stage)
    place.record_file.unlink(missing_ok=True)


def report_failed_messages_one_by_one(place: Place) -> None:
    """Let one bad message come again without the good ones that came with it."""
    client = place.clients("lambda")
    listed = client.list_event_source_mappings(FunctionName=place.function("jobs"))
    for mapping in listed["EventSourceMappings"]:
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            client.update_event_source_mapping(
                UUID=mapping["UUID"], FunctionResponseTypes=["ReportBatchItemFailures"]
            )


def _chalice(place: Place, *arguments: str) -> str:
    """Run Chalice in the project's folder; return what it said, raise DeployError if it failed."""
    environment = {**os.environ, "AWS_DEFAULT_REGION": place.region, "PYTHONPATH": str(place.root)}
    run = subprocess.run(
        [sys.executable, "-c", *place.chalice, *arguments],
        cwd=place.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if run.returncode:
        last = "\n".join(run.stdout.strip().splitlines()[-_SHOWN_LINES:])
        raise DeployError(
            f"chalice {arguments[0]} failed:\n{last}",
            "What was deployed before still runs. Mend the cause and run the same command again.",
        )
    return run.stdout
