"""Splits a text that is too long for one message, as the page does."""

from __future__ import annotations

import re
import unicodedata

from ..encode import utf8_bytes
from ..limits import Limits

_ZERO_WIDTH_JOINER = "\u200d"
_SPACE = re.compile(r"\s+")


def split_text(text: str, limits: Limits) -> list[str]:
    """``text`` as texts that each fit ``limits``, cut at the end of a word, else between characters.

    Characters are counted without their marks, modifiers and joined emoji, which is what the room counts in nearly every
    text: the standard library cannot split graphemes.
    """
    parts: list[str] = []
    rest = text
    while (end := _longest_fit(rest, limits)) < len(rest):
        cut = _last_space(rest[: end + 1])
        # A boundary near the start would make a message of a few words.
        if cut <= end // 3:
            cut = end
        if part := rest[:cut].rstrip():
            parts.append(part)
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest or not parts else parts


def _last_space(text: str) -> int:
    return max((found.start() for found in _SPACE.finditer(text)), default=0)


def _longest_fit(text: str, limits: Limits) -> int:
    """Where the longest prefix of ``text`` within both limits ends, between two characters."""
    characters = size = end = regional = 0
    for index, code_point in enumerate(text):
        if not _continues(text, index, regional):
            characters, end = characters + 1, index
        regional = regional + 1 if _is_regional(code_point) else 0
        size += utf8_bytes(code_point)
        if characters > limits.text_graphemes or size > limits.text_bytes:
            # A single character larger than a message cannot be divided: the room refuses it.
            return end or len(text)
    return len(text)


def _continues(text: str, index: int, regional_before: int) -> bool:
    """True if the code point belongs to the character before it (most of UAX #29), which ends in ``regional_before``
    regional indicators."""
    if index == 0:
        return False
    code_point, previous = text[index], text[index - 1]
    if code_point == _ZERO_WIDTH_JOINER or unicodedata.category(code_point) in ("Mn", "Me", "Mc"):
        return True
    if _is_emoji_modifier(code_point):
        return True
    if previous == _ZERO_WIDTH_JOINER:
        return unicodedata.category(code_point) == "So"
    return _is_regional(code_point) and regional_before % 2 == 1


def _is_emoji_modifier(code_point: str) -> bool:
    """Skin tones, and the tags of flags such as that of Scotland."""
    return "\U0001f3fb" <= code_point <= "\U0001f3ff" or "\U000e0020" <= code_point <= "\U000e007f"


def _is_regional(code_point: str) -> bool:
    return "\U0001f1e6" <= code_point <= "\U0001f1ff"
