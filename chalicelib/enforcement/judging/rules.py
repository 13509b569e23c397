"""What is to be done about the streams that run, and why (pure).

One stream is stopped for one rule: the first of `ORDER` that may act, else the first that may only
observe; the reason names the others. A stream that goes because of what it is, or because its
account seems to be shared, does not count among the streams at a time, so that no other one goes
for its sake.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from chalicelib.enforcement.judging import (
    allotment,
    concurrency,
    hours,
    households,
    quality,
    resting,
    suspension,
)
from chalicelib.enforcement.judging.breach import Breach
from chalicelib.enforcement.judging.counting import Key, Limits, Seen, grown_up, is_told, people
from chalicelib.enforcement.judging.ghosts import still_since
from chalicelib.enforcement.judging.verdict import Finding, Suspicion, Verdict, evidence
from chalicelib.enforcement.model import (
    Allowance,
    DecisionKind,
    MediaKind,
    PlayState,
    ServerLook,
    Sighting,
)
from chalicelib.settings.limit_model import Rule
from chalicelib.settings.model import EnforcementMode

NO_ACTIVE_PLAN = "no_active_plan"
GOES_ON_AFTER_STOP = "goes_on_after_stop"
BESIDES = " Other rules it breaks: "
NOTHING_TO_STOP_IT_BY = " It has no session id to stop it by."
# What stops a stream comes before what lets it go on with another quality or after another one.
ORDER = (
    suspension.SUSPENDED,
    Rule.ALLOWED_HOURS,
    Rule.FAIR_USE,
    Rule.TRANSCODING_4K,
    Rule.VIDEO_TRANSCODING,
    Rule.BITRATE,
    Rule.LONG_PAUSE,
    Rule.SHARING,
    Rule.CONCURRENT_STREAMS,
)

# What a player may need to obey a stop; only after that it is said to ignore it.
STOP_TAKES_SECONDS = 10


def decide(
    looks: Iterable[ServerLook],
    *,
    sightings: Mapping[Key, Sighting],
    allowances: Mapping[str, Allowance],
    limits: Limits,
    now: datetime,
) -> tuple[Verdict, ...]:
    """Return what is to be done, the same for any order of the input.

    `allowances` is by account; streams of other accounts and looks that failed are no evidence.
    Only the excess is stopped, never more; what was reported already is not reported again.
    """
    verdicts = [
        verdict
        for streams in people(
            looks, sightings=sightings, allowances=allowances, limits=limits, now=now
        )
        for verdict in (
            *_ignored_stops(streams, limits=limits, now=now),
            *_judge(streams, limits=limits, now=now),
        )
    ]
    return tuple(sorted(verdicts, key=lambda each: (each.user_id, *each.key, each.kind)))


def suspect(
    looks: Iterable[ServerLook],
    *,
    sightings: Mapping[Key, Sighting],
    allowances: Mapping[str, Allowance],
    limits: Limits,
    now: datetime,
) -> Suspicion:
    """Return who must be looked at again before anything is stopped, and when.

    These are the people who would break a rule if streams counted from their first second, and
    those with a session that may still be about to obey a stop. Whose breach is known and has to
    last a while yet is left alone until then.
    """
    refs: set[str] = set()
    suspects: list[Seen] = []
    settles: list[datetime] = []
    is_due = False
    delay = timedelta(seconds=limits.start_delay_seconds)
    for streams in people(
        looks, sightings=sightings, allowances=allowances, limits=limits, now=now
    ):
        waits = _time_to_obey(streams)
        found = _findings(streams, limits=limits, now=now)
        is_over = _is_pressing(found, now=now)
        is_due = is_due or is_over or any(each <= now for each in waits)
        # A young stream can look like a change of device, which those that count are not: what
        # is found without it is found all the same.
        grown = grown_up(streams, limits=limits, now=now)
        if grown is not streams:
            found = (*found, *_findings(grown, limits=limits, now=now))
        if found or waits:
            refs |= {each.stream.account_ref for each in streams}
        if is_over or _is_pressing(found, now=now):
            waits += [each.sighting.first_seen + delay for each in grown if each.is_judged]
        if waits:
            suspects += streams
            settles += waits
    return Suspicion(
        user_ids=frozenset(each.user_id for each in suspects),
        server_ids=frozenset(each.stream.server_id for each in suspects),
        settles_at=max(settles, default=None),
        is_due=is_due,
        account_refs=frozenset(refs),
    )


def _time_to_obey(streams: Sequence[Seen]) -> list[datetime]:
    """Return until when the sessions that were just told to stop may still obey."""
    takes = timedelta(seconds=STOP_TAKES_SECONDS)
    return [
        each.sighting.told_to_stop + takes
        for each in streams
        if each.sighting.told_to_stop and is_told(each.sighting)
        if not each.sighting.ignored_stop
    ]


def _is_pressing(findings: Sequence[Finding], *, now: datetime) -> bool:
    """Tell whether something is due, or was not seen before and has to be remembered."""
    return any(each.due_at <= now or each.seen.sighting.breach_since is None for each in findings)


def _judge(streams: Sequence[Seen], *, limits: Limits, now: datetime) -> Iterator[Verdict]:
    allowance = streams[0].allowance
    if not allowance.has_plan:
        yield from _without_plan(streams, limits=limits)
        return
    findings = _findings(streams, limits=limits, now=now)
    if not findings:
        return
    shown = evidence(streams, findings)
    for each in findings:
        kind = DecisionKind.STOP
        reason = each.breach.reason
        if each.others:
            also = ", ".join(name.replace("_", " ") for name in each.others)
            reason = f"{reason}{BESIDES}{also}."
        if each.due_at > now:
            kind = DecisionKind.WARN
        elif not each.seen.can_be_stopped:
            kind = DecisionKind.UNSTOPPABLE
            reason = f"{reason}{NOTHING_TO_STOP_IT_BY}"
        yield Verdict(
            each.seen.user_id,
            each.seen.stream,
            kind,
            each.breach.rule,
            each.breach.limit,
            each.breach.counted,
            reason,
            shown,
            mode=each.mode,
            due_at=each.due_at if kind is DecisionKind.WARN else None,
        )


def _findings(streams: Sequence[Seen], *, limits: Limits, now: datetime) -> tuple[Finding, ...]:
    """Return what is wrong with the streams of those who share a limit, one finding a stream."""
    if not streams[0].allowance.has_plan:
        return ()
    broken: dict[Key, list[Breach]] = defaultdict(list)
    staying = list(streams)
    for each in streams:
        own = _of_one(each, limits, now=now) if each.is_judged else ()
        if own:
            broken[each.key] += own
            if _goes(each, own, limits):
                staying.remove(each)
    shared = _without_off(households.breaches(staying, limits=limits), limits)
    going = {each.seen.key for each in shared if _goes(each.seen, [each], limits)}
    staying = [each for each in staying if each.key not in going]
    excess = _without_off(concurrency.breaches(staying, limits=limits, now=now), limits)
    for breach in (*shared, *excess):
        broken[breach.seen.key].append(breach)
    found = (_finding(each, limits, now=now) for each in broken.values())
    return tuple(each for each in found if not _is_reported(each))


def _of_one(seen: Seen, limits: Limits, *, now: datetime) -> list[Breach]:
    """Return the rules that a stream breaks by itself, in order, without those that are off."""
    found = (
        suspension.is_suspended(seen, limits, now=now),
        hours.outside_hours(seen, limits, now=now),
        allotment.is_used_up(seen),
        quality.transcodes_4k(seen, limits),
        quality.transcodes_video(seen),
        quality.exceeds_bitrate(seen),
        resting.rests_too_long(seen, limits, now=now),
    )
    return _without_off((each for each in found if each), limits)


def _without_off(breaches: Iterable[Breach], limits: Limits) -> list[Breach]:
    return [each for each in breaches if _mode(each, limits) is not EnforcementMode.OFF]


def _goes(seen: Seen, broken: Sequence[Breach], limits: Limits) -> bool:
    """Tell whether a stream is stopped for what it is, so that it takes nobody's place."""
    acts = any(_mode(each, limits) is EnforcementMode.ENFORCE for each in broken)
    is_refused = seen.sighting.reported is DecisionKind.UNSTOPPABLE
    return acts and seen.can_be_stopped and not is_refused


