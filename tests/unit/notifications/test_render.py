"""Every mail as it reads, and what must never get into one."""

import re
from dataclasses import replace

import pytest

from chalicelib.adapters.mail.render import LONGEST_SUBJECT, JinjaMails
from chalicelib.kernel.errors import InvalidError
from chalicelib.notifications.model import Event, Message, Rendered
from chalicelib.settings.model import SiteSettings

SITE = SiteSettings(site_name="Ann's Streams", support_email="help@example.com")
SITE_URL = "https://streams.example.com"
ACCESS = {
    "name": "Ann",
    "plan": "Basic",
    "server": "Alpha",
    "libraries": "Films, Shows",
    "platform": "Plex",
    "server_url": "",
    "login": "",
    "ends_at": "2026-02-28T12:00:00.000000Z",
    "is_trial": "no",
    "account_url": f"{SITE_URL}/account",
}
STREAM = {
    "name": "Ann",
    "site_name": "Ann's Streams",
    "limit": "2",
    "count": "3",
    "title": "A Film",
    "device": "Living room",
    "was_stopped": "yes",
}
TROUBLE = {
    "subject": "access",
    "name": "Ann",
    "email": "ann@example.com",
    "plan": "Basic",
    "problem": "Plex does not know this account.",
    "remedy": "Ask the customer for the right user name.",
    "url": f"{SITE_URL}/admin/users/usr_ann",
}
RENEWAL = {
    "name": "Ann",
    "plan": "Basic",
    "amount": "9.99 USD",
    "starts_at": "2026-02-28T12:00:00.000000Z",
    "ends_at": "2026-03-31T12:00:00.000000Z",
    "payment_id": "pay_2",
    "order_id": "",
    "is_recurring": "yes",
    "renews_at": "2026-03-31T12:00:00.000000Z",
}
# Each case is a mail as one of our use cases asks for it.
MOVE = {
    "name": "Ann",
    "source": "Alpha",
    "target": "Beta",
    "note": "The old machine is tired.",
    "accepts": "yes",
    "old_access": "days",
    "old_ends_at": "2026-02-14T12:00:00.000000Z",
    "platform": "Plex",
    "server_url": "",
    "login": "",
    "account_url": f"{SITE_URL}/account",
}
OUTAGE = {
    "name": "Ann",
    "server": "Alpha",
    "began_at": "2026-01-30T10:00:00.000000Z",
    "ended_at": "2026-01-31T12:00:00.000000Z",
    "days": "2",
    "ends_at": "2026-03-02T12:00:00.000000Z",
    "begins_anew": "no",
    "account_url": f"{SITE_URL}/account",
}
MIGRATION = {
    "outcome": "done",
    "source": "Alpha",
    "target": "Beta",
    "why": "",
    "people": "12",
    "moved": "10",
    "failed": "2",
    "undone": "0",
    "waiting": "0",
    "named": "Ben (ben@example.com): Beta: it is full (2 of 2)\nCid (cid@example.com): Refused",
    "is_return": "no",
    "url": f"{SITE_URL}/admin/migrations/mig_1",
}
CASES: dict[str, tuple[Event, dict[str, str]]] = {
    "payment_received": (
        Event.PAYMENT_RECEIVED,
        {
            "name": "Ann",
            "plan": "Basic",
            "amount": "9.99 USD",
            "starts_at": "2026-01-31T12:00:00.000000Z",
            "ends_at": "2026-02-28T12:00:00.000000Z",
            "payment_id": "pay_1",
            "order_id": "ord_1",
            "is_recurring": "no",
            "renews_at": "",
        },
    ),
    "payment_received_renewal": (Event.PAYMENT_RECEIVED, RENEWAL),
    "payment_received_last": (Event.PAYMENT_RECEIVED, {**RENEWAL, "renews_at": ""}),
    "renewal_failed": (
        Event.RENEWAL_FAILED,
        {
            "name": "Ann",
            "plan": "Basic",
            "amount": "9.99 USD",
            "grace_until": "2026-03-03T12:00:00.000000Z",
            "url": f"{SITE_URL}/account",
        },
    ),
    "referral_bonus": (
        Event.REFERRAL_BONUS,
        {
            "name": "Ann",
            "bonus": "2.00 USD",
            "balance": "3.50 USD",
            "url": f"{SITE_URL}/account",
        },
    ),
    "trial_started": (
        Event.TRIAL_STARTED,
        {
            "name": "Ann",
            "plan": "Taster",
            "ends_at": "2026-02-07T12:00:00.000000Z",
            "order_id": "ord_1",
        },
    ),
    "invite_sent": (
        Event.INVITE_SENT,
        {**ACCESS, "account": "ann", "accept_url": "https://app.plex.tv/accept"},
    ),
    "access_ready": (Event.ACCESS_READY, ACCESS),
    "access_ready_account": (
        Event.ACCESS_READY,
        {
            **ACCESS,
            "platform": "Jellyfin",
            "server_url": "https://films.example",
            "login": "ann",
        },
    ),
    "access_ready_trial": (Event.ACCESS_READY, {**ACCESS, "is_trial": "yes"}),
    "stream_stopped": (Event.STREAM_STOPPED, STREAM),
    "stream_observed": (Event.STREAM_STOPPED, {**STREAM, "was_stopped": "no"}),
    "account_link": (
        Event.ACCOUNT_LINK,
        {"name": "Ann", "url": f"{SITE_URL}/account/enter?token=abc", "minutes": "30"},
    ),
    "waitlist_joined": (
        Event.WAITLIST_JOINED,
        {"name": "Ann", "plan": "Basic", "place": "3", "url": f"{SITE_URL}/wait?ticket=abc"},
    ),
    "waitlist_offer": (
        Event.WAITLIST_OFFER,
        {
            "name": "Ann",
            "plan": "Basic",
            "until": "2026-02-01T12:00:00.000000Z",
            "url": f"{SITE_URL}/wait?ticket=abc",
        },
    ),
    "waitlist_lapsed": (
        Event.WAITLIST_LAPSED,
        {
            "name": "Ann",
            "plan": "Basic",
            "url": f"{SITE_URL}/wait?ticket=abc",
            "shop_url": f"{SITE_URL}/checkout/pln_basic",
        },
    ),
    "server_moved": (Event.SERVER_MOVED, MOVE),
    "server_moved_at_once": (
        Event.SERVER_MOVED,
        {**MOVE, "accepts": "no", "old_access": "accepted", "old_ends_at": "", "note": ""},
    ),
    "server_moved_to_account": (
        Event.SERVER_MOVED,
        {
            **MOVE,
            "accepts": "no",
            "platform": "Jellyfin",
            "server_url": "https://films.example",
            "login": "ann",
        },
    ),
    "outage_compensated": (Event.OUTAGE_COMPENSATED, OUTAGE),
    "outage_compensated_anew": (
        Event.OUTAGE_COMPENSATED,
        {**OUTAGE, "days": "1", "begins_anew": "yes"},
    ),
    "admin_migration_done": (Event.ADMIN_MIGRATION, MIGRATION),
    "admin_migration_paused": (
        Event.ADMIN_MIGRATION,
        {**MIGRATION, "outcome": "paused", "why": "Of the first ones: refused."},
    ),
    "admin_no_server_sale": (
        Event.ADMIN_NO_SERVER,
        {
            "plan": "Basic",
            "problem": "No server for Basic. Alpha: it is full (3 of 3).",
            "remedy": "Add a server.",
            "url": f"{SITE_URL}/admin/servers",
        },
    ),
    "admin_no_server_paid": (Event.ADMIN_NO_SERVER, TROUBLE),
    "admin_list_invited": (
        Event.ADMIN_LIST_INVITED,
        {
            "rows": "12",
            "invited": "9",
            "known": "1",
            "refused": "2",
            "url": f"{SITE_URL}/admin/invite-lists/inv_1",
        },
    ),
    "admin_needs_attention_access": (Event.ADMIN_NEEDS_ATTENTION, TROUBLE),
    "admin_needs_attention_payment": (
        Event.ADMIN_NEEDS_ATTENTION,
        {
            "subject": "Payment of 9.00 USD (stripe:pi_1:1)",
            "problem": "9.00 USD was paid, but 10.00 USD was quoted.",
            "remedy": "Assign it to a user.",
            "url": f"{SITE_URL}/admin/payments/pay_1",
        },
    ),
    "admin_needs_attention_stream": (
        Event.ADMIN_NEEDS_ATTENTION,
        {
            "subject": "Ann goes on streaming after a stop",
            "detail": "Stopped twice, and plays again.",
            "remedy": "Look at the decision.",
        },
    ),
    "test": (Event.TEST, {}),
}


