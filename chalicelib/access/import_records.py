"""What is remembered of imports: what administrators decided, and what came of the last run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# A run that has not said anything for so long is dead.
SILENCE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What administrators decided.

    `confirmed` are the servers whose people were let in once, with when; `choices` are for people
    by their key: ``ignore``, ``new``, or the id of the user they are.
    """

    confirmed: Mapping[str, datetime] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "import_choices"


@dataclass(frozen=True, slots=True)
class ImportRun:
    """The last import, or the one at work: `done` of `total` people were dealt with.

    `counts` says how many people came to what. `problems` are of servers by id; `waiting` says
    why people were not let in, `error` why the run did not go on. `beat_at` is when it last said
    something.
    """

    actor: str = ""
    began_at: datetime | None = None
    beat_at: datetime | None = None
    finished_at: datetime | None = None
    total: int = 0
    done: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    waiting: str = ""
    error: str = ""
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "import_run"

    def is_at_work(self, *, now: datetime) -> bool:
        """Tell whether a run goes on that spoke not long ago."""
        is_begun = self.began_at is not None and self.finished_at is None
        return is_begun and self.beat_at is not None and now - self.beat_at < SILENCE
