"""Stand-ins in a process of their own, so that what they do is not counted as ours."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def stand_in(module: str, *numbers: int) -> Iterator[dict[str, Any]]:
    """Run a module with these arguments; yield what it says of itself in its first line."""
    command = [sys.executable, "-m", module, *map(str, numbers)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            if process.stdout is None:
                raise RuntimeError("the stand-in has no output")
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
