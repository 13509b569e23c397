"""Lists of people to invite, in memory."""

from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import InviteListId
from chalicelib.kernel.page import Page
from chalicelib.membership.model import InviteList, InviteRow
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
