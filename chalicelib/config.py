"""Deploy-time settings: read from the environment once, validated, and passed on.

Nothing else reads the environment. What administrators change at run time is in `settings/`.
"""

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from chalicelib.kernel.errors import InvalidError

# Which metrics are sent: a custom one costs for every hour in which it has a value (ADR 0014).
METRICS = ("faults", "all", "none")

PLEX_TV = "https://plex.tv"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Config:
    """Where this deployment's parts are; base URLs have no slash at the end.

    PayPal's are empty unless they were set: its accounts know in which of its two worlds they are.
    """

    stage: str
    site_url: str
    core_table: str
    jobs_table: str
    activity_table: str
    audit_table: str
    jobs_queue: str
    master_key_file: Path | None
    master_key_parameter: str | None
    clock_file: Path | None
    stripe_api_base: str
    paypal_api_base: str
    paypal_nvp_base: str
    plisio_api_base: str
    plex_tv_base: str
    plex_auth_url: str
    plex_app_url: str
    discord_api_base: str
    metrics: str
    function_name: str

    @property
    def is_https(self) -> bool:
        """Tell whether customers reach the site over TLS."""
        return self.site_url.startswith("https://")


def read(environment: Mapping[str, str]) -> Config:
    """Return the settings; raises InvalidError naming the variable that is wrong."""

    def text(name: str, default: str = "") -> str:
        value = environment.get(name, "").strip() or default
        if not value:
            raise InvalidError.of(name, f"{name} is not set", f"Set {name} in the environment.")
        return value

    def path(name: str) -> Path | None:
        value = environment.get(name, "").strip()
        return Path(value) if value else None

    def maybe_url(name: str) -> str:
        value = environment.get(name, "").strip()
        return _url(name, value) if value else ""

    return Config(
        stage=text("STAGE", "dev"),
        site_url=_url("SITE_URL", text("SITE_URL", "http://127.0.0.1:8080")),
        core_table=text("CORE_TABLE", "sm-core"),
        jobs_table=text("JOBS_TABLE", "sm-jobs"),
        activity_table=text("ACTIVITY_TABLE", "sm-activity"),
        audit_table=text("AUDIT_TABLE", "sm-audit"),
        jobs_queue=text("JOBS_QUEUE", "sm-jobs"),
        master_key_file=path("MASTER_KEY_FILE"),
        master_key_parameter=environment.get("MASTER_KEY_PARAMETER", "").strip() or None,
        clock_file=path("CLOCK_FILE"),
        stripe_api_base=_url("STRIPE_API_BASE", text("STRIPE_API_BASE", "https://api.stripe.com")),
        paypal_api_base=maybe_url("PAYPAL_API_BASE"),
        paypal_nvp_base=maybe_url("PAYPAL_NVP_BASE"),
        plisio_api_base=_url("PLISIO_API_BASE", text("PLISIO_API_BASE", "https://api.plisio.net")),
        plex_tv_base=_url("PLEX_TV_BASE", text("PLEX_TV_BASE", PLEX_TV)),
        plex_auth_url=text("PLEX_AUTH_URL", "https://app.plex.tv/auth#!"),
        plex_app_url=text("PLEX_APP_URL", "https://app.plex.tv/desktop/"),
        discord_api_base=_url(
            "DISCORD_API_BASE", text("DISCORD_API_BASE", "https://discord.com/api/v10")
        ),
        metrics=_one_of("METRICS", text("METRICS", METRICS[0]), METRICS),
        # Set by Lambda, empty elsewhere.
        function_name=environment.get("AWS_LAMBDA_FUNCTION_NAME", "").strip(),
    )


@functools.cache
def config() -> Config:
    """Return this process's settings."""
    return read(os.environ)


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise InvalidError.of(name, f"{value!r} means nothing", f"Use {', '.join(choices)}.")
    return value


def _url(name: str, value: str) -> str:
    parts = urlsplit(value)
    is_local = parts.hostname in _LOOPBACK
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise InvalidError.of(name, f"{value!r} is not a web address", "Use https://host.")
    if parts.scheme == "http" and not is_local:
        raise InvalidError.of(
            name, f"{value!r} is not encrypted", "Use https:// unless it is this machine."
        )
    return value.rstrip("/")
