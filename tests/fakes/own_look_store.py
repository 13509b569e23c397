"""What customers were shown of their streams, in memory."""

from chalicelib.insights.own_look import OwnLook
from chalicelib.kernel.ids import UserId
from tests.fakes.database import View


class InMemoryOwnLookStore(View):
    def own_look(self, user_id: UserId) -> OwnLook | None:
        self.db.trip()
        return self.db.find(OwnLook, user_id)
