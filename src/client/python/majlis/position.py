"""A position in a room's stream of durable events, written ``EPOCH.SEQ`` (SPEC POS-1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_SEQ = 2**53 - 1
"""The largest integer that JavaScript can represent exactly."""

_PATTERN = re.compile(r"([0-9a-z]{1,16})\.(0|[1-9][0-9]{0,15})")


@dataclass(frozen=True)
class Position:
    """``epoch`` identifies the log, ``seq`` the last durable event before this position; 0 if there is none."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}"

    @classmethod
    def parse(cls, text: str) -> Position | None:
        """Parses ``text``; None if it is not a position."""
        match = _PATTERN.fullmatch(text)
        if match is None:
            return None
        seq = int(match[2])
        return cls(match[1], seq) if seq <= MAX_SEQ else None


EMPTY = Position("0", 0)
"""The position of a room that does not exist yet (SPEC ROOM-3)."""
