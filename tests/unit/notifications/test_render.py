"""Every mail as it reads, and what must never get into one."""

import re
from dataclasses import replace

import pytest

from chalicelib.adapters.mail.render import LONGEST_SUBJECT, JinjaMails
from chalicelib.kernel.errors import InvalidError
from chalicelib.notifications.model import Event, Message, Rendered
from chalicelib.settings.model import SiteSettings
from tests.unit.notifications.mail_cases import CASES, SITE_URL

SITE = SiteSettings(site_name="Ann's Streams", support_email="help@example.com")


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
        ("download_quota", "renews_at"),
        ("fair_use", "renews_at"),
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
