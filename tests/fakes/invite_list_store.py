"""What letting people in reads, in memory."""

from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import InviteListId, OutageId
from chalicelib.kernel.page import Page
from chalicelib.membership.model import InviteList, InviteRow
from chalicelib.membership.outage import Gift, Outage
from tests.fakes.database import View, page_of


class InMemoryInviteListStore(View):
    def invite_list(self, list_id: InviteListId) -> InviteList | None:
        self.db.trip()
        return self.db.find(InviteList, list_id)

    def invite_lists(self, *, cursor: str | None, limit: int) -> Page[InviteList]:
        self.db.trip()
        return page_of(
            self.db.all(InviteList),
            scope="invite_lists",
            key=lambda each: (to_iso(each.made_at), each.id),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def rows(self, list_id: InviteListId, *, cursor: str | None, limit: int) -> Page[InviteRow]:
        self.db.trip()
        return page_of(
            [each for each in self.db.all(InviteRow) if each.list_id == list_id],
            scope=f"invite_rows.{list_id}",
            key=lambda each: (f"{each.number:06}",),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )


class InMemoryOutageStore(View):
    def outage(self, outage_id: OutageId) -> Outage | None:
        self.db.trip()
        return self.db.find(Outage, outage_id)

    def outages(self, *, cursor: str | None, limit: int) -> Page[Outage]:
        self.db.trip()
        return page_of(
            self.db.all(Outage),
            scope="outages",
            key=lambda each: (each.id,),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def gifts(self, outage_id: OutageId, *, cursor: str | None, limit: int) -> Page[Gift]:
        self.db.trip()
        return page_of(
            [each for each in self.db.all(Gift) if each.outage_id == outage_id],
            scope=f"gifts.{outage_id}",
            key=lambda each: (each.user_id,),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )
