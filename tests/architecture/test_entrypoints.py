"""Every trigger stands in one visible place, and nobody walks in without a permission."""

import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest
from chalice import Chalice
from chalice.app import ScheduledEventConfig

from infra.tools import policies
from infra.tools.files import ROOT

HEAVY = {
    "stripe",
    "plexapi",
    "requests",
    "jinja2",
    "babel",
    "apprise",
    "pynamodb",
    "moto",
    "pytest",
}
PREFIX = "/api/v1"


def application() -> Chalice:
    """Return the application; imported late, so that a broken one fails tests and not the run."""
    return import_module("app").app


def admin_routes() -> set[tuple[str, str]]:
    """Return (method, path below the prefix) of every route of the admin API."""
    return {
        (method, path.removeprefix(PREFIX))
        for path, views in application().routes.items()
        if path.startswith(PREFIX)
        for method in views
    }


def operations() -> list[Any]:
    """Return the declared calls of the admin API."""
    return list(import_module("chalicelib.entrypoints.admin").OPERATIONS)


def public() -> set[tuple[str, str]]:
    """Return (method, path) of what anybody may call."""
    return set(import_module("chalicelib.entrypoints.admin").PUBLIC_OPERATIONS)


def expression(cadence: object) -> str:
    """Return rate(…) or cron(…), whether written as text or as an object of Chalice."""
    return cadence if isinstance(cadence, str) else cadence.to_string()


def modules() -> dict[str, str]:
    """Return the module in which Lambda finds each function, as Chalice tells it."""
    sources = application().event_sources
    return {policies.HTTP: "app"} | {
        source.name: source.handler_string.rpartition(".")[0] for source in sources
    }


def loaded_with(module: str) -> set[str]:
    """Return what a fresh interpreter has loaded when it has imported a module."""
    code = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


@pytest.mark.parametrize("function", policies.functions())
def test_starting_a_function_loads_what_it_cannot_do_without(function: str):
    loaded = loaded_with(modules()[function])
    assert loaded & HEAVY == set()
    assert not [name for name in loaded if name.startswith("chalicelib.adapters.")]
    # Schedules and the worker run without the application and what is registered there.
    assert ("app" in loaded) == (function == policies.HTTP)
    # All the more they need what tells of their runs: nobody frames them but their own module.
    assert "chalicelib.entrypoints.telemetry" in loaded


def test_every_schedule_stands_in_the_table_with_its_cadence():
    registered = {
        event.name: expression(event.schedule_expression)
        for event in application().event_sources
        if isinstance(event, ScheduledEventConfig)
    }
    table = import_module("chalicelib.entrypoints.schedules").SCHEDULES
    assert registered == {name: expression(each.cadence) for name, each in table.items()}


def test_every_admin_route_is_a_declared_operation_or_public_on_purpose():
    declared = {(operation.method, operation.path) for operation in operations()}
    assert admin_routes() - declared <= public()
    assert declared <= admin_routes()


def test_every_admin_operation_needs_a_permission_or_is_public_on_purpose():
    without = {(each.method, each.path) for each in operations() if each.permission is None}
    assert without <= public()


def test_the_list_of_public_operations_names_nothing_that_is_gone_or_guarded():
    guarded = {(each.method, each.path) for each in operations() if each.permission is not None}
    assert public() <= admin_routes() - guarded
