"""Reads typed fields of a JSON object from the room. A wrong type gives the default; nothing here raises."""

from __future__ import annotations

import sys
from typing import Any, Mapping, Union

from .position import MAX_SEQ

Fields = Mapping[str, Any]
"""A decoded JSON object."""
Number = Union[int, float]


def as_seq(value: object) -> int | None:
    """The seq of a durable event, an integer from 1; None for anything else. JSON's ``3.0`` is 3 (SPEC LOG-1)."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 1 <= value <= MAX_SEQ else None


def text(fields: Fields, name: str) -> str:
    """A string; empty if it is missing."""
    return optional_text(fields, name) or ""


def optional_text(fields: Fields, name: str) -> str | None:
    """A string, or None."""
    value = fields.get(name)
    return value if isinstance(value, str) else None


def number(fields: Fields, name: str, default: Number = 0) -> Number:
    """A finite number, or ``default``."""
    found = optional_number(fields, name)
    return default if found is None else found


def optional_number(fields: Fields, name: str) -> Number | None:
    """A number that a float can hold, or None. A boolean is not a number."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if abs(value) <= sys.float_info.max else None


def integer(fields: Fields, name: str, default: int = 0) -> int:
    """A number, truncated."""
    return int(number(fields, name, default))


def boolean(fields: Fields, name: str) -> bool:
    """True only for JSON ``true``."""
    return fields.get(name) is True


def record(fields: Fields, name: str) -> Fields:
    """An object; empty if it is missing."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def records(fields: Fields, name: str) -> list[Fields]:
    """The objects of an array; other entries are skipped."""
    value = fields.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def text_list(fields: Fields, name: str) -> list[str]:
    """The strings of an array; other entries are skipped."""
    value = fields.get(name)
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
