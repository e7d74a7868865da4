"""The limits that a ``welcome`` announces, and their defaults (SPEC, "Limits")."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """A token bucket: ``per_second`` tokens a second, at most ``burst`` of them."""

    per_second: float = 10
    burst: float = 20


@dataclass(frozen=True)
class Limits:
    """``_bytes`` are UTF-8 bytes, ``_graphemes`` user-perceived characters; ``history_page`` is the most events in a
    page, ``in_flight`` the most unanswered commands (SPEC LIM-3), ``read_members`` the most members
    to whom ``read`` is passed on (SPEC EPH-3). The defaults are the room's."""

    frame_bytes: int = 65_536
    text_graphemes: int = 4_000
    text_bytes: int = 16_384
    name_graphemes: int = 40
    signal_bytes: int = 4_096
    history_page: int = 200
    in_flight: int = 10
    read_members: int = 10
    publish_rate: Rate = field(default_factory=Rate)