def _finding(broken: Sequence[Breach], limits: Limits, *, now: datetime) -> Finding:
    broken = sorted(broken, key=lambda each: ORDER.index(each.rule))
    modes = [_mode(each, limits) for each in broken]
    at = modes.index(EnforcementMode.ENFORCE) if EnforcementMode.ENFORCE in modes else 0
    breach = broken[at]
    sighting = breach.seen.sighting
    sustained = (sighting.breach_since or now) + timedelta(seconds=limits.settings.sustain_seconds)
    due_at = max(sustained, sighting.left_alone_until or sustained)
    # A stop that was decided and did not reach the platform lasted long enough.
    due_at = now if sighting.stop_id else due_at
    others = tuple(str(each.rule) for each in broken if each is not breach)
    return Finding(breach, modes[at], due_at, others)


def _mode(breach: Breach, limits: Limits) -> EnforcementMode:
    server_id = breach.seen.stream.server_id
    if breach.rule == suspension.SUSPENDED:
        return limits.mode_at(server_id)
    return limits.mode_of(Rule(breach.rule), server_id)


def _is_reported(finding: Finding) -> bool:
    """Tell whether all that can be done about it is done."""
    sighting = finding.seen.sighting
    if sighting.reported is DecisionKind.UNSTOPPABLE:
        return True
    is_observed = sighting.reported is DecisionKind.STOP
    return (
        is_observed
        and finding.mode is EnforcementMode.OBSERVE
        and sighting.reported_rule in ("", finding.breach.rule)
    )


def _ignored_stops(
    streams: Sequence[Seen], *, limits: Limits, now: datetime
) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(
            each.user_id,
            each.stream,
            DecisionKind.IGNORED_STOP,
            GOES_ON_AFTER_STOP,
            each.allowance.max_streams or 0,
            sum(other.counts for other in streams),
            "The player went on although it was told to stop.",
            evidence(streams),
            mode=limits.mode_at(each.stream.server_id),
            is_held_against=suspension.is_suspended(each, limits, now=now) is None,
        )
        for each in streams
        if is_told(each.sighting) and not each.sighting.ignored_stop
        if each.sighting.told_to_stop is not None
        if now - each.sighting.told_to_stop >= timedelta(seconds=STOP_TAKES_SECONDS)
        # A session that is only still listed has not gone on, nor has one that rests.
        if each.stream.state is not PlayState.PAUSED
        if still_since(each.stream, each.sighting) is None
    )


def _without_plan(streams: Sequence[Seen], *, limits: Limits) -> tuple[Verdict, ...]:
    """Report somebody who streams without an active plan, once (B182)."""
    if any(each.sighting.reported is DecisionKind.NO_PLAN for each in streams):
        return ()
    playing = [each for each in streams if each.stream.media_kind is not MediaKind.TRAILER]
    return tuple(
        Verdict(
            each.user_id,
            each.stream,
            DecisionKind.NO_PLAN,
            NO_ACTIVE_PLAN,
            0,
            len(playing),
            "There is no active plan, but a stream runs.",
            evidence(streams),
            mode=limits.mode_at(each.stream.server_id),
        )
        for each in playing[:1]
    )
