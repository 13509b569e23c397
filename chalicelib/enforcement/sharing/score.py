"""How likely several households use one account, with the reasons in words (pure; X030).

Only public addresses tell anything: an address of the own network, of a relay, or none at all is
no evidence. Networks are told apart by the first 24 bits of IPv4 and the first 64 of IPv6; an
IPv4 and an IPv6 network are never compared, because a household may have both.
"""

import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from chalicelib.enforcement.model import ActivityEntry, AddressKind
from chalicelib.enforcement.records.sharing import MOST_SCORE

LOOKS_BACK = timedelta(days=14)

# What two streams at the same time have in common, and from how many points on they are thought
# to be of one household.
_SAME_MACHINE, _SAME_DEVICE_NAME, _SAME_PRODUCT, _SAME_TITLE, _SAME_BEGINNING = 10, 3, 2, 2, 3
_ONE_HOUSEHOLD = 5
_BEGAN_TOGETHER = timedelta(seconds=90)

_POINTS_A_DAY, _MOST_FOR_DAYS = 20, 70
_FREE_NETWORKS, _POINTS_A_NETWORK, _MOST_FOR_NETWORKS = 3, 4, 16
_FREE_DEVICES, _POINTS_A_DEVICE, _MOST_FOR_DEVICES = 5, 3, 14
_LESS_A_TRAVELLER, _MOST_LESS = 5, 20
# Who never streams in two places at the same time may simply be on the move.
_MOST_WITHOUT_OVERLAP = 30

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Homes, machines, and the networks behind which providers hide many homes (RFC 6598).
_OWN_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
        *("169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"),
    )
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A score from 0 to 100, why, and how many public networks and devices were seen."""

    score: int
    reasons: tuple[str, ...] = ()
    networks: int = 0
    devices: int = 0


def network_of(address: str) -> Network | None:
    """Return the network of a public address, None for anything else."""
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if any(found in each for each in _OWN_NETWORKS if each.version == found.version):
        return None
    bits = 24 if found.version == 4 else 64
    return ipaddress.ip_network(f"{found}/{bits}", strict=False)


def score(entries: Iterable[ActivityEntry]) -> Finding:
    """Return what one person's activity of the last days tells, the same for any order of it."""
    seen = [(each, network) for each in entries if (network := _public(each))]
    networks = {network for _entry, network in seen}
    devices = {entry.device_id for entry, _network in seen if entry.device_id}
    if len(networks) < 2:
        return Finding(0, (), len(networks), len(devices))
    days, spared = _days_apart(seen)
    travellers = _travellers(seen)
    raised = (
        _rise(len(days), 0, _POINTS_A_DAY, _MOST_FOR_DAYS),
        _rise(len(networks), _FREE_NETWORKS, _POINTS_A_NETWORK, _MOST_FOR_NETWORKS),
        _rise(len(devices), _FREE_DEVICES, _POINTS_A_DEVICE, _MOST_FOR_DEVICES),
    )
    less = min(_MOST_LESS, _LESS_A_TRAVELLER * travellers)
    total = min(sum(raised) if days else min(sum(raised), _MOST_WITHOUT_OVERLAP), MOST_SCORE)
    lowered = min(less, total)
    texts = (
        (raised[0], f"Streams ran at the same time from different networks on {_days(days)}."),
        (raised[1], f"{len(networks)} public networks were seen."),
        (raised[2], f"{len(devices)} devices were seen outside the home network."),
        (spared, "Some streams at the same time look like one household and do not count."),
        (lowered, f"Lowered, because {_moving(travellers)} on several networks."),
    )
    reasons = tuple(text for counts, text in texts if counts)
    return Finding(total - lowered, reasons, len(networks), len(devices))


def _public(entry: ActivityEntry) -> Network | None:
    return network_of(entry.address) if entry.address_kind is AddressKind.PUBLIC else None


def _rise(count: int, free: int, points: int, most: int) -> int:
    return min(most, max(0, count - free) * points)


def _days(days: Sequence[date]) -> str:
    return "1 day" if len(days) == 1 else f"{len(days)} days"


def _moving(devices: int) -> str:
    return "1 device was seen" if devices == 1 else f"{devices} devices were seen"


def _days_apart(
    seen: Sequence[tuple[ActivityEntry, Network]],
) -> tuple[list[date], int]:
    """Return the days on which two households seem to have streamed at once, and pairs spared."""
    days: set[date] = set()
    spared = 0
    for (one, here), (other, there) in combinations(seen, 2):
        began = max(one.first_seen, other.first_seen)
        overlaps = began < min(one.last_seen, other.last_seen)
        if here == there or here.version != there.version or not overlaps:
            continue
        if _common(one, other) >= _ONE_HOUSEHOLD:
            spared += 1
        else:
            days.add(began.date())
    return sorted(days), spared


def _common(one: ActivityEntry, other: ActivityEntry) -> int:
    """Return how many signs of one household two streams at the same time share."""
    signs = (
        (bool(one.device_id) and one.device_id == other.device_id, _SAME_MACHINE),
        (_is_same(one.device_name, other.device_name), _SAME_DEVICE_NAME),
        (_is_same(one.product, other.product), _SAME_PRODUCT),
        (_is_same(one.title_key, other.title_key) and one.title == other.title, _SAME_TITLE),
        (abs(one.first_seen - other.first_seen) <= _BEGAN_TOGETHER, _SAME_BEGINNING),
    )
    return sum(points for applies, points in signs if applies)


def _is_same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _travellers(seen: Sequence[tuple[ActivityEntry, Network]]) -> int:
    """Return how many devices were seen on several networks: these move, their people do."""
    where: Mapping[tuple[str, int], set[Network]] = defaultdict(set)
    for entry, network in seen:
        if entry.device_id:
            where[entry.device_id, network.version].add(network)
    return len({device for (device, _version), networks in where.items() if len(networks) > 1})
