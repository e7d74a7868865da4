"""Messages as lines of plain text, for people at a terminal (SPEC TXT-2, TXT-3)."""

from __future__ import annotations

import re

CONTINUATION = "  "
"""Further lines of a message start with this, so that none of them can pass for a line of its own."""

_BREAK = re.compile("[\n\x0b\x0c\r\x85\u2028\u2029]")


def message_line(name: str, text: str) -> str:
    """``Ana: hello``; further lines of the text are indented."""
    return f"{name}: {_indent_further_lines(text)}"


def room_line(text: str) -> str:
    """``* Ana joined``: the room itself speaks."""
    return f"* {_indent_further_lines(text)}"


def _indent_further_lines(text: str) -> str:
    return _BREAK.sub("\n" + CONTINUATION, text)
