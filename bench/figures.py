"""What a measurement tells."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RESULTS = Path("build") / "bench.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `ratio` is how it compares with what `versus` names.

    With an `aim` the ratio (or, without one, the value) must not be above it.
    """

    name: str
    value: float
    unit: str
    versus: str = ""
    ratio: float | None = None
    aim: float | None = None

    @property
    def met(self) -> bool | None:
        """Tell whether the aim is met; None when there is none."""
        if self.aim is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.aim

    def to_json(self) -> dict[str, Any]:
        """Return the figure as it lies in the results file."""
        return {**asdict(self), "met": self.met}

    def to_line(self) -> str:
        """Return the figure for people."""
        parts = [f"{self.name}: {self.value:.4g} {self.unit}"]
        if self.ratio is not None:
            parts.append(f"{self.ratio:.2f} × {self.versus}")
        elif self.versus:
            parts.append(self.versus)
        if self.aim is not None:
            parts.append(f"aim ≤ {self.aim:g}: {'met' if self.met else 'MISSED'}")
        return "; ".join(parts)


def save(figures: Mapping[str, Figure], path: Path = RESULTS) -> None:
    """Write the figures into the results file; those of other benches stay."""
    held: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    held |= {key: figure.to_json() for key, figure in figures.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(held, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    draft.replace(path)
