"""What the customer is told of a decision, on the screen and by mail (pure)."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.enforcement.judging import rules, suspension
from chalicelib.enforcement.model import Decision
from chalicelib.jobs.model import Job
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.limit_model import Rule
from chalicelib.settings.model import SiteSettings
from chalicelib.users.model import User

# What helps, by rule; the reason says what was wrong.
_REMEDIES: Mapping[str, str] = {
    suspension.SUSPENDED: "It goes on by itself afterwards.",
    Rule.ALLOWED_HOURS: "Come back then.",
    Rule.FAIR_USE: "It begins anew with the next week.",
    Rule.TRANSCODING_4K: "Set the quality to original, or choose a version below 4K.",
    Rule.VIDEO_TRANSCODING: "Set the quality to original.",
    Rule.BITRATE: "Choose a lower quality.",
    Rule.LONG_PAUSE: "Start it again whenever you like.",
    Rule.SHARING: "Play on one device at a time.",
}
# Occasions of their own, which can be told apart by whoever sorts mails.
_EVENTS: Mapping[str, Event] = {
    Rule.TRANSCODING_4K: Event.TRANSCODING_4K_STOPPED,
    Rule.VIDEO_TRANSCODING: Event.TRANSCODING_STOPPED,
}


def stop_text(site: SiteSettings, decision: Decision) -> str:
    """Return what the player shows when a stream is stopped."""
    if decision.rule == Rule.CONCURRENT_STREAMS:
        text = site.stop_message.replace("{limit}", str(decision.limit))
        return text.replace("{count}", str(decision.counted))
    return f"{_first_sentence(decision)} {remedy(decision)}".strip()


def warning_text(site: SiteSettings, decision: Decision) -> str:
    """Return what the player shows while the stream goes on."""
    if decision.rule == Rule.CONCURRENT_STREAMS:
        said = f"Your plan allows {decision.limit} streams at a time, and {decision.counted} run."
        return f"{said} This one is stopped soon."
    return f"{stop_text(site, decision)} It is stopped soon."


def remedy(decision: Decision) -> str:
    """Return what the customer can do, empty where that follows from the rule."""
    return _REMEDIES.get(decision.rule, "")


def stop_mail(
    decision: Decision, user: User | None, *, site: SiteSettings, now: datetime
) -> Job | None:
    """Return the mail that tells the customer of the decision, once; None without an address."""
    if user is None or not user.email:
        return None
    shown = next(
        (
            each
            for each in decision.evidence
            if (each.server_id, each.session_key) == (decision.server_id, decision.session_key)
        ),
        None,
    )
    facts = {
        "name": user.name,
        "site_name": site.site_name,
        "rule": decision.rule,
        "reason": _which(decision),
        "remedy": remedy(decision),
        "limit": str(decision.limit),
        "count": str(decision.counted),
        "title": shown.title if shown else "",
        "device": (shown.device_name or shown.product) if shown else "",
        "was_stopped": "yes" if decision.carried_out else "no",
    }
    event = _EVENTS.get(decision.rule, Event.STREAM_STOPPED)
    return mail_job(Message(event, user.email, facts), cause=decision.id, now=now, user_id=user.id)


def _first_sentence(decision: Decision) -> str:
    """Return what was wrong, without what else the record notes."""
    said = decision.reason.split(rules.BESIDES)[0]
    return said.removesuffix(rules.NOTHING_TO_STOP_IT_BY).strip()


def _which(decision: Decision) -> str:
    """Return what was wrong; where the mail tells the number of streams, only which it was."""
    said = _first_sentence(decision)
    if decision.rule != Rule.CONCURRENT_STREAMS:
        return said
    return said.partition(". ")[2]
