"""The README's two tables, from what the benches measured.

python -m bench.readme      writes them anew from build/bench.json and build/cost.json
"""

import json
import re
from pathlib import Path
from typing import Any

from bench.figures import RESULTS

COSTS = Path("build") / "cost.json"
README = Path("README.md")

Table = list[tuple[str, ...]]


def write() -> None:
    """Write each table for which there are results between its marks."""
    text = README.read_text(encoding="utf-8")
    if RESULTS.exists():
        figures = json.loads(RESULTS.read_text(encoding="utf-8"))
        text = between_marks(text, "figures", figures_table(figures))
    if COSTS.exists():
        costs = json.loads(COSTS.read_text(encoding="utf-8"))
        text = between_marks(text, "costs", costs_table(costs))
    README.write_text(text, encoding="utf-8")


def figures_table(figures: dict[str, Any]) -> Table:
    """Return one row for each figure: what, aim, measured."""
    rows = [(each["name"], _aim(each), _measured(each)) for _, each in sorted(figures.items())]
    return [("What", "Aim", "Measured"), *rows]


def costs_table(costs: dict[str, float]) -> Table:
    """Return one row for each part of the month's bill, and the sum."""
    rows = [(part, f"{usd:.2f}") for part, usd in costs.items()]
    return [("Part", "USD a month"), *rows, ("**Together**", f"**{sum(costs.values()):.2f}**")]


def between_marks(text: str, name: str, table: Table) -> str:
    """Return the text with the table between its two marks; raises ValueError without them."""
    head, *rows = table
    lines = [_line(head), "|---" * len(head) + "|", *(_line(row) for row in rows)]
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    body = "\n".join(lines)
    fresh, count = marked.subn(lambda found: f"{found[1]}{body}\n{found[2]}", text)
    if count != 1:
        raise ValueError(f"README.md has {count} places for {name}, not one")
    return fresh


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def _aim(figure: dict[str, Any]) -> str:
    if figure["aim"] is None:
        return ""
    return f"≤ {_short(figure['aim'])}{' ×' if figure['ratio'] is not None else ''}"


def _measured(figure: dict[str, Any]) -> str:
    value = f"{_short(figure['value'])} {figure['unit']}".strip()
    if figure["ratio"] is not None:
        value = f"{figure['ratio']:.2f} × {figure['versus']}: {value}"
    return value if figure["met"] is not False else f"{value}; **missed**"


def _short(number: float) -> str:
    if number >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.2f}" if number < 10 else f"{number:.1f}"


if __name__ == "__main__":
    write()
