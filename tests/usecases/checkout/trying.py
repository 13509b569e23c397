"""A shop with a free trial, and people who try it."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.checkout import trial
from chalicelib.checkout.trial import TrialRefusedError
from chalicelib.kernel.term import days
from chalicelib.payments.model import GatewayName, Order
from chalicelib.settings.model import TrialSettings
from tests.builders import (
    a_plan,
    a_server,
    an_identity,
    usd,
)
from tests.usecases.payments.shop import Shop

WEEK = timedelta(days=7)
TASTER = a_plan(id="pln_taster", name="Taster", price=usd(0), term=days(7), is_trial=True)
TOKEN = "a-trial-form-0123456789"


def trial_shop() -> Shop:
    """Return a shop with a trial of a week and a server for it."""
    shop = Shop()
    shop.db.seed(TrialSettings(enabled=True), TASTER, a_server(allows_trials=True))
    return shop


def tries(shop: Shop, who: str = "ann", /, **overrides: Any) -> Order:
    """Start a trial as that person."""
    media = an_identity(who, plex_id=f"plex-{who}", is_proven=True)
    asked = {"plan_id": TASTER.id, "media": media, "gateway": GatewayName.MANUAL}
    return trial.start(shop.checkout, request=shop.asks(who, **(asked | overrides)))


def refused(shop: Shop, who: str = "ann", /, **overrides: Any) -> str:
    """Return why that person gets no trial."""
    with pytest.raises(TrialRefusedError) as caught:
        tries(shop, who, **overrides)
    return caught.value.code


def forced(shop: Shop, **overrides: Any) -> None:
    """Let a trial come before the first purchase."""
    shop.db.seed(TrialSettings(enabled=True, forced=True, **overrides))
