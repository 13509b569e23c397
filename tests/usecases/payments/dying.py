"""A process that dies at a chosen moment."""

from collections.abc import Callable

from chalicelib.kernel.errors import AppError
from chalicelib.kernel.records import Write
from tests.usecases.payments.shop import Shop


class DiedError(BaseException):
    """The process ended here."""


def dies_at(shop: Shop, step: int, work: Callable[[], object]) -> bool:
    """Do the work in a process that dies at its `step`-th read, commit or call of the gateway."""
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise DiedError

    trip, called = shop.db.trip, shop.gateway._called

    def counted_trip(steps: int = 1) -> None:
        count()
        trip(steps)

    def counted_call(name: str) -> None:
        count()
        called(name)

    def before_commit(_writes: tuple[Write, ...]) -> None:
        count()

    shop.db.trip = counted_trip  # type: ignore[method-assign]
    shop.gateway._called = counted_call  # type: ignore[method-assign]
    shop.db.before_commit.append(before_commit)
    try:
        work()
    except DiedError:
        return True
    except AppError:
        return False
    finally:
        shop.db.trip = trip  # type: ignore[method-assign]
        shop.gateway._called = called  # type: ignore[method-assign]
        shop.db.before_commit.clear()
    return False
