"""What platforms tell of downloads: the adapters over the stand-ins, and the fakes."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.adapters.media.mediabrowser_downloads import MediaBrowserDownloads
from chalicelib.adapters.media.plex_downloads import PlexDownloads
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.downloads.model import Download, Told
from chalicelib.enforcement.downloads.ports import DownloadSource
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.secret import Secret
from chalicelib.users.claims import on_server
from infra.sandbox.kit import BadAction, Fault
from tests.builders import a_plex_account, a_server
from tests.contract import mediabrowser_ports, mediabrowser_standin, plex_ports, plex_standin
from tests.contract.mediabrowser_standin import SERVERS, Standin
from tests.contract.plex_ports import RealPlatform
from tests.fakes.download_source import FakeDownloadSource

NOW = datetime(2100, 1, 1, tzinfo=UTC)
BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
PLACES = ["plex", *SERVERS, "fake that lists", "fake that logs"]


@dataclass
class Place:
    """A server from which Ann, whose account is `ref`, downloads."""

    source: DownloadSource
    access: ServerAccess
    ref: str

    def load(self, title: str) -> None:
        raise NotImplementedError

    def tell(self, *, since: datetime = BEFORE, token: str | None = None) -> Told:
        access = self.access if token is None else replace(self.access, token=Secret(token))
        return self.source.downloads(access, since=since, now=NOW, timeout_seconds=5)

    @property
    def lists_running(self) -> bool:
        return Capability.DOWNLOADS_RUNNING in self.source.capabilities


@dataclass
class FakePlace(Place):
    fake: FakeDownloadSource

    def load(self, title: str) -> None:
        here = self.fake.told.setdefault(self.access.server.id, [])
        made = Download(
            self.access.server.id, self.ref, title, title.casefold(), datetime.now(UTC), title
        )
        here.append(made)


@dataclass
class PlexPlace(Place):
    plex: RealPlatform

    def load(self, title: str) -> None:
        self.plex.act("start_download", server="alpha", person="ann", title=title)


@dataclass
class KeyedPlace(Place):
    on: Standin

    def load(self, title: str) -> None:
        self.on.act("download", person="ines", title=title)


@pytest.fixture(scope="module")
def plex_server() -> Iterator[Any]:
    with plex_ports.served() as board_and_address:
        yield board_and_address


@pytest.fixture(scope="module")
def keyed_server() -> Iterator[Any]:
    with mediabrowser_standin.served() as board_and_address:
        yield board_and_address


@pytest.fixture
def plex(plex_server: Any) -> Iterator[PlexPlace]:
    world = plex_standin.new_world(*plex_server)
    real = plex_ports.real_platform(world)
    real.invite(real.films, downloads=True)
    real.accept("ann")
    source = PlexDownloads(plex_ports.session_of(world))
    yield PlexPlace(source, real.access, real.only_share().plex_id, real)
    world.store.close()


@pytest.fixture
def make(keyed_server: Any) -> Iterator[Callable[[str], KeyedPlace]]:
    world = mediabrowser_standin.new_world(*keyed_server)
    made: list[KeyedPlace] = []

    def at(kind: str) -> KeyedPlace:
        on = mediabrowser_standin.standin(world, kind)
        access = mediabrowser_ports.access_to(on)
        source = MediaBrowserDownloads(mediabrowser_ports.session_of(on))
        ref = on_server(access.server.id, on.account("ines")["id"])
        made.append(KeyedPlace(source, access, ref, on))
        return made[-1]

    yield at
    for each in made:
        each.on.check_sent()
    world.store.close()


@pytest.fixture
def keyed(make: Callable[[str], KeyedPlace], request: pytest.FixtureRequest) -> KeyedPlace:
    return make(request.param)


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    if request.param.startswith("fake"):
        fake = FakeDownloadSource(lists_running=request.param.endswith("lists"))
        access = ServerAccess(a_server(), a_plex_account(), Secret("token"))
        return FakePlace(fake, access, "2000", fake)
    if request.param == "plex":
        return request.getfixturevalue("plex")
    return request.getfixturevalue("make")(request.param)


# ------------------------------------------------------------------ all of them


def test_nothing_is_told_where_nobody_downloads(place: Place):
    told = place.tell()

    assert (told.downloads, told.lists_running) == ((), place.lists_running)


def test_a_download_is_told_with_who_and_what(place: Place):
    place.load("A Film")

    (told,) = place.tell().downloads

    assert (told.account_ref, told.title) == (place.ref, "A Film")
    assert (told.server_id, bool(told.ref), bool(told.title_key)) == (
        place.access.server.id,
        True,
        True,
    )


def test_what_is_told_twice_has_the_same_name_and_other_titles_have_others(place: Place):
    place.load("A Film")
    place.load("B Film")
    first, again = place.tell().downloads, place.tell().downloads

    assert {each.ref for each in first} == {each.ref for each in again}
    assert len({each.ref for each in first}) == len({each.title_key for each in first}) == 2


def test_each_platform_says_how_it_tells_of_downloads(place: Place):
    ways = {Capability.DOWNLOADS_RUNNING, Capability.DOWNLOADS_LOGGED}

    assert len(place.source.capabilities & ways) == 1


def test_a_log_tells_what_began_since_and_how_far_it_goes(place: Place):
    place.load("A Film")
    whole = place.tell()
    later = place.tell(since=NOW)

    if place.lists_running:
        assert {each.at for each in whole.downloads} == {NOW}
        assert whole.until is None
        assert later.downloads == whole.downloads
    else:
        assert whole.until == whole.downloads[0].at
        assert later.downloads == ()


# ------------------------------------------------------------------ the platforms themselves


def test_plex_forgets_a_download_that_is_over_and_leaves_the_owners_out(plex: PlexPlace):
    plex.plex.act("start_download", server="alpha", person="owner", title="Mine")
    assert plex.tell().downloads == ()
    made = plex.plex.act("start_download", server="alpha", person="ann", title="A Film")
    assert [each.ref for each in plex.tell().downloads] == [made["uuid"]]

    plex.plex.act("end_download", server="alpha", uuid=made["uuid"])

    assert plex.tell().downloads == ()


def test_without_the_right_plex_refuses_a_download(plex: PlexPlace):
    share = plex.plex.only_share()
    plex.plex.host.change(
        plex.access, remote=share, libraries=(plex.plex.films,), allows_downloads=False
    )

    with pytest.raises(BadAction, match="may not download"):
        plex.load("A Film")


@pytest.mark.parametrize("keyed", list(SERVERS), indirect=True)
def test_a_player_that_writes_a_hundred_entries_downloads_one_title(keyed: KeyedPlace):
    keyed.on.act("download", person="ines", title="A Film", entries=100)
    keyed.on.act("play", person="ines")

    told = keyed.tell().downloads

    assert (len(told), {each.title for each in told}) == (100, {"A Film"})
    assert len({each.title_key for each in told}) == 1


@pytest.mark.parametrize("keyed", list(SERVERS), indirect=True)
def test_a_long_log_is_read_page_by_page(keyed: KeyedPlace):
    for title in ("A Film", "B Film"):
        keyed.on.act("download", person="ines", title=title, entries=700)

    told = keyed.tell().downloads

    assert (len(told), len({each.ref for each in told})) == (1400, 1400)


@pytest.mark.parametrize("keyed", list(SERVERS), indirect=True)
def test_entries_of_an_unknown_type_are_counted_and_are_nobodys_download(keyed: KeyedPlace):
    types = ("content.downloaded", "UserDownloadingContent", "user.downloadingcontent", None)
    others = ("SubtitleDownloadFailure", "playback.start", "", 7)
    rows = [
        {
            "Id": number,
            "Name": "Ines is downloading A Film",
            "Type": kind,
            "Date": "2026-01-31T12:00:00.0000000Z",
            "UserId": keyed.ref.rpartition("/")[2],
        }
        for number, kind in enumerate((*types, *others), start=1)
    ]
    body = json.dumps({"Items": rows, "TotalRecordCount": len(rows)})
    fault = Fault(mode="garbage", body=body, path="ActivityLog")
    keyed.on.world.faults.add(f"{keyed.on.platform}:*", fault)
    told = keyed.tell()
    assert ([each.ref for each in told.downloads], told.unknown) == (["2", "3"], 1)


@pytest.mark.parametrize("keyed", list(SERVERS), indirect=True)
def test_what_concerns_nobody_is_no_download(keyed: KeyedPlace):
    keyed.on.act("play", person="ines", device="TV")
    session = next(iter(keyed.on.call("GET", "Sessions").json()))
    keyed.on.call("POST", f"Sessions/{session['Id']}/Playing/Stop")

    assert keyed.tell().downloads == ()


@pytest.mark.parametrize("keyed", list(SERVERS), indirect=True)
def test_without_the_right_a_server_with_accounts_refuses_a_download(keyed: KeyedPlace):
    keyed.on.act("change_rights", person="ines", policy={"EnableContentDownloading": False})

    with pytest.raises(BadAction, match="may not download"):
        keyed.load("A Film")


def _entries(keyed: KeyedPlace) -> str:
    """Return the log's address; Emby's description says that it must be told from when on."""
    name = "MinDate" if keyed.on.platform == "emby" else "minDate"
    return f"System/ActivityLog/Entries?{name}=2020-01-01T00:00:00Z"


@pytest.mark.parametrize("keyed", list(SERVERS), indirect=True)
def test_every_answer_of_the_log_fits_the_description(keyed: KeyedPlace):
    keyed.load("A Film")

    answer = keyed.on.call("GET", _entries(keyed))

    assert answer.json()["TotalRecordCount"] == 1


FAULTS = [
    (Fault("status", status=500), RetryLaterError),
    (Fault("down"), RetryLaterError),
    (Fault("garbage"), RetryLaterError),
    (Fault("status", status=401), ActionRequiredError),
]


@pytest.mark.parametrize(("fault", "error"), FAULTS, ids=lambda each: getattr(each, "mode", ""))
def test_plex_that_fails_says_so(plex: PlexPlace, fault: Fault, error: type[Exception]):
    plex.plex.world.faults.add("pms:alpha", fault)

    with pytest.raises(error):
        plex.tell()


@pytest.mark.parametrize("keyed", ["emby", "jellyfin 12"], indirect=True)
@pytest.mark.parametrize(("fault", "error"), FAULTS, ids=lambda each: getattr(each, "mode", ""))
def test_a_server_with_accounts_that_fails_says_so(
    keyed: KeyedPlace, fault: Fault, error: type[Exception]
):
    keyed.on.world.faults.add(f"{keyed.on.platform}:{keyed.on.name}", fault)

    with pytest.raises(error):
        keyed.tell()


def test_a_refused_token_is_told(plex: PlexPlace):
    doubted: list[object] = []
    plex.source = PlexDownloads(
        plex_ports.session_of(plex.plex.world), on_refused=lambda account: doubted.append(account)
    )

    with pytest.raises(ActionRequiredError):
        plex.tell(token="wrong")

    assert doubted == [plex.access.account]
