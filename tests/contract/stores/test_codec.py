"""Any dataclass made of our types survives being stored, whatever its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, NewType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.dynamo import codec
from chalicelib.kernel.secret import Secret

pytestmark = pytest.mark.property

Name = NewType("Name", str)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Level(Enum):
    LOW = "1"
    HIGH = "2"


@dataclass(frozen=True, slots=True)
class Inner:
    name: Name
    size: int = 3
    tags: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Outer:
    colour: Colour
    at: datetime
    inner: Inner
    maybe: Inner | None
    rate: Decimal
    share: float
    flag: bool
    plain: Any
    inners: tuple[Inner, ...]
    labels: frozenset[Name]
    by_name: Mapping[Name, Inner]
    by_colour: Mapping[Colour, int]
    by_number: Mapping[int, datetime]
    pairs: tuple[tuple[int, ...], ...] = ()
    level: Level | None = Level.LOW
    counts: dict[str, int] = field(default_factory=dict)
    limit: int | None = 5


texts = st.text(st.characters(codec="utf-8"), max_size=20)
instants = st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
numbers = st.integers(min_value=-(10**37), max_value=10**37)
inners = st.builds(Inner, texts, numbers, st.lists(texts, max_size=3).map(tuple))
jsons = st.recursive(
    st.none() | st.booleans() | numbers | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
outers = st.builds(
    Outer,
    st.sampled_from(Colour),
    instants,
    inners,
    st.none() | inners,
    st.decimals(allow_nan=False, allow_infinity=False, places=3, max_value=10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    jsons,
    st.lists(inners, max_size=3).map(tuple),
    st.frozensets(texts, max_size=3),
    st.dictionaries(texts, inners, max_size=3),
    st.dictionaries(st.sampled_from(Colour), numbers, max_size=2),
    st.dictionaries(numbers, instants, max_size=3),
    st.lists(st.lists(numbers, max_size=2).map(tuple), max_size=2).map(tuple),
    st.none() | st.sampled_from(Level),
    st.dictionaries(texts, numbers, max_size=2),
    st.none() | numbers,
)


@given(outers)
def test_what_is_written_is_read_again(outer: Outer):
    if outer.plain is None:
        # A field of any type that holds None says the same as one that is missing.
        outer = Outer(**{**_fields(outer), "plain": 0})

    assert codec.from_attributes(Outer, codec.to_attributes(outer)) == outer


def _fields(outer: Outer) -> dict[str, Any]:
    return {name: getattr(outer, name) for name in Outer.__dataclass_fields__}


def test_none_is_left_out_unless_the_default_is_something_else():
    @dataclass(frozen=True)
    class Limits:
        a: int | None
        b: int | None = None
        c: int | None = 5

    assert codec.to_attributes(Limits(None, None, None)) == {"c": {"NULL": True}}
    assert codec.from_attributes(Limits, {}) == Limits(None)


@dataclass(frozen=True, slots=True)
class Shelf:
    inners: tuple[Inner, ...] = field(default=(), metadata={"packed": True})
    whole: Outer | None = field(default=None, metadata={"packed": True})


@given(st.lists(inners, max_size=3).map(tuple), outers)
def test_what_is_packed_is_read_again(several: tuple[Inner, ...], outer: Outer):
    if outer.plain is None:
        outer = Outer(**{**_fields(outer), "plain": 0})
    shelf = Shelf(several, outer)

    assert codec.from_attributes(Shelf, codec.to_attributes(shelf)) == shelf


def test_of_what_is_packed_only_what_differs_from_its_default_is_written():
    shelf = Shelf((Inner(Name("ann")), Inner(Name("bob"), 4)))

    written = codec.to_attributes(shelf)

    assert written == {
        "inners": {
            "S": '{"L":[{"M":{"name":{"S":"ann"}}},{"M":{"name":{"S":"bob"},"size":{"N":"4"}}}]}'
        }
    }
    assert codec.to_attributes(Inner(Name("ann"))) == {
        "name": {"S": "ann"},
        "size": {"N": "3"},
        "tags": {"L": []},
    }


@pytest.mark.parametrize("tags", ["", ',"tags":{"L":[]}'])
def test_packed_rows_with_and_without_defaults_are_read_alike(tags: str):
    text = f'{{"L":[{{"M":{{"name":{{"S":"ann"}},"size":{{"N":"3"}}{tags}}}}}]}}'

    assert codec.from_attributes(Shelf, {"inners": {"S": text}}) == Shelf((Inner(Name("ann")),))


def test_a_missing_field_without_default_is_an_error():
    with pytest.raises(TypeError, match="name"):
        codec.from_attributes(Inner, {"size": {"N": "1"}})


@pytest.mark.parametrize("hint", [Secret, int | str, tuple[int, str], bytes, list[int], set[str]])
def test_what_has_no_agreed_form_is_not_stored(hint: Any):
    @dataclass(frozen=True)
    class Holder:
        value: Any

    Holder.__annotations__["value"] = hint

    with pytest.raises(TypeError):
        codec.to_attributes(Holder(1))
