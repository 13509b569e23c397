"""What a trial means for a sale: who has to try first, and whose seat does not stay."""

from chalicelib.access.model import Share
from chalicelib.checkout import seat, trial
from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.shelf import read_shelf
from chalicelib.kernel.errors import ConflictError
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import known_by, running_trial


class TrialFirstError(ConflictError):
    """The person has to take the free trial before the first paid checkout (B031)."""

    default_code = "trial_first"


def refuse_until_tried(
    deps: CheckoutDeps, *, held: Subscription | None, asked: StartRequest | None = None
) -> None:
    """Raise TrialFirstError for a newcomer who never tried, while that is asked of them (B031).

    Whoever had access before, paid or not, is no newcomer; `held` is their subscription, None for
    somebody unknown, and `asked` what they filled in, if anything yet. A trial that cannot be had
    just now keeps nobody from buying.
    """
    if not is_forced(deps) or (held is not None and held.periods):
        return
    user = deps.users.get(held.user_id) if held is not None else None
    who = trial.known(user)
    if asked is not None:
        typed = known_by(user_id=None, emails=[asked.email], identities=[asked.media])
        who = tuple(dict.fromkeys((*who, *typed)))
    is_known = bool(deps.subscriptions.trial_uses(who))
    if is_known or (user is not None and user.is_permanent) or not is_to_be_had(deps):
        return
    raise TrialFirstError(
        "Please take the free trial first.",
        remedy="Try it, it costs nothing; then you can buy any plan. Nothing was charged.",
    )


def is_forced(deps: CheckoutDeps) -> bool:
    """Tell whether newcomers have to try before they buy."""
    settings = deps.settings.trials()
    return settings.enabled and settings.forced


def is_to_be_had(deps: CheckoutDeps) -> bool:
    """Tell whether somebody new could start a trial now."""
    offered = trial.offer(deps, user=None)
    if not offered.is_there:
        return False
    now = deps.clock.now()
    shelf = seat.newcomers(deps, read_shelf(deps), now=now)
    return any(shelf.choose(plan, now=now).server_id is not None for plan in offered.plans)


def staying(
    deps: CheckoutDeps, shares: tuple[Share, ...], held: Subscription | None
) -> tuple[Share, ...]:
    """Return the shares that keep their seat in a sale: not those of a trial-only server (B076).

    Only who is in a trial leaves such a server; nothing more is read for anybody else.
    """
    if held is None or running_trial(held, now=deps.clock.now()) is None:
        return shares
    leaving = {
        each.id for each in deps.catalog.servers() if each.allows_trials and not each.allows_new
    }
    return tuple(share for share in shares if share.server_id not in leaving)
