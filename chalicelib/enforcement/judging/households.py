"""Accounts that several households seem to use, as far as a score tells (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from chalicelib.enforcement.judging.breach import Breach
from chalicelib.enforcement.judging.counting import Limits, Seen, by_device
from chalicelib.kernel.ids import UserId
from chalicelib.settings.limit_model import Rule


def breaches(streams: Sequence[Seen], *, limits: Limits) -> tuple[Breach, ...]:
    """Return the streams of such a person on every device but the one that began first (X030).

    Whoever plays on one device alone is left alone whatever the score; without a score there is
    nothing to go by.
    """
    if len(streams) < 2:
        return ()
    found = []
    least = limits.settings.sharing_score_from
    # People may share a limit: the devices of one say nothing about another one's.
    for theirs in _by_person(streams):
        for each in chain.from_iterable(by_device(theirs)[1:]):
            score = each.allowance.sharing_score
            if score is None or score < least:
                continue
            reason = (
                f"The account seems to be shared (score {score}, {least} is too much), "
                "and another device played before this one."
            )
            found.append(Breach(each, Rule.SHARING, least, score, reason))
    return tuple(found)


def _by_person(streams: Sequence[Seen]) -> Iterable[Sequence[Seen]]:
    whose: dict[UserId, list[Seen]] = defaultdict(list)
    for each in streams:
        whose[each.user_id].append(each)
    return whose.values()