@pytest.fixture(scope="module")
def mails() -> JinjaMails:
    return JinjaMails()


def render(
    mails: JinjaMails, case: str, /, *, site: SiteSettings = SITE, **facts: str
) -> Rendered:
    event, known = CASES[case]
    message = Message(event, "ann@example.com", {**known, **facts})
    return mails.render(message, site=site, site_url=SITE_URL)


def test_every_event_has_its_mail():
    assert {event for event, _ in CASES.values()} == set(Event)


@pytest.mark.parametrize("name", CASES)
def test_each_mail_reads_as_written_down(mails: JinjaMails, golden, name: str):
    mail = render(mails, name)

    golden(f"mail/{name}.txt", f"Subject: {mail.subject}\n\n{mail.text}")
    golden(f"mail/{name}.html", mail.html)


@pytest.mark.parametrize("name", CASES)
def test_each_mail_says_the_same_as_html_and_as_text(mails: JinjaMails, name: str):
    mail = render(mails, name)

    for link in re.findall(r'class="button" href="([^"]+)"', mail.html):
        if link not in {f"{SITE_URL}/admin/settings"}:
            assert link in mail.text
    assert "<" not in mail.text
    assert "{{" not in mail.html + mail.text


@pytest.mark.parametrize("name", CASES)
def test_a_mail_loads_nothing_and_carries_its_style_inline(mails: JinjaMails, name: str):
    html = render(mails, name).html

    assert not re.search(r"<(img|link|script|iframe)\b|url\(|@import", html)
    assert 'style="' in html
    assert "prefers-color-scheme: dark" in html


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("payment_received", "plan"),
        ("payment_received", "ends_at"),
        ("invite_sent", "account"),
        ("invite_sent", "accept_url"),
        ("access_ready", "account_url"),
        ("stream_stopped", "limit"),
        ("account_link", "url"),
        ("admin_no_server_sale", "problem"),
        ("admin_needs_attention_payment", "remedy"),
        ("admin_needs_attention_stream", "subject"),
    ],
)
def test_a_missing_fact_is_refused_by_name(mails: JinjaMails, name: str, needed: str):
    event, known = CASES[name]
    facts = {fact: text for fact, text in known.items() if fact != needed}

    with pytest.raises(InvalidError, match=needed):
        mails.render(Message(event, "a@example.com", facts), site=SITE, site_url=SITE_URL)


