"""What a request system cannot do; nobody asks, for its abilities say so."""

from typing import Any, NoReturn

from chalicelib.kernel.errors import ActionRequiredError


class OpensNothing:
    """For systems in which we open and remove no accounts."""

    def open(self, *_given: Any, **_named: Any) -> NoReturn:
        """Refuse."""
        raise _unable("open accounts")

    def close(self, *_given: Any, **_named: Any) -> NoReturn:
        """Refuse."""
        raise _unable("remove accounts")


class DisablesNobody:
    """For systems that know no disabled accounts, or whose accounts are not ours to disable."""

    def disable(self, *_given: Any, **_named: Any) -> NoReturn:
        """Refuse."""
        raise _unable("disable accounts")

    def enable(self, *_given: Any, **_named: Any) -> NoReturn:
        """Refuse."""
        raise _unable("disable accounts")


class KnowsNoDiscord:
    """For systems that write to nobody on Discord."""

    def tell_discord(self, *_given: Any, **_named: Any) -> NoReturn:
        """Refuse."""
        raise _unable("write to people on Discord")


def _unable(what: str) -> ActionRequiredError:
    return ActionRequiredError(f"This system cannot {what}.", code="community.unable")
