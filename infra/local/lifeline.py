"""Start a module as a child that cannot outlive its supervisor.

    python -m infra.local.lifeline MODULE [ARGUMENT…]

The supervisor holds the writing end of a pipe and never writes. When it ends, even by `kill -9`,
the system closes that end and the child ends itself and everything it started.
"""

import os
import runpy
import signal
import sys
import threading

VARIABLE = "LIFELINE_FD"


def _end_with(descriptor: int) -> None:
    os.read(descriptor, 1)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def main() -> None:
    """Watch the supervisor in a thread and run the module named on the command line."""
    descriptor = os.environ.pop(VARIABLE, "")
    if descriptor:
        threading.Thread(target=_end_with, args=(int(descriptor),), daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