def test_what_people_typed_stays_text(mails: JinjaMails):
    mail = render(mails, "payment_received", name="<b onclick=x>Ann</b>{{ 7*7 }}")

    assert "<b onclick" not in mail.html
    assert "49" not in mail.html
    assert "<b onclick=x>Ann</b>{{ 7*7 }}" in mail.text


def test_a_subject_is_one_short_line(mails: JinjaMails):
    plan = "Basic\r\nBcc: everybody@example.com " + "x" * 300

    subject = render(mails, "payment_received", plan=plan).subject

    assert "\n" not in subject
    assert "\r" not in subject
    assert len(subject) <= LONGEST_SUBJECT


def test_days_are_those_of_the_sites_time_zone(mails: JinjaMails):
    late = {"ends_at": "2026-02-28T23:30:00.000000Z"}

    utc = render(mails, "access_ready", **late)
    berlin = render(mails, "access_ready", site=replace(SITE, time_zone="Europe/Berlin"), **late)

    assert "February 28, 2026" in utc.text
    assert "March 1, 2026" in berlin.text


@pytest.mark.parametrize(
    ("colour", "shown", "text"),
    [
        ("#ffd400", "#ffd400", "#111318"),
        ("#112233", "#112233", "#ffffff"),
        ('red" onload="x', "#4457ff", "#ffffff"),
    ],
)
def test_the_button_has_the_sites_colour_and_can_be_read(
    mails: JinjaMails, colour: str, shown: str, text: str
):
    html = render(mails, "test", site=replace(SITE, accent_colour=colour)).html

    button = re.search(r'class="button"[^>]*style="([^"]*)"', html)
    assert button is not None
    assert f"background: {shown}" in button.group(1)
    assert f"color: {text}" in button.group(1)


def test_a_site_without_support_address_invites_no_questions(mails: JinjaMails):
    mail = render(mails, "test", site=replace(SITE, support_email=""))

    assert "Questions?" not in mail.html + mail.text
