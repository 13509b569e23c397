"""What goes up to Lambda: what each function loads, and how many addresses the API takes."""

import subprocess
import sys
from importlib import import_module

import pytest

from infra.aws.place import HOUSE
from infra.tools import policies

HEAVY = {"stripe", "plexapi", "requests", "jinja2", "babel", "apprise", "moto", "pytest"}
# API Gateway's default; one for each part of each path.
MOST_RESOURCES = 300
MOST_ROUTES_WITHOUT_WORRY = 250


def handlers() -> dict[str, str]:
    """Return the module in which Lambda finds each function, as Chalice tells it."""
    sources = import_module("app").app.event_sources
    return {policies.HTTP: "app"} | {
        source.name: source.handler_string.rpartition(".")[0] for source in sources
    }


@pytest.mark.parametrize("function", policies.functions())
def test_starting_a_function_loads_nothing_that_it_may_not_need(function: str):
    module = handlers()[function]
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & {HEAVY!r}))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []


@pytest.mark.parametrize("function", sorted(set(policies.functions()) - {policies.HTTP}))
def test_schedules_and_worker_start_without_the_http_application(function: str):
    module = handlers()[function]
    code = f"import sys, {module}; print('app' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"


def test_the_api_has_room_to_grow():
    resources = set()
    for path in import_module("app").app.routes:
        parts = path.strip("/").split("/")
        resources |= {"/".join(parts[:end]) for end in range(len(parts) + 1)}
    assert len(resources) <= MOST_ROUTES_WITHOUT_WORRY < MOST_RESOURCES


@pytest.mark.deploy
@pytest.mark.parametrize("architecture", ["aarch64", "x86_64"])
def test_every_dependency_has_a_wheel_for_lambda(architecture: str):
    # Up to glibc 2.26, which the python3.11 runtime has.
    platforms = [f"manylinux_2_{minor}_{architecture}" for minor in range(26, 16, -1)]
    platforms.append(f"manylinux2014_{architecture}")
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
