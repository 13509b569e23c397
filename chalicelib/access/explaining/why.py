"""Why somebody has access or lacks it: every rule with the data that it looked at (X061; pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.access.explaining.compare import Compared, Comparison
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share, ShareState
from chalicelib.access.recording import left_out
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.lifecycle import Standing


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it asks, what the records say, and whether it speaks for access."""

    question: str
    answer: str
    holds: bool


class Verdict(StrEnum):
    """How it stands with somebody's access."""

    HAS = "has"
    INVITED = "invited"
    UNDER_WAY = "under_way"
    BLOCKED = "blocked"
    LACKS = "lacks"


@dataclass(frozen=True, slots=True)
class Why:
    """The verdict, the sentence that decides it, and all rules in the order they are asked."""

    verdict: Verdict
    because: str
    rules: tuple[Rule, ...]


def why(found: Comparison) -> Why:
    """Return why the person has access or lacks it."""
    rules = tuple(_rules(found))
    verdict = _verdict(found)
    broken = next((rule for rule in rules if not rule.holds), None)
    if verdict in {Verdict.HAS, Verdict.INVITED}:
        return Why(verdict, _live(found)[0].answer, rules)
    if found.blocked or found.facts.keeps_all:
        return Why(verdict, found.blocked or found.explanation, rules)
    return Why(verdict, broken.answer if broken else found.explanation, rules)


def _verdict(found: Comparison) -> Verdict:
    states = {share.state for share in found.facts.rows.values()}
    if ShareState.ACCEPTED in states:
        return Verdict.HAS
    if found.blocked:
        return Verdict.BLOCKED
    if ShareState.INVITED in states:
        return Verdict.INVITED
    is_due = found.facts.has_right and not found.facts.keeps_all
    return Verdict.UNDER_WAY if is_due else Verdict.LACKS


def _rules(found: Comparison) -> Iterator[Rule]:
    facts = found.facts
    if facts.user.is_permanent:
        text = "Yes: an administrator gave it without an end."
        yield Rule("Is access permanent?", text, holds=True)
    yield Rule("Does paid time run?", _paid(facts), holds=facts.is_paid)
    if facts.restrained is not None:
        yield _restrained(facts)
    if facts.aftermath is not None:
        yield _after(facts)
    if facts.has_right and not facts.keeps_all:
        yield _invitable(facts)
        yield _placed(found)
    yield from _live(found)
    if not any(share.takes_seat for share in facts.rows.values()):
        yield Rule("Is anything shared?", _nothing(facts), holds=False)


def _paid(facts: Situation) -> str:
    period, plan = facts.period, facts.plan
    if facts.standing is Standing.PERMANENT and period is None:
        return "Nothing was ever paid, and need not be."
    if period is not None:
        name = plan.name if plan else "a plan that is gone"
        until = f"{name}, {_day(period.starts_at)} to {_day(period.ends_at)} (exclusive)"
        if is_grace(period):
            return f"Grace while a renewal is awaited: {until}."
        return f"{until}, payment {period.payment_id}."
    match facts.standing:
        case Standing.UPCOMING:
            starts = min(
                each.starts_at for each in facts.subscription.periods if each.starts_at > facts.now
            )
            return f"Not yet: the paid time begins on {_day(starts)}."
        case Standing.EXPIRED:
            ends = max(each.ends_at for each in facts.subscription.periods)
            return f"No: the paid time ended on {_day(ends)}."
        case _:
            return "No: nothing was ever paid."


def _after(facts: Situation) -> Rule:
    question = "What stays after the end?"
    follows = facts.aftermath
    if locked := ", ".join(_locked(facts)):
        text = f"Nothing: the policy on expiry locks the account on {locked}."
        return Rule(question, text, holds=False)
    if follows is None or facts.now >= follows.keeps_until or not follows.group_ids:
        return Rule(question, "Nothing: the policy on expiry takes the share away.", holds=False)
    text = f"Some libraries stay until {_day(follows.keeps_until)}, by the policy on expiry."
    return Rule(question, text, holds=True)


def _restrained(facts: Situation) -> Rule:
    question, held = "Does a restraint hold?", facts.restrained
    why = held.why if held else ""
    if any(facts.kept.values()):
        return Rule(question, f"{why}. Some libraries stay.", holds=True)
    locked = ", ".join(_locked(facts))
    what = f"The account is locked on {locked}." if locked else "Nothing is shared meanwhile."
    return Rule(question, f"{why}. {what}", holds=False)


def _locked(facts: Situation) -> Iterator[str]:
    for server_id, row in facts.rows.items():
        if server_id in facts.locks and row.state is not ShareState.DELETED:
            yield facts.servers[server_id].name


def _invitable(facts: Situation) -> Rule:
    question = "Can an invite be sent?"
    if facts.awaits_invite:
        return Rule(question, left_out.WHY, holds=False)
    if not facts.user.media.handle:
        return Rule(question, "No: no media account and no address is known.", holds=False)
    return Rule(question, f"Yes, to {facts.user.media.handle}.", holds=True)


def _placed(found: Comparison) -> Rule:
    question = "Which server is due?"
    if found.blocked:
        return Rule(question, found.blocked, holds=False)
    return Rule(question, found.explanation, holds=True)


def _live(found: Comparison) -> list[Rule]:
    """Return what is there, an accepted share before an open invite."""
    order = [ShareState.ACCEPTED, ShareState.INVITED, ShareState.PLANNED]
    live = [each for each in found.servers if each.share is not None and each.share.takes_seat]
    live.sort(key=lambda each: order.index(each.share.state) if each.share else len(order))
    return [_shared(found.facts, each, each.share) for each in live if each.share is not None]


def _shared(facts: Situation, one: Compared, share: Share) -> Rule:
    server = facts.servers.get(one.server_id)
    name = server.name if server else one.server_id
    question, titles = f"What is shared on {name}?", ", ".join(one.has) or "no library"
    match share.state:
        case ShareState.ACCEPTED:
            since = f" since {_day(share.accepted_at)}" if share.accepted_at else ""
            return Rule(question, f"Accepted{since}: {titles}.", holds=True)
        case ShareState.INVITED:
            text = f"Invited on {_day(share.changed_at)}, not accepted yet: {titles}."
            return Rule(question, text, holds=False)
        case _:
            text = "The invite is decided, but was not seen there yet."
            return Rule(question, text, holds=False)


def _nothing(facts: Situation) -> str:
    last = max(facts.rows.values(), key=lambda share: share.changed_at, default=None)
    if last is None:
        return "Nothing was ever shared."
    server = facts.servers.get(last.server_id)
    name = server.name if server else "a server that is not here any more"
    return f"Nothing is: on {name} it is {last.state} since {_day(last.changed_at)}."


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
