"""Logins, customers, and what signing in needs."""

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import UserId
from chalicelib.users.model import User
from chalicelib.users.ports import UsersDeps
from tests.builders import NOON, a_user, an_identity, claims_of
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.links import FakeLinkSigner
from tests.fakes.nudge import FakeNudge
from tests.fakes.passwords import FakePasswordHasher
from tests.fakes.stores import InMemoryLoginStore, InMemoryUserStore

ADMIN = Actor("login:admin@example.com")
PASSWORD = "staple horse lamp"


class World:
    def __init__(self) -> None:
        self.db = InMemoryDatabase()
        self.clock = FakeClock(NOON)
        self.nudge = FakeNudge()
        self.passwords = FakePasswordHasher()
        self.deps = UsersDeps(
            database=self.db,
            store=InMemoryUserStore(self.db),
            logins=InMemoryLoginStore(self.db),
            passwords=self.passwords,
            signer=FakeLinkSigner(),
            nudge=self.nudge,
            clock=self.clock,
            site_url="http://127.0.0.1:8080",
        )

    def customer(self, name: str = "ann", **changes: object) -> User:
        user = a_user(
            id=UserId(f"usr_{name}"),
            name=name.title(),
            **{"email": f"{name}@example.com", "media": an_identity(name), **changes},
        )
        self.db.seed(user, *claims_of(user))
        found = self.db.find(User, user.id)
        assert found
        return found
