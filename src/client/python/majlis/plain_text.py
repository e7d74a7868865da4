"""Formats messages as lines of plain text (SPEC TXT-2, TXT-3)."""

from __future__ import annotations

import re

from .members import Author, Member, Self

CONTINUATION = "  "
"""The indent of further lines of a message, so that none of them can forge a line (SPEC TXT-3)."""

_VOUCHED_MARK = " ✓"
"""Behind the name of a member for whom a site vouches (SPEC VOUCH-1). No name can have a check mark (SPEC ID-7)."""

_BREAK = re.compile("[\n\x0b\x0c\r\x85\u2028\u2029]")


def shown_name(member: Author | Member | Self) -> str:
    """A member's name as plain text shows it: ``Ana``, or ``Ana ✓`` for one for whom a site vouches."""
    return member.name + _VOUCHED_MARK if member.vouched else member.name


def message_line(name: str, text: str) -> str:
    """``Ana: hello``; further lines of the text are indented."""
    return f"{name}: {_indent_further_lines(text)}"


def room_line(text: str) -> str:
    """``* Ana joined``: a line of the room itself."""
    return f"* {_indent_further_lines(text)}"


def _indent_further_lines(text: str) -> str:
    return _BREAK.sub("\n" + CONTINUATION, text)
