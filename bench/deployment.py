"""What goes up to AWS, and how long it takes: package, addresses, the two commands.

The seconds are those on the embedded AWS, where Chalice's own waiting is left out; on AWS itself a
first deployment takes as long as a new content network.
"""

import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from bench.figures import Figure
from bench.imports import seconds
from infra.aws import deploy, destroy, functions
from infra.aws.place import Place
from tests.deploy import ground

_MB = 1_000_000
# Lambda's limits: uploaded at once, and unpacked; API Gateway's: one for each part of each path.
_MOST_ZIPPED_MB = functions.MOST_ZIPPED_BYTES / _MB
_MOST_UNPACKED_MB = 250 * 1024 * 1024 / _MB
_MOST_RESOURCES = 300
_RUNS = 5
# Imports, and the first client, as at the first request.
_START = "import app\nfrom chalicelib import wiring\nwiring._rows()"


def run() -> dict[str, Figure]:
    """Deploy, deploy again and destroy, and look into the package on the way."""
    paths = list(import_module("app").app.routes)
    figures = {
        "routes": Figure("Addresses of the API and the site", len(paths), "paths"),
        "resources": Figure(
            "Resources in API Gateway", len(resources(paths)), "", aim=_MOST_RESOURCES
        ),
    }
    with (
        tempfile.TemporaryDirectory() as scratch,
        tempfile.TemporaryDirectory() as folder,
        ground.running_aws(Path(scratch)),
    ):
        root = Path(folder)
        ground.copy_project(root)
        # Not the packages of former runs: packing is part of a first deployment.
        (root / ".chalice" / "deployments").unlink()
        place = ground.place_in(root, _say_nothing)
        first = _seconds(lambda: deploy.run(place, {}))
        again = _seconds(lambda: deploy.run(place, {}))
        figures |= _package(place)
        last = _seconds(lambda: destroy.run(place))
    for key, what, taken in (
        ("deploy", "Deploy to the embedded AWS", first),
        ("redeploy", "Deploy again", again),
        ("destroy", "Destroy", last),
    ):
        figures[key] = Figure(what, taken, "s")
    return figures


def resources(paths: Iterable[str]) -> set[str]:
    """Return what API Gateway makes of the paths: the root, and each part of each path once."""
    parts = [path.strip("/").split("/") for path in paths]
    return {"/".join(each[:end]) for each in parts for end in range(len(each) + 1)}


def _package(place: Place) -> dict[str, Figure]:
    built = functions.package(place)
    with zipfile.ZipFile(built) as package, tempfile.TemporaryDirectory() as folder:
        unpacked = sum(entry.file_size for entry in package.infolist())
        package.extractall(folder)
        compiled, bare = _starts(folder)
    return {
        "zipped": Figure("Package, zipped", built.stat().st_size / _MB, "MB", aim=_MOST_ZIPPED_MB),
        "unpacked": Figure("Package, unpacked", unpacked / _MB, "MB", aim=_MOST_UNPACKED_MB),
        "compiled": Figure(
            "Cold start with the first client, compiled code in the package",
            compiled * 1000,
            "ms",
            versus=f"without it ({bare * 1000:.0f} ms)",
            ratio=compiled / bare,
        ),
    }


def _starts(folder: str) -> tuple[float, float]:
    """Return how long a start takes with the package's compiled code, and without."""
    alone = {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    taken: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(_RUNS):
        taken[True].append(seconds(_START, **alone))
    for each in list(Path(folder).rglob("__pycache__/*.pyc")):
        each.unlink()
    for _ in range(_RUNS):
        taken[False].append(seconds(_START, **alone))
    return statistics.median(taken[True]), statistics.median(taken[False])


def _seconds(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def _say_nothing(_text: str) -> None:
    """Keep the progress of a deployment out of the bench's own."""
