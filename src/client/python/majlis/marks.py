"""Combining marks: how many a letter may have (SPEC PUB-1), and what to do with more ("zalgo")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MAX_MARKS = 16

IGNORABLE = (
    # Default_Ignorable_Code_Point (Unicode 16), which the standard library does not know.
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_IGNORABLE = re.compile(f"[{IGNORABLE}]")
_ASCII_OR_LATIN = re.compile("[\x00-\u02ff]*")


def index_of_excess_mark(text: str) -> int | None:
    """The index of the first mark beyond the 16th of a letter; ignorable characters between marks do not count."""
    return next(_excess(text), None)


def cut_marks(text: str) -> str:
    """``text`` without the marks beyond the 16th of a letter."""
    excess = set(_excess(text))
    return "".join(c for index, c in enumerate(text) if index not in excess) if excess else text


def _excess(text: str) -> Iterator[int]:
    if _ASCII_OR_LATIN.fullmatch(text):
        return
    marks = 0
    for index, character in enumerate(text):
        if _IGNORABLE.match(character):
            continue
        marks = marks + 1 if _is_mark(character) else 0
        if marks > MAX_MARKS:
            yield index


def _is_mark(character: str) -> bool:
    # The half-width sound marks of Katakana are letters by category, and decompose into marks.
    return character in "\uff9e\uff9f" or unicodedata.category(character) in ("Mn", "Mc", "Me")
