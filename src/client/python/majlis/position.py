"""A place in a room's stream of durable events, written ``EPOCH.SEQ`` (SPEC POS-1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_SEQ = 2**53 - 1
"""The largest number that every client of the protocol can hold exactly."""

_WRITTEN = re.compile(r"([0-9a-z]{1,16})\.(0|[1-9][0-9]{0,15})")


@dataclass(frozen=True)
class Position:
    """``epoch`` is drawn whenever a room's log begins; ``seq`` is the last durable event behind this place."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}"

    @classmethod
    def parse(cls, text: str) -> Position | None:
        """The position written in ``text``, or None if it is not one."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            return None
        seq = int(match[2])
        return cls(match[1], seq) if seq <= MAX_SEQ else None


EMPTY = Position("0", 0)
"""Where a room stands that nobody has joined yet."""
