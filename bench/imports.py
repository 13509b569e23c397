"""How long a cold function takes to load its code, against the floor of what it stands on.

Each function of the deployment is measured as Lambda starts it: by the module that holds it.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from importlib import import_module

from bench.figures import Figure

_RUNS = 9
_CLOCK = "import time; begun = time.perf_counter()\n{code}\nprint(time.perf_counter() - begun)"
_FLOOR = (
    "import chalice, botocore.session\n"
    "botocore.session.get_session().create_client('dynamodb', region_name='us-east-1')"
)
_AIM = 1.3


def run() -> dict[str, Figure]:
    """Measure each module and the floor by turns, each in fresh interpreters."""
    modules = functions_by_module()
    taken: dict[str, list[float]] = defaultdict(list)
    codes = {_FLOOR: _FLOOR} | {module: f"import {module}" for module in modules}
    with tempfile.TemporaryDirectory() as folder:
        # Both with compiled code, as in the package; the first round compiles.
        compiled = {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        for is_first in (True, *[False] * _RUNS):
            for name, code in codes.items():
                value = seconds(code, **compiled)
                taken[name] += [] if is_first else [value]
    base = statistics.median(taken[_FLOOR]) * 1000
    figures = {}
    for module, functions in modules.items():
        value = statistics.median(taken[module]) * 1000
        figures[module.rpartition(".")[2]] = Figure(
            name=f"Start of {', '.join(functions)}: import {module}",
            value=value,
            unit="ms",
            versus=f"chalice and a DynamoDB client ({base:.0f} ms)",
            ratio=value / base,
            aim=_AIM,
        )
    return figures


def functions_by_module() -> dict[str, list[str]]:
    """Return the deployed functions by the module in which Lambda finds them."""
    found: dict[str, list[str]] = {"app": ["api_handler"]}
    for source in import_module("app").app.event_sources:
        found.setdefault(source.handler_string.rpartition(".")[0], []).append(source.name)
    return found


def seconds(code: str, **variables: str) -> float:
    """Return how long code takes in a fresh interpreter."""
    # The same as on Lambda: a module of ours reads its settings, the SDK its keys.
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    environment = {**os.environ, **keys, "AWS_DEFAULT_REGION": "us-east-1", **variables}
    done = subprocess.run(
        [sys.executable, "-c", _CLOCK.format(code=code)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(done.stdout)
