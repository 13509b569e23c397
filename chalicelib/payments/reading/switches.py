"""Which accounts sell and which are read, as the settings say."""

from chalicelib.payments.model import GatewayAccount
from chalicelib.settings.ports import SettingsStore


def is_synced(settings: SettingsStore, account: GatewayAccount) -> bool:
    """Tell whether the account's transactions are to be read."""
    match account:
        case GatewayAccount.STRIPE:
            stripe = settings.stripe()
            return stripe.enabled and stripe.sync_enabled
        case GatewayAccount.PAYPAL | GatewayAccount.PAYPAL_SECONDARY:
            paypal = settings.paypal(account)
            return paypal.enabled and paypal.sync_enabled
        case GatewayAccount.PLISIO:
            plisio = settings.plisio()
            return plisio.enabled and plisio.sync_enabled
