"""Settings and catalogue in memory."""

from datetime import datetime, timedelta
from typing import TypeVar

from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.catalog.figures import DayFigures
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
    Turnstile,
)
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.kernel.ids import (
    GroupId,
    LocationId,
    PlanId,
    PlexAccountId,
    ServerId,
)
from chalicelib.kernel.page import Page
from chalicelib.settings.community_model import (
    DiscordSettings,
    RequestSystemName,
    RequestSystemSettings,
)
from chalicelib.settings.limit_model import LimitSettings
from chalicelib.settings.model import (
    ExpirySettings,
    MailSettings,
    MediaSettings,
    PaymentSettings,
    PayPalSettings,
    PlisioSettings,
    ReceiptSettings,
    ReferralSettings,
    RegistrationSettings,
    SafetySettings,
    SettingsSection,
    SiteSettings,
    StripeSettings,
    TrialSettings,
    WaitlistSettings,
)
from tests.fakes.database import View, page_of

Section = TypeVar("Section", bound=SettingsSection)


class InMemorySettingsStore(View):
    def at_once(self) -> "InMemorySettingsStore":
        self.db.trip()
        return InMemorySettingsStore(self.db.copy())

    def site(self) -> SiteSettings:
        return self._section(SiteSettings())

    def stripe(self) -> StripeSettings:
        return self._section(StripeSettings())

    def media(self) -> MediaSettings:
        return self._section(MediaSettings())

    def safety(self) -> SafetySettings:
        return self._section(SafetySettings())

    def limits(self) -> LimitSettings:
        return self._section(LimitSettings())

    def trials(self) -> TrialSettings:
        return self._section(TrialSettings())

    def expiry(self) -> ExpirySettings:
        return self._section(ExpirySettings())

    def paypal(self, name: str = "paypal") -> PayPalSettings:
        return self._section(PayPalSettings(name))

    def plisio(self) -> PlisioSettings:
        return self._section(PlisioSettings())

    def payments(self) -> PaymentSettings:
        return self._section(PaymentSettings())

    def receipts(self) -> ReceiptSettings:
        return self._section(ReceiptSettings())

    def registration(self) -> RegistrationSettings:
        return self._section(RegistrationSettings())

    def referrals(self) -> ReferralSettings:
        return self._section(ReferralSettings())

    def waitlist(self) -> WaitlistSettings:
        return self._section(WaitlistSettings())

    def discord(self) -> DiscordSettings:
        return self._section(DiscordSettings())

    def request_system(self, name: RequestSystemName) -> RequestSystemSettings:
        return self._section(RequestSystemSettings(name))

    def mail(self) -> MailSettings:
        return self._section(MailSettings())

    def _section(self, blank: Section) -> Section:
        self.db.trip()
        return self.db.find(type(blank), blank.identity) or blank


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
        return tuple(each for each in self._all_servers() if each.removed_at is None)

    def former_servers(self) -> tuple[Server, ...]:
        return tuple(each for each in self._all_servers() if each.removed_at is not None)

    def server(self, server_id: ServerId) -> Server | None:
        self.db.trip()
        server = self.db.find(Server, server_id)
        return server if server is not None and server.removed_at is None else None

    def _all_servers(self) -> list[Server]:
        self.db.trip()
        return sorted(self.db.all(Server), key=lambda o: (o.name.casefold(), o.id))

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

    def turnstiles(self) -> tuple[Turnstile, ...]:
        self.db.trip()
        return self.db.all(Turnstile)

    def figures(self, *, now: datetime, days: int) -> tuple[DayFigures, ...]:
        self.db.trip()
        first = (now - timedelta(days=days - 1)).date().isoformat()
        found = [each for each in self.db.all(DayFigures) if each.day >= first]
        return tuple(sorted(found, key=lambda each: each.day, reverse=True))

    def is_anybody_waiting(self) -> bool:
        self.db.trip()
        return any(each.is_open for each in self.db.all(WaitEntry))

    def discounts(self, *, cursor: str | None, limit: int) -> Page[Discount]:
        self.db.trip()
        return page_of(
            self.db.all(Discount),
            scope="discounts",
            key=lambda each: (each.code,),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def discount(self, code: str) -> Discount | None:
        self.db.trip()
        return self.db.find(Discount, code)

    def discount_users(self, code: str, *, cursor: str | None, limit: int) -> Page[DiscountUse]:
        self.db.trip()
        uses = [each for each in self.db.all(DiscountUse) if each.code == code]
        return page_of(
            [each for each in uses if each.who.startswith("user:")],
            scope=f"discount.{code}",
            key=lambda each: (each.who,),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )


_BUILT_IN = (LibraryGroup(PRIVATE, "Private"), LibraryGroup(STANDARD, "Standard"))
