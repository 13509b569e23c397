"""What must be right before anything is touched."""

import os
import re
import sys
from pathlib import Path

import boto3

from infra.aws import chalice_config, record, site
from infra.aws.place import DeployError, Place

# What this code needs, and what Lambda runs.
_OLDEST, _NEWEST = (3, 11), (3, 14)


def python() -> None:
    """Raise DeployError unless Lambda has this Python."""
    here = sys.version_info[:2]
    if not _OLDEST <= here <= _NEWEST:
        shown = ".".join(map(str, here))
        raise DeployError(
            f"This is Python {shown}; the functions would run on the same version.",
            "Use Python 3.11 to 3.14: rm -rf .venv && make install PYTHON=python3.11",
        )


def region() -> str:
    """Return the chosen region; raises DeployError when there is none or no such one."""
    session = boto3.Session()
    chosen = os.environ.get("AWS_REGION") or session.region_name or ""
    if not chosen:
        raise DeployError("No AWS region is chosen.", "Set it: export AWS_REGION=eu-central-1")
    if not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", chosen):
        raise DeployError(
            f"{chosen!r} is not an AWS region.", "Set one: export AWS_REGION=eu-central-1"
        )
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = chosen
    return chosen


def account(place: Place) -> str:
    """Return the account's number; errors of the SDK say what is wrong with the credentials."""
    return str(place.clients("sts").get_caller_identity()["Account"])


def same_region(place: Place) -> None:
    """Raise DeployError when the last deployment of the stage went to another region."""
    for resource in record.read(place):
        arn = resource.get("lambda_arn", "")
        there = arn.split(":")[3] if arn else place.region
        if there != place.region:
            raise DeployError(
                f"{place.stage} is deployed in {there}, but the region is {place.region}.",
                f"export AWS_REGION={there}, or delete "
                f".chalice/deployed/{place.stage}.json to deploy a second, separate system.",
            )


def stage(name: str, root: Path) -> None:
    """Raise DeployError when `.chalice/config.json` does not describe the stage."""
    known = chalice_config.stages(root)
    if name not in known:
        raise DeployError(
            f"There is no stage {name!r}." if name else "Which stage?",
            f"Choose one of {', '.join(known)}: make deploy STAGE={known[-1]}",
        )


def everything(place: Place) -> str:
    """Check all of it; return the account's number."""
    python()
    site.built_files(place)
    number = account(place)
    same_region(place)
    return number
