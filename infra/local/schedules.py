"""When schedules are due: rate() and cron() expressions over a clock that can be moved."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from croniter import CroniterBadDateError, croniter

_UNIT_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}
_CRON_FIELDS = 6


class ExpressionError(ValueError):
    """A schedule expression that cannot be read."""


def read_clock(path: Path, *, now: datetime) -> datetime:
    """Return `now` shifted by the offset in the clock file; a missing file shifts nothing."""
    try:
        offset = float(json.loads(path.read_text())["offset_seconds"])
    except FileNotFoundError:
        return now
    return now + timedelta(seconds=offset)


def latest_slot(expression: str, *, now: datetime) -> datetime | None:
    """Return the last instant, `now` included, at which the expression was due; None: never yet.

    Rates count from the epoch, so that they do not depend on when the process began. Days of
    the week follow AWS: 1 is Sunday. Raises `ExpressionError`.
    """
    kind, _, rest = expression.strip().partition("(")
    if not rest.endswith(")"):
        raise ExpressionError(expression)
    match kind:
        case "rate":
            return _latest_rate(rest[:-1], now=now)
        case "cron":
            return _latest_cron(rest[:-1], now=now)
        case _:
            raise ExpressionError(expression)


def _latest_rate(text: str, *, now: datetime) -> datetime:
    try:
        count, unit = text.split()
        period = int(count) * _UNIT_SECONDS[unit.removesuffix("s")]
        epoch = int(now.timestamp()) // period * period
    except (ValueError, KeyError, ZeroDivisionError) as error:
        raise ExpressionError(f"rate({text})") from error
    return datetime.fromtimestamp(epoch, UTC)


def _latest_cron(text: str, *, now: datetime) -> datetime | None:
    fields = text.split()
    if len(fields) != _CRON_FIELDS:
        raise ExpressionError(f"cron({text})")
    minute, hour, day, month, weekday, year = fields
    weekday = _from_aws_weekday(weekday)
    words = [minute, hour, day, month, weekday]
    if year not in {"*", "?"}:
        words += ["0", year]
    after = now.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    try:
        slot: datetime = croniter(" ".join(words), after, ret_type=datetime).get_prev()
    except CroniterBadDateError:
        return None
    except ValueError as error:
        raise ExpressionError(f"cron({text})") from error
    return slot


def _from_aws_weekday(field: str) -> str:
    """Turn Sunday=1 into Sunday=0, which the cron library counts by; `6L` into `L5`."""
    if field in {"*", "?"}:
        return field

    def shift(word: str) -> str:
        base, mark, nth = word.partition("#")
        last = "L" if base.endswith("L") and base != "L" else ""
        base = base.removesuffix("L") if last else base
        return last + (str(int(base) - 1) if base.isdecimal() else base) + mark + nth

    parts = []
    for part in field.split(","):
        span, slash, step = part.partition("/")
        parts.append("-".join(shift(word) for word in span.split("-")) + slash + step)
    return ",".join(parts)


class Slots:
    """Which slot each schedule has run last, in a file, so that a restart does not repeat one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        try:
            found = json.loads(path.read_text())
        except (FileNotFoundError, ValueError):
            found = {}
        self._last = {name: datetime.fromisoformat(at) for name, at in found.items()}

    def last(self, name: str) -> datetime | None:
        """Return the slot that was taken last."""
        return self._last.get(name)

    def take(self, name: str, slot: datetime | None) -> bool:
        """Say whether the schedule is to run for this slot, and remember it as run.

        Several slots behind is one run. A schedule seen for the first time waits for its next
        slot, and so does one whose clock was moved back.
        """
        with self._guard:
            last = self._last.get(name)
            if slot is None or slot == last:
                return False
            self._last[name] = slot
            self._save()
            return last is not None and slot > last

    def _save(self) -> None:
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.write_text(json.dumps({k: v.isoformat() for k, v in self._last.items()}, indent=1))
        fresh.replace(self._path)
