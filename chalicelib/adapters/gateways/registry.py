"""All gateways of a deployment, each loaded when it is first used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.lazy import LazyMapping
from chalicelib.kernel.secret import Vault
from chalicelib.payments.model import GatewayAccount, GatewayName
from chalicelib.settings.ports import SettingsStore

if TYPE_CHECKING:
    from chalicelib.payments.ports import Gateway, ProratingGateway, RecurringGateway


@dataclass(frozen=True, slots=True)
class Bases:
    """Where each vendor's API answers; an empty PayPal base is that of the account's mode."""

    stripe: str
    paypal: str
    paypal_nvp: str
    plisio: str


class Gateways:
    """Makes the adapters and keeps them, one for each account."""

    def __init__(self, settings: SettingsStore, vault: Vault, bases: Bases, clock: Clock) -> None:
        self._settings = settings
        self._vault = vault
        self._bases = bases
        self._clock = clock
        self._accounts: LazyMapping[GatewayAccount, Any] = LazyMapping(
            {
                GatewayAccount.STRIPE: self._stripe,
                GatewayAccount.PAYPAL: lambda: self._paypal(GatewayAccount.PAYPAL),
                GatewayAccount.PAYPAL_SECONDARY: lambda: self._paypal(
                    GatewayAccount.PAYPAL_SECONDARY
                ),
                GatewayAccount.PLISIO: self._plisio,
            }
        )

    def by_name(self) -> Mapping[GatewayName, "Gateway"]:
        """Return the gateways that can open checkouts."""
        return LazyMapping(
            {
                GatewayName.STRIPE: lambda: self._accounts[GatewayAccount.STRIPE],
                GatewayName.PAYPAL: lambda: self._accounts[GatewayAccount.PAYPAL],
                GatewayName.PLISIO: lambda: self._accounts[GatewayAccount.PLISIO],
            }
        )

    def by_account(self) -> Mapping[GatewayAccount, "Gateway"]:
        """Return the gateway of every account that can be read."""
        return self._accounts

    def recurring(self) -> Mapping[GatewayName, "RecurringGateway"]:
        """Return the gateways that charge again and again."""
        return LazyMapping(
            {
                GatewayName.STRIPE: lambda: self._accounts[GatewayAccount.STRIPE],
                GatewayName.PAYPAL: lambda: self._accounts[GatewayAccount.PAYPAL],
            }
        )

    def prorating(self) -> Mapping[GatewayName, "ProratingGateway"]:
        """Return the gateways that reckon a change of price themselves."""
        return LazyMapping({GatewayName.STRIPE: lambda: self._accounts[GatewayAccount.STRIPE]})

    def _stripe(self) -> "Gateway":
        from chalicelib.adapters.gateways.stripe import StripeGateway  # noqa: PLC0415 - lazy

        return StripeGateway(self._settings, self._vault, api_base=self._bases.stripe)

    def _paypal(self, account: GatewayAccount) -> "Gateway":
        from chalicelib.adapters.gateways import paypal_worlds  # noqa: PLC0415 - lazy
        from chalicelib.adapters.gateways.paypal import PayPalGateway  # noqa: PLC0415 - lazy

        return PayPalGateway(
            self._settings,
            self._vault,
            account=account,
            bases=paypal_worlds.rest_bases(self._bases.paypal),
            nvp_bases=paypal_worlds.nvp_bases(self._bases.paypal_nvp),
            clock=self._clock,
        )

    def _plisio(self) -> "Gateway":
        from chalicelib.adapters.gateways.plisio import PlisioGateway  # noqa: PLC0415 - lazy

        return PlisioGateway(self._settings, self._vault, api_base=self._bases.plisio)
