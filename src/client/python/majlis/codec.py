"""Decodes JSON objects as dataclasses and encodes dataclasses as JSON objects, field by field, by their annotations.

A field has the protocol's name in snake case: ``edited_at`` is ``editedAt``; ``from_`` and ``self_`` are ``from`` and
``self``. A field with a default is optional in the protocol. A missing or mistyped field is read as ``fields`` says, so
that decoding never raises.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any, Callable, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from . import fields as f

Decoded = TypeVar("Decoded")
Reader = Callable[[f.Fields, str], Any]

_READERS: dict[Any, Reader] = {
    str: f.text,
    str | None: f.optional_text,
    float: f.number,
    float | None: f.optional_number,
    int: f.integer,
    int | None: lambda fields, name: f.as_seq(fields.get(name)),
    bool: f.boolean,
    tuple[str, ...]: lambda fields, name: tuple(f.text_list(fields, name)),
    dict[str, Any]: lambda fields, name: dict(f.record(fields, name)),
    Any: lambda fields, name: fields.get(name),
}
"""How a field that holds no dataclass is read, by its annotation. The only optional integers are seqs."""


class _Field(NamedTuple):
    name: str
    wire_name: str
    default: object
    read: Reader


def decode(cls: type[Decoded], fields: f.Fields, **given: Any) -> Decoded:
    """The dataclass ``cls`` with the values of ``fields``, but for those that are ``given``."""
    read = {each.name: each.read(fields, each.wire_name) for each in _fields_of(cls) if each.name not in given}
    return cls(**read, **given)


def encode(value: Any) -> Any:
    """``value`` as JSON: a dataclass as an object without the fields that have their default, a tuple as an array."""
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    if not dataclasses.is_dataclass(value):
        return value
    present = [(each, getattr(value, each.name)) for each in _fields_of(type(value))]
    return {each.wire_name: encode(content) for each, content in present if content != each.default}


@lru_cache(maxsize=None)
def _fields_of(cls: type[Any]) -> tuple[_Field, ...]:
    hints = get_type_hints(cls)
    return tuple(
        _Field(each.name, _wire_name(each.name), each.default, _reader(hints[each.name]))
        for each in dataclasses.fields(cls)
    )


def _wire_name(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def _reader(hint: Any) -> Reader:
    """Reads a dataclass, an optional one, or a tuple of them."""
    if hint in _READERS:
        return _READERS[hint]
    cls = get_args(hint)[0] if get_args(hint) else hint
    if get_origin(hint) is tuple:
        return lambda fields, name: tuple(decode(cls, each) for each in f.records(fields, name))
    if cls is hint:
        return lambda fields, name: decode(cls, f.record(fields, name))
    return lambda fields, name: decode(cls, f.record(fields, name)) if isinstance(fields.get(name), dict) else None
