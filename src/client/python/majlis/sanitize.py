"""Sanitizes untrusted text for a terminal: it cannot move the cursor, set the title or forge a line (SPEC TXT-3)."""

from __future__ import annotations

import re

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

_BREAK = re.compile("\r\n|[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
_ESCAPE_SEQUENCE = re.compile(
    # ECMA-48: control sequences; then command strings with their terminator; then short escapes.
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[ -/]*[0-~]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DIRECTION_OVERRIDE = re.compile("[\u202a-\u202e]")
_DIRECTION_CONTROL = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile(
    # Hebrew, Arabic and their neighbours, with their presentation forms.
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def sanitize(text: str) -> str:
    """``text`` without escape sequences and control characters. Line breaks become ``\\n``; tabs stay."""
    text = _ESCAPE_SEQUENCE.sub("", _BREAK.sub("\n", text))
    # The rest of a broken sequence stays: without its control characters it is harmless.
    text = _DIRECTION_OVERRIDE.sub("", _CONTROL.sub("", text))
    return _SURROGATE.sub("\ufffd", text)


def sanitize_name(name: str) -> str:
    """``name`` on one line, without direction controls."""
    return _DIRECTION_CONTROL.sub("", " ".join(sanitize(name).split()))


def isolate_name(name: str, beside: str = "") -> str:
    """The sanitized ``name``; where it or the text ``beside`` it has right-to-left letters, in a Unicode isolate, so
    that neither reorders the other (SPEC HTTP-11)."""
    clean = sanitize_name(name)
    is_mixed = _RIGHT_TO_LEFT.search(clean) or _RIGHT_TO_LEFT.search(beside)
    return f"{FIRST_STRONG_ISOLATE}{clean}{POP_ISOLATE}" if is_mixed else clean
