"""Who waits for a seat, in memory."""

from chalicelib.checkout.waiting import WaitEntry
from chalicelib.kernel.ids import WaitId
from tests.fakes.database import View


class InMemoryWaitlistStore(View):
    def entry(self, wait_id: WaitId) -> WaitEntry | None:
        self.db.trip()
        return self.db.find(WaitEntry, wait_id)

    def line(self) -> tuple[WaitEntry, ...]:
        self.db.trip()
        standing = [each for each in self.db.all(WaitEntry) if each.is_open]
        return tuple(sorted(standing, key=lambda each: (each.joined_at, each.id)))
