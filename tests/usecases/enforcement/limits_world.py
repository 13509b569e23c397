"""A Plex and a Jellyfin server, and one person with an account on each."""

from dataclasses import replace

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Platform
from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.model import Stream, SweepReport
from chalicelib.enforcement.sweeping import sweep
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.secret import Secret
from chalicelib.settings.limit_model import LimitSettings
from chalicelib.users.claims import account_claim, on_server
from tests.builders import a_plan, a_server
from tests.usecases.enforcement.world import ALPHA, Players, World

GAMMA = ServerId("srv_gamma")
ANN_THERE = on_server(GAMMA, "a1")


class LimitsWorld(World):
    """Ann may run two streams, on Plex and on Jellyfin together."""

    def __init__(self) -> None:
        super().__init__()
        self.finns = Players()
        self.finns.capabilities = frozenset({Capability.STOPPING, Capability.WARNING})
        hosts = {Platform.PLEX: self.players, Platform.JELLYFIN: self.finns}
        self.deps = replace(self.deps, hosts=hosts)
        key = self.deps.vault.seal(Secret("key"), place=f"server.{GAMMA}")
        self.db.seed(
            a_server(
                id=GAMMA,
                name="Gamma",
                machine_id="machine-gamma",
                platform=Platform.JELLYFIN,
                account_id=None,
                key=key,
            ),
            account_claim(GAMMA, "a1", UserId("usr_ann")),
        )

    def limits(self, **changes: object) -> None:
        before = self.db.find(LimitSettings, "limits") or LimitSettings(version=1)
        self.db.seed(replace(before, **changes))

    def plan(self, **limits: object) -> None:
        self.db.seed(a_plan(max_streams=2, limits=PlanLimits(**limits)))

    def server(self, server_id: ServerId = ALPHA, **changes: object) -> None:
        self.db.seed(replace(self.deps.catalog.server(server_id), **changes))

    def play_there(self, number: int, **changes: object) -> Stream:
        """Let Ann play on Jellyfin."""
        self.play(number, server=GAMMA, **{"who": ANN_THERE, **changes})
        made = self.players.running[GAMMA].pop()
        self.finns.play(made)
        return made

    def look(self, server_id: ServerId) -> SweepReport:
        return sweep.look_at_one(self.deps, server_id)

    @property
    def playing(self) -> list[str]:
        hosts = (self.players, self.finns)
        everywhere = [each for host in hosts for here in host.running.values() for each in here]
        return sorted(each.session_key for each in everywhere)

    @property
    def outcomes(self) -> list[tuple[str, str, str]]:
        return [(str(each.kind), each.rule, each.outcome) for each in self.decisions]
