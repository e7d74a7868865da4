"""Sanitizes untrusted text for a terminal: it cannot move the cursor, set the title or forge a line (SPEC TXT-3)."""

from __future__ import annotations

import re

from .marks import cut_marks

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
_ISOLATES = "\u2066\u2067\u2068"

_BREAK = re.compile("\r\n|[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
_ESCAPE_SEQUENCE = re.compile(
    # ECMA-48: control sequences; then command strings with their terminator; then short escapes.
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\\\|\x9c)"
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
    """``text`` without escape sequences, control characters and piles of marks. Line breaks become ``\\n``; tabs stay."""
    text = _ESCAPE_SEQUENCE.sub("", _BREAK.sub("\n", text))
    # The rest of a broken sequence stays: without its control characters it is harmless.
    text = _DIRECTION_OVERRIDE.sub("", _CONTROL.sub("", text))
    return cut_marks(_SURROGATE.sub("\ufffd", text))


def sanitize_name(name: str) -> str:
    """``name`` on one line, without direction controls."""
    return _DIRECTION_CONTROL.sub("", " ".join(sanitize(name).split()))


def isolate_name(name: str) -> str:
    """The sanitized ``name``, in a Unicode isolate if it has right-to-left letters (SPEC HTTP-11)."""
    clean = sanitize_name(name)
    return _isolate(clean) if _RIGHT_TO_LEFT.search(clean) else clean


def isolate_text(name: str, text: str) -> str:
    """The sanitized ``text`` as it stands beside ``name``: its first line in a Unicode isolate if that has right-to-left
    letters and the name none, so that a line begins with ``Ana: `` whatever the text (SPEC HTTP-11)."""
    clean = sanitize(text)
    first, line_break, rest = clean.partition("\n")
    if _RIGHT_TO_LEFT.search(name) or not _RIGHT_TO_LEFT.search(first):
        return clean
    return _isolate(_without_unmatched_pops(first)) + line_break + rest


def _isolate(text: str) -> str:
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def _without_unmatched_pops(text: str) -> str:
    """Without those that would end an isolate around the text."""
    depth = 0
    kept: list[str] = []
    for character in text:
        if character == POP_ISOLATE:
            if depth == 0:
                continue
            depth -= 1
        elif character in _ISOLATES:
            depth += 1
        kept.append(character)
    return "".join(kept)
