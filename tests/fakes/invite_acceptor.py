"""People who accept invites with their own sign-in, in memory."""

from dataclasses import dataclass, field

from chalicelib.kernel.errors import AppError
from chalicelib.kernel.secret import Secret


@dataclass
class FakeInviteAcceptor:
    """Tests fill `invites`: by token, the machines to which its person is invited."""

    invites: dict[str, set[str]] = field(default_factory=dict)
    failures: list[AppError] = field(default_factory=list)
    calls: int = 0

    def accept_invites(self, token: Secret, *, machine_ids: frozenset[str]) -> frozenset[str]:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        accepted = self.invites.get(token.reveal(), set()) & machine_ids
        self.invites[token.reveal()] = self.invites.get(token.reveal(), set()) - accepted
        return frozenset(accepted)
