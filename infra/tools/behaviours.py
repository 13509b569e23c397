"""Print the numbered behaviours that the tests prove.

`python -m infra.tools.behaviours [build/behaviours.json]`; the file is written by every test run
(tests/behaviours.py). Ends with 1 when a behaviour has a failing test.
"""

import json
import sys
from pathlib import Path
from typing import TypedDict


class Proof(TypedDict):
    """One test that drives a behaviour."""

    test: str
    sentence: str
    outcome: str


def lines(behaviours: dict[str, list[Proof]]) -> list[str]:
    """Return the listing: a line for each behaviour and test, then the count."""
    listing = []
    for number, proofs in sorted(behaviours.items()):
        for index, proof in enumerate(proofs):
            mark = "ok  " if proof["outcome"] == "passed" else "FAIL"
            shown = number if index == 0 else " " * len(number)
            listing.append(f"{shown}  {mark}  {proof['sentence']}  ({proof['test']})")
    failing = failures(behaviours)
    listing.append("")
    listing.append(f"{len(behaviours) - len(failing)} behaviours proven, {len(failing)} not.")
    return listing


def failures(behaviours: dict[str, list[Proof]]) -> list[str]:
    """Return the numbers of the behaviours that have a test which did not pass."""
    return [
        number
        for number, proofs in sorted(behaviours.items())
        if any(proof["outcome"] != "passed" for proof in proofs)
    ]


def main(arguments: list[str]) -> int:
    """Print the listing of the report named first; return 1 when something fails."""
    report = Path(arguments[0] if arguments else "build/behaviours.json")
    if not report.exists():
        print(f"{report} is missing: run the tests first (make test).", file=sys.stderr)
        return 1
    behaviours: dict[str, list[Proof]] = json.loads(report.read_text(encoding="utf-8"))
    print("\n".join(lines(behaviours)))
    return 1 if failures(behaviours) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
