"""Rights of people that are withheld for a while."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.ids import ServerId, UserId


@dataclass(frozen=True, slots=True)
class DownloadHold:
    """The download right of somebody who used up a week's allotment, withheld until `until`.

    What gives access reads it, what counts downloads writes and removes it (docs/adr/0031).
    `first_day` (ISO date) is when the week began, `server_id` where the download happened with
    which the allotment was used up. It `only_asks` to download nothing where shares were left as
    they are when it began.
    """

    user_id: UserId
    first_day: str
    since: datetime
    until: datetime
    server_id: ServerId
    only_asks: bool = False

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id

    def holds(self, *, now: datetime) -> bool:
        """Tell whether it has not ended yet."""
        return now < self.until
