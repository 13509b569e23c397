"""Where PayPal's two worlds answer."""

from collections.abc import Mapping

from chalicelib.settings.model import PayPalMode

_REST = {
    PayPalMode.LIVE: "https://api-m.paypal.com",
    PayPalMode.SANDBOX: "https://api-m.sandbox.paypal.com",
}
_NVP = {
    PayPalMode.LIVE: "https://api-3t.paypal.com",
    PayPalMode.SANDBOX: "https://api-3t.sandbox.paypal.com",
}


def rest_bases(override: str = "") -> Mapping[PayPalMode, str]:
    """Return the base of the REST API by mode; an override counts for both."""
    return dict.fromkeys(PayPalMode, override) if override else _REST


def nvp_bases(override: str = "") -> Mapping[PayPalMode, str]:
    """Return the base of the NVP interface by mode; an override counts for both."""
    return dict.fromkeys(PayPalMode, override) if override else _NVP
