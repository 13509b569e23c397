"""How long a cold function takes to load its code, against the floor of what it stands on."""

import os
import statistics
import subprocess
import sys

from bench.figures import Figure

_RUNS = 9
_CLOCK = "import time; begun = time.perf_counter()\n{code}\nprint(time.perf_counter() - begun)"
_APP = "import app"
_FLOOR = (
    "import chalice, botocore.session\n"
    "botocore.session.get_session().create_client('dynamodb', region_name='us-east-1')"
)
_AIM = 1.3


def run() -> dict[str, Figure]:
    """Measure `import app` and the floor by turns, each in fresh interpreters."""
    app: list[float] = []
    floor: list[float] = []
    for _ in range(_RUNS):
        app.append(_seconds(_APP))
        floor.append(_seconds(_FLOOR))
    value = statistics.median(app) * 1000
    base = statistics.median(floor) * 1000
    return {
        "app": Figure(
            name="import app",
            value=value,
            unit="ms",
            versus=f"chalice and a DynamoDB client ({base:.0f} ms)",
            ratio=value / base,
            aim=_AIM,
        )
    }


def _seconds(code: str) -> float:
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    done = subprocess.run(
        [sys.executable, "-c", _CLOCK.format(code=code)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(done.stdout)
