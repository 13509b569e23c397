"""Run the benches: all of them, or those that are named.

python -m bench [sweep …]

A bench is a module of this package with `run() -> dict[str, Figure]`. Results go to
build/bench.json, and from there into the README's tables; a missed aim is told and recorded, it
does not fail the run.
"""

import importlib
import pkgutil
import sys
import time

import bench
from bench import readme
from bench.figures import Figure, save


def names() -> list[str]:
    """Return the modules of this package that are benches."""
    modules = sorted(module.name for module in pkgutil.iter_modules(bench.__path__))
    return [name for name in modules if name != "__main__" and _is_bench(name)]


def _is_bench(name: str) -> bool:
    return hasattr(importlib.import_module(f"bench.{name}"), "run")


def main(wanted: list[str]) -> int:
    """Run the wanted benches, or all; return 0, or 2 when one does not exist."""
    known = names()
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        print(f"There is no bench {', '.join(unknown)}; known: {', '.join(known)}.")
        return 2
    for name in wanted or known:
        begun = time.monotonic()
        print(f"{name} …", flush=True)
        figures: dict[str, Figure] = importlib.import_module(f"bench.{name}").run()
        save({f"{name}.{key}": figure for key, figure in figures.items()})
        for figure in figures.values():
            print(f"  {figure.to_line()}", flush=True)
        print(f"  ({time.monotonic() - begun:.0f} s)", flush=True)
    readme.write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
