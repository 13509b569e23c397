"""What the Plex world's libraries hold, and the devices that play it."""

from infra.sandbox.kit import Doc, World
from infra.sandbox.plex_world import digest

_ITEM = "plex_item:"
_DEVICE = "plex_device:"

STREAM_TYPES = ("movie", "episode", "track", "trailer")
DURATIONS_MS = {
    "movie": 7_200_000,
    "episode": 2_700_000,
    "track": 240_000,
    "trailer": 150_000,
}
LIBRARY_TYPE = {"movie": "movie", "trailer": "movie", "episode": "show", "track": "artist"}
QUALITIES: dict[str, tuple[int, int, int, str]] = {
    "4k": (3840, 2160, 42_000, "hevc"),
    "1080": (1920, 1080, 9_500, "h264"),
    "720": (1280, 720, 4_000, "h264"),
    "480": (854, 480, 1_800, "h264"),
    "sd": (720, 404, 1_200, "mpeg4"),
}
"""Resolution → width, height, kbps, codec."""

_PRODUCTS: tuple[tuple[str, str, str, str, str], ...] = (
    ("roku", "Plex for Roku", "Roku", "Roku 4", "Roku"),
    ("apple tv", "Plex for Apple TV", "tvOS", "Apple TV", "Apple"),
    ("iphone", "Plex for iOS", "iOS", "iPhone", "Apple"),
    ("ipad", "Plex for iOS", "iOS", "iPad", "Apple"),
    ("chromecast", "Plex Cast", "Chromecast", "Chromecast", "Google"),
    ("android tv", "Plex for Android (TV)", "Android", "Shield", "NVIDIA"),
    ("android", "Plex for Android (Mobile)", "Android", "Pixel", "Google"),
    ("plexamp", "Plexamp", "iOS", "iPhone", "Apple"),
    ("webos", "Plex for LG", "webOS", "LG TV", "LG"),
    ("tizen", "Plex for Samsung", "Tizen", "Samsung TV", "Samsung"),
)
_BROWSER = ("Plex Web", "Chrome", "Windows", "Google")


def device_of(person: Doc, title: str, machine_id: str | None = None) -> Doc:
    """Return the player that a title such as "Roku in the den" describes.

    The same person and title give the same machine identifier.
    """
    low = title.casefold()
    product, platform, device, vendor = _BROWSER
    for word, *rest in _PRODUCTS:
        if word in low:
            product, platform, device, vendor = rest
            break
    return {
        "title": title,
        "product": product,
        "platform": platform,
        "device": device,
        "vendor": vendor,
        "machine_id": machine_id or digest(f"player:{person['id']}:{low}", 24),
    }


def register_device(world: World, server: Doc, device: Doc) -> int:
    """Note that a device was seen by the server and return its local number."""
    kind = _DEVICE + server["name"]
    held = world.store.get(kind, device["machine_id"])
    if held is None:
        number = len(world.store.list(kind)) + 1
        held = {**device, "id": number, "created_at": world.clock.now().isoformat()}
        world.store.put(kind, device["machine_id"], held)
    return int(held["id"])


def devices(world: World, server: Doc) -> list[Doc]:
    """Return the devices the server has seen."""
    return world.store.list(_DEVICE + server["name"])


def item_for(
    world: World,
    server: Doc,
    library: Doc,
    *,
    kind: str,
    title: str,
    resolution: str,
    duration_ms: int,
) -> Doc:
    """Return the library's item with this title, made when it is not there yet."""
    name = f"{kind}:{library['key']}:{title}:{resolution}".casefold()
    held = world.store.get(_ITEM + server["name"], name)
    if held is not None:
        return held
    number = int(digest(f"{server['name']}:{name}", 6), 16) + 1
    parent, _, own = title.rpartition(" – ")
    item: Doc = {
        "rating_key": str(number),
        "type": kind,
        "title": own,
        "grandparent_title": parent or ("A Series" if kind in ("episode", "track") else None),
        "section_key": library["key"],
        "section_title": library["title"],
        "resolution": resolution,
        "duration_ms": duration_ms,
        "added_at": server["created_at"],
    }
    world.store.put(_ITEM + server["name"], name, item)
    world.store.put(f"{_ITEM}{server['name']}:key", item["rating_key"], item)
    return item


def item_by_key(world: World, server: Doc, rating_key: str) -> Doc | None:
    """Return an item by its rating key."""
    return world.store.get(f"{_ITEM}{server['name']}:key", rating_key)
