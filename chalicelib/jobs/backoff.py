"""How long to wait before the next try."""

from datetime import timedelta

_FIRST_SECONDS = 5.0
_LONGEST_SECONDS = 3600.0


def pause(*, attempts: int, asked_seconds: float, chance: float) -> timedelta:
    """Return the pause after `attempts` failed tries (1 or more).

    It doubles from 5 seconds up to an hour, with full jitter in its upper half (`chance` in
    [0, 1)), and is never shorter than what the other side asked for.
    """
    ceiling = min(_LONGEST_SECONDS, _FIRST_SECONDS * 2 ** (attempts - 1))
    return timedelta(seconds=max(asked_seconds, ceiling / 2 + ceiling / 2 * chance))
