"""Settings and catalogue in memory."""

from chalicelib.catalog.model import (
    BUILT_IN_GROUPS,
    PRIVATE,
    STANDARD,
    DefaultPlan,
    Library,
    LibraryGroup,
    Location,
    Plan,
    PlexAccount,
    Seats,
    Server,
)
from chalicelib.kernel.ids import (
    GroupId,
    LocationId,
    PlanId,
    PlexAccountId,
    ServerId,
)
from chalicelib.settings.model import MailSettings, SiteSettings, StripeSettings
from tests.fakes.database import View


class InMemorySettingsStore(View):
    def site(self) -> SiteSettings:
        self.db.trip()
        return self.db.find(SiteSettings, "site") or SiteSettings()

    def stripe(self) -> StripeSettings:
        self.db.trip()
        return self.db.find(StripeSettings, "stripe") or StripeSettings()

    def mail(self) -> MailSettings:
        self.db.trip()
        return self.db.find(MailSettings, "mail") or MailSettings()


class InMemoryCatalogStore(View):
    def plans(self) -> tuple[Plan, ...]:
        self.db.trip()
        offered = [plan for plan in self.db.all(Plan) if not plan.is_archived]
        return tuple(sorted(offered, key=lambda p: (p.sort_order, p.name.casefold(), p.id)))

    def plan(self, plan_id: PlanId) -> Plan | None:
        self.db.trip()
        return self.db.find(Plan, plan_id)

    def default_plan_id(self) -> tuple[PlanId | None, int]:
        self.db.trip()
        pointer = self.db.find(DefaultPlan, "default")
        return (pointer.plan_id, pointer.version) if pointer else (None, 0)

    def groups(self) -> tuple[LibraryGroup, ...]:
        self.db.trip()
        own = [group for group in self.db.all(LibraryGroup) if group.id not in BUILT_IN_GROUPS]
        return (*_BUILT_IN, *sorted(own, key=lambda group: (group.name.casefold(), group.id)))

    def group(self, group_id: GroupId) -> LibraryGroup | None:
        self.db.trip()
        built_in = next((group for group in _BUILT_IN if group.id == group_id), None)
        return built_in or self.db.find(LibraryGroup, group_id)

    def locations(self) -> tuple[Location, ...]:
        self.db.trip()
        return tuple(sorted(self.db.all(Location), key=lambda o: (o.name.casefold(), o.id)))

    def location(self, location_id: LocationId) -> Location | None:
        self.db.trip()
        return self.db.find(Location, location_id)

    def plex_accounts(self) -> tuple[PlexAccount, ...]:
        self.db.trip()
        return tuple(sorted(self.db.all(PlexAccount), key=lambda o: (o.username.casefold(), o.id)))

    def plex_account(self, account_id: PlexAccountId) -> PlexAccount | None:
        self.db.trip()
        return self.db.find(PlexAccount, account_id)

    def servers(self) -> tuple[Server, ...]:
        self.db.trip()
        return tuple(sorted(self.db.all(Server), key=lambda o: (o.name.casefold(), o.id)))

    def server(self, server_id: ServerId) -> Server | None:
        self.db.trip()
        return self.db.find(Server, server_id)

    def libraries(self, server_id: ServerId) -> tuple[Library, ...]:
        return tuple(each for each in self.all_libraries() if each.server_id == server_id)

    def all_libraries(self) -> tuple[Library, ...]:
        self.db.trip()
        return tuple(sorted(self.db.all(Library), key=lambda o: (o.server_id, o.id)))

    def seats(self, server_id: ServerId) -> Seats:
        self.db.trip()
        return self.db.find(Seats, server_id) or Seats(server_id)

    def all_seats(self) -> tuple[Seats, ...]:
        self.db.trip()
        return tuple(sorted(self.db.all(Seats), key=lambda each: each.server_id))


_BUILT_IN = (LibraryGroup(PRIVATE, "Private"), LibraryGroup(STANDARD, "Standard"))
