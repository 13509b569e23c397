"""Mails rendered with jinja2 in its sandbox: `templates/mail`, one pair of files an event."""

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import css_inline
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from jinja2 import FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.exceptions import UndefinedError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from chalicelib.kernel.clock import from_iso
from chalicelib.kernel.errors import InvalidError
from chalicelib.notifications.model import Message, Rendered
from chalicelib.settings.model import SiteSettings

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mail"
LONGEST_SUBJECT = 120
_LOCALE = "en"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FALLBACK_COLOUR = "#4457ff"
_BLANK_LINES = re.compile(r"\n{3,}")


class JinjaMails:
    """The port `MailRenderer`; texts live in the templates, instants print in the site's zone."""

    def __init__(self) -> None:
        self._html = _environment(autoescape=True)
        self._text = _environment(autoescape=False)
        # Rules in @media stay in the head; nothing is fetched from anywhere.
        self._inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

    def render(self, message: Message, *, site: SiteSettings, site_url: str) -> Rendered:
        """Render; raises InvalidError when a fact that the template needs is missing."""
        values = _values(message, site=site, site_url=site_url)
        text = self._text.get_template(f"{message.event}.txt")
        html = self._html.get_template(f"{message.event}.html")
        try:
            return Rendered(
                subject=_subject(text, values),
                html=self._inliner.inline(html.render(values)),
                text=_BLANK_LINES.sub("\n\n", text.render(values)).strip() + "\n",
            )
        except (UndefinedError, ValueError) as error:
            raise InvalidError(
                f"The mail {message.event} lacks a fact, or has a wrong one: {error}.",
                remedy="Report a bug.",
                code="mail.fact_missing",
            ) from error


@functools.cache
def _environment(*, autoescape: bool) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"money": _money, "day": _day, "moment": _moment}
    return environment


def _values(message: Message, *, site: SiteSettings, site_url: str) -> Mapping[str, Any]:
    accent = site.accent_colour
    accent = accent if _COLOUR.fullmatch(accent) else _FALLBACK_COLOUR
    return {
        **message.facts,
        "to": message.to,
        "site": site,
        "site_url": site_url,
        "site_host": urlsplit(site_url).netloc,
        "accent": accent,
        "on_accent": "#ffffff" if _luminance(accent) < 0.4 else "#111318",
    }


def _subject(template: Template, values: Mapping[str, Any]) -> str:
    """Return the template's subject block on one line, so that it cannot smuggle headers in."""
    block = template.blocks["subject"](template.new_context(dict(values)))
    line = " ".join("".join(block).split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


def _luminance(colour: str) -> float:
    """Return how bright a colour looks, 0 to 1 (https://www.w3.org/TR/WCAG22, relative)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _money(amount: str) -> str:
    """Write ``"9.99 USD"`` as people do.

    Like the other filters it takes its value by `str`, which refuses a fact that is missing.
    """
    number, _, currency = str(amount).partition(" ")
    return format_currency(number, currency, locale=_LOCALE)


@pass_context
def _day(context: Context, at: str) -> str:
    return format_date(from_iso(str(at)).astimezone(_zone(context)), "long", locale=_LOCALE)


@pass_context
def _moment(context: Context, at: str) -> str:
    local = from_iso(str(at)).astimezone(_zone(context))
    return format_datetime(local, "d MMMM y, HH:mm zzz", locale=_LOCALE)


def _zone(context: Context) -> ZoneInfo:
    return ZoneInfo(context["site"].time_zone)
