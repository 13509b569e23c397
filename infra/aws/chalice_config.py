"""What Chalice reads: `.chalice/config.json`, completed with what only AWS knows."""

import json
from pathlib import Path
from typing import Any

from infra.aws.place import DeployError, Place

# AWS keeps a hundred parallel runs of an account unreserved.
_KEPT_UNRESERVED = 100


def stages(root: Path) -> list[str]:
    """Return the stages that the file describes."""
    return list(_read(root)["stages"])


def environment(place: Place) -> dict[str, str]:
    """Return the variables that the stage's functions get."""
    return dict(_stage(_read(place.root), place.stage)["environment_variables"])


def architecture(place: Place) -> str:
    """Return the processor that the stage's functions run on, as Chalice calls it."""
    return str(_stage(_read(place.root), place.stage)["lambda_architecture"])


def complete(place: Place, *, site_url: str) -> list[str]:
    """Write the site's address and fit reserved concurrency to the account; return what changed.

    Plain `chalice deploy` works from then on, too.
    """
    config = _read(place.root)
    stage = _stage(config, place.stage)
    notes = []
    if stage["environment_variables"].get("SITE_URL") != site_url:
        stage["environment_variables"]["SITE_URL"] = site_url
        notes.append(f"SITE_URL is {site_url}")
    reserved = {
        name: function
        for name, function in stage["lambda_functions"].items()
        if "reserved_concurrency" in function
    }
    wanted = sum(function["reserved_concurrency"] for function in reserved.values())
    limits = place.clients("lambda").get_account_settings()["AccountLimit"]
    if wanted and limits["ConcurrentExecutions"] < _KEPT_UNRESERVED + wanted:
        for function in reserved.values():
            del function["reserved_concurrency"]
        notes.append(
            f"no reserved concurrency: this account may run {limits['ConcurrentExecutions']} "
            "functions at once, and AWS keeps 100 of them free (leases keep schedules apart)"
        )
    if notes:
        _write(place.root, config)
    return notes


def forget(place: Place) -> None:
    """Take the site's address out again."""
    config = _read(place.root)
    if _stage(config, place.stage)["environment_variables"].pop("SITE_URL", None):
        _write(place.root, config)


def _stage(config: dict[str, Any], name: str) -> dict[str, Any]:
    if name not in config["stages"]:
        known = ", ".join(config["stages"])
        raise DeployError(
            f"There is no stage {name!r} in .chalice/config.json.",
            f"Choose one of: {known}; docs/operations.md tells how to add one.",
        )
    stage: dict[str, Any] = config["stages"][name]
    return stage


def _path(root: Path) -> Path:
    return root / ".chalice" / "config.json"


def _read(root: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_path(root).read_text(encoding="utf-8"))
    except ValueError as error:
        raise DeployError(
            f".chalice/config.json is not JSON: {error}", "Correct it, or restore it from git."
        ) from error
    return found


def _write(root: Path, config: dict[str, Any]) -> None:
    fresh = _path(root).with_suffix(".new")
    fresh.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    fresh.replace(_path(root))
