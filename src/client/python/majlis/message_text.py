"""Validates and normalizes the text of a message, as the room does (SPEC PUB-1)."""

from __future__ import annotations

import re
import unicodedata

from .encode import utf8_bytes
from .errors import RoomError, room_error
from .limits import Limits
from .marks import IGNORABLE, MAX_MARKS, index_of_excess_mark

_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# White space, U+2800, U+FFFC, and what is ignorable.
_BLANK = re.compile(f"[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u2800\ufffc{IGNORABLE}]")


def check_text(raw: str, limits: Limits) -> str:
    """The text as the room will store it: line breaks become ``\\n``, direction overrides are removed.

    Checks ``limits.text_bytes``. ``limits.text_graphemes`` is left to the room, which answers ``too_large`` too: the
    standard library cannot split graphemes.

    Raises RoomError: ``too_large``, ``invalid_text`` or ``empty_text``.
    """
    if utf8_bytes(raw) > limits.text_bytes:
        raise room_error("too_large")
    text = _DIRECTION_OVERRIDES.sub("", _BREAKS.sub("\n", raw))
    if _SURROGATE.search(text) or _CONTROL.search(text) or index_of_excess_mark(text) is not None:
        raise _invalid_text(raw)
    if not any(_is_visible(character) for character in text):
        raise room_error("empty_text")
    return text


def _invalid_text(raw: str) -> RoomError:
    excess = index_of_excess_mark(raw)
    for position, character in enumerate(raw):
        where = f"U+{ord(character):04X} at {position}"
        if character not in "\r\u0085" and (_SURROGATE.match(character) or _CONTROL.match(character)):
            return room_error("invalid_text", f"The text has a character that cannot be stored: {where}.")
        if position == excess:
            where = f"{where} (more than {MAX_MARKS} marks on a letter)"
            return room_error("invalid_text", f"The text has a character that cannot be stored: {where}.")
    return room_error("invalid_text")


def _is_visible(character: str) -> bool:
    return _BLANK.match(character) is None and unicodedata.category(character) != "Cf"
