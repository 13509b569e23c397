"""The functions and the API: what Chalice deploys, and the settings that it has no words for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from chalice.deploy.packager import LambdaDeploymentPackager
from chalice.utils import OSUtils

from infra.aws import chalice_config, record
from infra.aws.compact import compact
from infra.aws.place import DeployError, Place

# What Chalice prints, and then goes on as if nothing were.
_NO_WHEEL = "build these yourself"
# Chalice uploads a package in one request.
MOST_ZIPPED_BYTES = 50 * 1024 * 1024
_SHOWN_LINES = 15
# Former packages that stay, for a quick way back.
_KEPT_PACKAGES = 4


def package(place: Place) -> Path:
    """Build the package that `deploy` will upload; return its path.

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
    built = _kept_by_chalice(place)
    if not built.exists():
        raise DeployError(
            f"Chalice's package is not where it should be, {built}:\n{said.strip()}",
            "Nothing was deployed. Do not edit code while it is packaged; run it again.",
        )
    compact(built)
    size = built.stat().st_size
    if size > MOST_ZIPPED_BYTES:
        raise DeployError(
            f"The package has {size / 1e6:.0f} MB; Lambda takes 52 MB at once.",
            "Take a dependency out of requirements.txt; nothing was deployed.",
        )
    _forget_old_packages(built)
    return built


def _kept_by_chalice(place: Place) -> Path:
    """Return where Chalice keeps the package of this code, from which it deploys."""
    packager = LambdaDeploymentPackager(
        OSUtils(),
        None,  # type: ignore[arg-type]  # builds dependencies: not asked for here
        None,  # type: ignore[arg-type]  # talks to the user
        architecture=chalice_config.architecture(place),
    )
    runtime = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return Path(packager.deployment_package_filename(str(place.root), runtime))


def _forget_old_packages(newest: Path) -> None:
    """Delete all packages but the newest ones; each has some forty megabytes."""
    newest.touch()
    kept = sorted(newest.parent.glob("*.zip"), key=lambda each: each.stat().st_mtime)
    for former in kept[:-_KEPT_PACKAGES]:
        former.unlink()


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
