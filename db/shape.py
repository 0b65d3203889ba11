"""JSON of the database into the frozen dataclasses of `db.models`, checked while it is turned.

The readers of a class are built once and kept. JSON may hold more keys than the class (a newer
database under an older page); a missing key takes the field's default or is an error that names its path.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")
Reader = Callable[[Any], Any]


class ShapeError(ValueError):
    """The JSON is not what the class promises; the message names the place and never the value."""

    def __init__(self, what: str, place: str = "") -> None:
        super().__init__(f"{place} {what}")
        self.what = what
        self.place = place

    def within(self, place: str) -> ShapeError:
        """The same fault as seen from one level above; places are put together only when there is a fault."""
        return ShapeError(self.what, f"{place}{self.place}")


def shape(cls: type[T], value: object) -> T:
    """`value` as an instance of `cls`: a dataclass, or any type that a field of one may have."""
    kind: Any = cls  # a class, or a form such as `tuple[Row, ...]`
    try:
        result: T = _reader(kind)(value)
    except ShapeError as fault:
        raise fault.within(getattr(kind, "__name__", str(kind))) from None
    return result


@cache
def _reader(kind: Any) -> Reader:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any or kind is object:
        return lambda value: value
    if origin in (Union, types.UnionType):
        return _optional(kind, arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _many(arguments[0], tuple)
    if origin in (list, frozenset):
        return _many(arguments[0], origin)
    if origin in (dict, Mapping):
        return _mapping(arguments[1])
    if origin is Literal:
        return _literal(arguments)
    if isinstance(kind, type):
        return _single(kind)
    raise TypeError(f"shape cannot read {kind!r}")


def _single(kind: type[Any]) -> Reader:
    if is_dataclass(kind):
        return _object(kind)
    if issubclass(kind, Enum):
        return _member(kind)
    if kind in _SCALARS:
        return _SCALARS[kind]
    raise TypeError(f"shape cannot read {kind!r}")


def _object(cls: type[Any]) -> Reader:
    hints = get_type_hints(cls)
    readers: list[tuple[str, Any, bool]] = []  # field, type, required
    for each in fields(cls):
        required = each.default is MISSING and each.default_factory is MISSING
        readers.append((each.name, hints[each.name], required))
    # Types are resolved on first use, so that a class may hold itself (a tree of comments).
    resolved: list[tuple[str, frozenset[type], Reader, bool]] = []

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _wrong("an object", value)
        if not resolved and readers:
            resolved[:] = [(name, _as_it_is(kind), _reader(kind), required) for name, kind, required in readers]
        known: dict[str, Any] = {}
        name = ""
        try:
            for name, as_it_is, reader, required in resolved:
                each = value.get(name, MISSING)
                if type(each) in as_it_is:
                    known[name] = each
                elif each is not MISSING:
                    known[name] = reader(each)
                elif required:
                    _miss()
        except ShapeError as fault:
            raise fault.within(f".{name}") from None
        return cls(**known)

    return read


def _as_it_is(kind: Any) -> frozenset[type]:
    """The types of JSON that a field of this type takes over unchanged: no reader is called for them."""
    if get_origin(kind) in (Union, types.UnionType):
        return frozenset().union(*map(_as_it_is, get_args(kind)))
    return frozenset({kind} if kind in (str, int, bool, type(None)) else ())


def _optional(kind: Any, arguments: tuple[Any, ...]) -> Reader:
    inner = [each for each in arguments if each is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"shape cannot choose within {kind!r}")
    reader = _reader(inner[0])
    return lambda value: None if value is None else reader(value)


def _many(kind: Any, collect: Callable[[list[Any]], Any]) -> Reader:
    reader = _reader(kind)

    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise _wrong("an array", value)
        made: list[Any] = []
        try:
            for each in value:
                made.append(reader(each))  # noqa: PERF401  (its length names the place of a fault)
        except ShapeError as fault:
            raise fault.within(f"[{len(made)}]") from None
        return collect(made)

    return read


def _mapping(kind: Any) -> Reader:
    reader = _reader(kind)

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _wrong("an object", value)
        made: dict[str, Any] = {}
        key = ""
        try:
            for key, each in value.items():
                made[key] = reader(each)
        except ShapeError as fault:
            raise fault.within(f".{key}") from None
        return made

    return read


def _literal(allowed: tuple[Any, ...]) -> Reader:
    def read(value: Any) -> Any:
        if value not in allowed:
            raise ShapeError(f"is none of {allowed}")
        return value

    return read


def _converted(convert: Callable[[Any], Any], accepted: tuple[type, ...]) -> Reader:
    name = getattr(convert, "__qualname__", "value")

    def read(value: Any) -> Any:
        if not isinstance(value, accepted) or isinstance(value, bool):
            raise _wrong(name, value)
        try:
            return convert(value)
        except ValueError:
            raise ShapeError(f"is not a valid {name}") from None

    return read


def _member(kind: type[Enum]) -> Reader:
    """Looked up in a plain dict: calling an Enum class takes several times as long."""
    members: dict[object, Enum] = {each.value: each for each in kind}

    def read(value: Any) -> Any:
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise _wrong(kind.__qualname__, value)
        try:
            return members[value]
        except KeyError:
            raise ShapeError(f"is not a valid {kind.__qualname__}") from None

    return read


def _exactly(kind: type[Any], wanted: str) -> Reader:
    """JSON already gives these as they are."""

    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise _wrong(wanted, value)
        return value

    return read


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return instant


# The same few ids stand on every row and come again with every run.
_uuid = lru_cache(maxsize=16_384)(UUID)


def _amount(text: str) -> Decimal:
    # Money travels as text: a number of JSON would have become a float on the way.
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("no amount") from None


def _miss() -> NoReturn:
    raise ShapeError("is missing")


def _wrong(wanted: str, value: object) -> ShapeError:
    return ShapeError(f"should be {wanted} and is {type(value).__name__}")


_SCALARS: dict[type, Reader] = {
    str: _exactly(str, "str"),
    int: _exactly(int, "int"),
    float: _converted(float, (int, float)),
    bool: _exactly(bool, "true or false"),
    UUID: _converted(_uuid, (str,)),
    Decimal: _converted(_amount, (str,)),
    datetime: _converted(_instant, (str,)),
    date: _converted(date.fromisoformat, (str,)),
}
