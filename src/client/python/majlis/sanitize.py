"""What others wrote, made safe for a terminal: it can move no cursor, set no title, and pass for no other line."""

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
_SURROGATE = re.compile("[\ud800-\udfff]")


def sanitize(text: str) -> str:
    """``text`` without escape sequences and control characters. Line breaks become ``\\n``; tabs stay."""
    text = _ESCAPE_SEQUENCE.sub("", _BREAK.sub("\n", text))
    # What is left over of a broken sequence is shown: only its control characters have any power.
    text = _DIRECTION_OVERRIDE.sub("", _CONTROL.sub("", text))
    return _SURROGATE.sub("\ufffd", text)


def sanitize_name(name: str) -> str:
    """A name in one line, isolated: whatever its direction, it turns around nothing that stands beside it."""
    one_line = " ".join(sanitize(name).split())
    return f"{FIRST_STRONG_ISOLATE}{_DIRECTION_CONTROL.sub('', one_line)}{POP_ISOLATE}"
