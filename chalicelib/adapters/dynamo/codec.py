"""Frozen dataclasses as DynamoDB attributes, driven by their type hints.

Instants and enums are texts, None is left out (or NULL where the default is something else), a
dataclass is a map, a tuple a list; a field marked ``packed`` is one text. When reading, unknown
attributes are ignored and missing ones take their defaults, so that rows written by older code
stay readable.

Inside a packed field also what is as its default says is left out: most of a thousand sessions is.
Such a default must not change while rows that were written with it are kept.
"""

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from chalicelib.kernel.clock import from_iso, to_iso
from chalicelib.kernel.secret import Secret

Attribute = Mapping[str, Any]
Attributes = dict[str, Any]
R = TypeVar("R")

_NULL: Attribute = {"NULL": True}


class _Kind(typing.NamedTuple):
    """How values of one type are written and read."""

    write: Callable[[Any], Attribute]
    read: Callable[[Attribute], Any]


class _Field(typing.NamedTuple):
    name: str
    kind: _Kind
    default: Any  # MISSING where there is none
    keeps_none: bool  # None is not what a missing attribute means
    may_miss: bool  # without a default, but None without the attribute


def to_attributes(record: object) -> Attributes:
    """Return the fields of a dataclass as attributes."""
    return _written(record, is_packed=False)


def _written(record: object, *, is_packed: bool) -> Attributes:
    written: Attributes = {}
    kind: Any = type(record)
    for field in _fields(kind, is_packed=is_packed):
        value = getattr(record, field.name)
        if value is None:
            if field.keeps_none:
                written[field.name] = _NULL
        elif not is_packed or value != field.default:
            written[field.name] = field.kind.write(value)
    return written


def from_attributes(kind: type[R], attributes: Mapping[str, Attribute]) -> R:
    """Return the dataclass that was written as these attributes."""
    hashable: Any = kind
    readers, may_miss = _readers(hashable)
    values: dict[str, Any] = dict.fromkeys(may_miss)
    for name, stored in attributes.items():
        read = readers.get(name)
        if read is not None:
            values[name] = None if "NULL" in stored else read(stored)
    return kind(**values)


@functools.cache
def _fields(kind: type, *, is_packed: bool = False) -> tuple[_Field, ...]:
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"{kind!r} is no dataclass")
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    return tuple(_field(each, hints[each.name], is_packed=is_packed) for each in fields)


@functools.cache
def _readers(kind: type) -> tuple[Mapping[str, Callable[[Attribute], Any]], tuple[str, ...]]:
    """Return what reads each field, and the fields that are None without their attribute."""
    known = _fields(kind)
    missing = tuple(field.name for field in known if field.may_miss)
    return {field.name: field.kind.read for field in known}, missing


def _field(field: "dataclasses.Field[Any]", hint: Any, *, is_packed: bool) -> _Field:
    has_factory = field.default_factory is not dataclasses.MISSING
    has_default = has_factory or field.default is not dataclasses.MISSING
    packs = bool(field.metadata.get("packed"))
    kind = _kind(_without_none(hint), is_packed=is_packed or packs)
    return _Field(
        field.name,
        _packed(kind) if packs else kind,
        field.default,
        keeps_none=has_default and (has_factory or field.default is not None),
        may_miss=not has_default and types.NoneType in typing.get_args(hint),
    )


def _packed(kind: _Kind) -> _Kind:
    """Return the kind as one text, which the SDK reads many times faster than nested maps."""
    return _Kind(
        lambda value: {"S": json.dumps(kind.write(value), separators=(",", ":"))},
        lambda stored: kind.read(json.loads(stored["S"]) if "S" in stored else stored),
    )


def _without_none(hint: Any) -> Any:
    arguments = typing.get_args(hint)
    if types.NoneType not in arguments:
        return hint
    rest = [each for each in arguments if each is not types.NoneType]
    if len(rest) != 1:
        raise TypeError(f"{hint} is not a type with or without None")
    return rest[0]


_SIMPLE: dict[Any, _Kind] = {
    str: _Kind(lambda value: {"S": str(value)}, lambda stored: stored["S"]),
    bool: _Kind(lambda value: {"BOOL": value}, lambda stored: stored["BOOL"]),
    int: _Kind(lambda value: {"N": str(value)}, lambda stored: int(stored["N"])),
    float: _Kind(lambda value: {"N": repr(value)}, lambda stored: float(stored["N"])),
    Decimal: _Kind(lambda value: {"N": str(value)}, lambda stored: Decimal(stored["N"])),
    datetime: _Kind(lambda value: {"S": to_iso(value)}, lambda stored: from_iso(stored["S"])),
    # Plain JSON values, exactly as they are.
    Any: _Kind(
        lambda value: {"S": json.dumps(value, sort_keys=True)},
        lambda stored: json.loads(stored["S"]),
    ),
}


@functools.cache
def _kind(hint: Any, *, is_packed: bool) -> _Kind:
    while hasattr(hint, "__supertype__"):  # a NewType
        hint = hint.__supertype__
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _sequence(hint, tuple, is_packed=is_packed)
    if origin is frozenset:
        return _sequence(hint, frozenset, is_packed=is_packed)
    if origin in (Mapping, dict):
        return _mapping(hint, is_packed=is_packed)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _Kind(lambda value: {"S": value.value}, lambda stored: hint(stored["S"]))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint) and hint is not Secret:
        return _Kind(
            lambda value: {"M": _written(value, is_packed=is_packed)},
            lambda stored: from_attributes(hint, stored["M"]),
        )
    raise TypeError(f"{hint} cannot be stored")


def _sequence(hint: Any, make: Callable[[Any], Any], *, is_packed: bool) -> _Kind:
    arguments = typing.get_args(hint)
    if make is tuple and (len(arguments) != 2 or arguments[1] is not Ellipsis):
        raise TypeError(f"{hint} is not a tuple of one type and any length")
    item = _kind(arguments[0], is_packed=is_packed)
    in_order: Callable[[Any], Any] = sorted if make is frozenset else iter
    return _Kind(
        lambda value: {"L": [item.write(each) for each in in_order(value)]},
        lambda stored: make(item.read(each) for each in stored["L"]),
    )


def _mapping(hint: Any, *, is_packed: bool) -> _Kind:
    of_keys, of_values = (_kind(each, is_packed=is_packed) for each in typing.get_args(hint))

    def read_key(text: str) -> Any:
        # Names of map entries are texts; a number as key is written like one.
        return of_keys.read({"S": text, "N": text})

    def write_key(key: Any) -> str:
        return str(next(iter(of_keys.write(key).values())))

    return _Kind(
        lambda value: {"M": {write_key(k): of_values.write(v) for k, v in value.items()}},
        lambda stored: {read_key(k): of_values.read(v) for k, v in stored["M"].items()},
    )
