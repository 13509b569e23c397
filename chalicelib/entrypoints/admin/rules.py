"""The rules about streams, downloads and devices, at a glance."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.insights import rule_book
from chalicelib.insights.rule_book import RuleEntry
from chalicelib.settings.limit_model import Rule
from chalicelib.settings.model import EnforcementMode

registry = Registry()


class NamedShape(Model):
    """A plan or a server by name."""

    id: str
    name: str


class LessFarShape(NamedShape):
    """A server on which a rule goes less far."""

    mode: EnforcementMode


class LimitRuleShape(Model):
    """One rule: how far it goes, what sets it, how often it struck in the last days.

    `mode` is what holds on the site, `own_mode` what the rule's own setting says. While it is not
    set by any plan, server or setting (`is_set`) nobody can break it. `acted` of those `struck`
    were carried out.
    """

    rule: Rule
    mode: EnforcementMode
    own_mode: EnforcementMode
    is_set: bool
    plans: list[NamedShape]
    servers: list[NamedShape]
    less_far: list[LessFarShape]
    struck: int
    acted: int


class LimitRuleList(Model):
    """All rules, counted since then; `is_cut` when more struck than were counted."""

    site_mode: EnforcementMode
    since: datetime
    is_cut: bool
    items: list[LimitRuleShape]


@registry.add("GET", "/rules", summary="All rules", returns=LimitRuleList)
def list_rules(_call: Call[NoInput, NoInput]) -> LimitRuleList:
    """Return every rule with how far it goes and how often it struck."""
    book = rule_book.read(wiring.insights_deps())
    return LimitRuleList(
        site_mode=book.site_mode,
        since=book.since,
        is_cut=book.is_cut,
        items=[_shape(entry) for entry in book.entries],
    )


def _shape(entry: RuleEntry) -> LimitRuleShape:
    return LimitRuleShape(
        rule=entry.rule,
        mode=entry.mode,
        own_mode=entry.own_mode,
        is_set=entry.is_set,
        plans=[NamedShape(id=plan.id, name=plan.name) for plan in entry.plans],
        servers=[NamedShape(id=each.id, name=each.name) for each in entry.servers],
        less_far=[
            LessFarShape(id=each.server.id, name=each.server.name, mode=each.mode)
            for each in entry.less_far
        ],
        struck=entry.struck,
        acted=entry.acted,
    )
