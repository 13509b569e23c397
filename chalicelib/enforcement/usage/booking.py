"""Book what was watched in one commit with the row of the server that tells it (X029).

Either both are stored or none: a sweep that dies, or one whose row somebody else changed
meanwhile, books nothing, and the next one finds the meters where they stood.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from chalicelib.enforcement.records.usage import WeekUse
from chalicelib.enforcement.usage import tally
from chalicelib.enforcement.usage.tally import Calendar, Use
from chalicelib.enforcement.usage.watch import Memory
from chalicelib.kernel.records import Add, Database, Update, Write

_MOST_WRITES = 100


def additions(uses: Iterable[Use], calendar: Calendar) -> list[Write]:
    """Return what books these stretches, one write a person and week."""
    found: Iterable[WeekUse] = tally.lines(uses, calendar).values()
    return [Add(line) for line in found]


def book_ahead(database: Database, memory: Memory, calendar: Calendar, *, room: int) -> Memory:
    """Book what does not fit beside the row's other writes, and return the memory that is left.

    Each commit stores a row in which only the meters that it books have moved. `room` is how many
    writes the last commit can take; raises ConflictError when somebody else changed the row.
    """
    while len(additions(memory.uses, calendar)) > max(0, room):
        whose = sorted({use.user_id for use in memory.uses})[: _MOST_WRITES // 3]
        now = [use for use in memory.uses if use.user_id in whose]
        later = tuple(use for use in memory.uses if use.user_id not in whose)
        database.commit(Update(_row(memory, later).watch), *additions(now, calendar))
        memory = replace(memory.stored(), is_changed=True, uses=later)
    return memory


def _row(memory: Memory, unbooked: Sequence[Use]) -> Memory:
    """Return the memory with the sessions whose meters are not booked yet as they were before."""
    before = {use.sighting.session_key: use.sighting for use in unbooked}
    rest = [each for each in memory.watch.sightings if each.session_key not in before]
    every = sorted([*rest, *before.values()], key=lambda each: each.session_key)
    return replace(memory, watch=replace(memory.watch, sightings=tuple(every)))


def merged(writes: Iterable[Write]) -> list[Write]:
    """Return the writes with one addition a person and week; others stay as they are."""
    sums: dict[Hashable, WeekUse] = {}
    rest: list[Write] = []
    for write in writes:
        line = write.record
        if isinstance(write, Add) and isinstance(line, WeekUse):
            before = sums.get(line.identity)
            sums[line.identity] = tally.together(before, line) if before else line
        else:
            rest.append(write)
    return [*rest, *(Add(line) for line in sums.values())]
