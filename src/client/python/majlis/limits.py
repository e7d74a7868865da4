"""What a client paces itself by: the part of a room's limits that ``welcome`` tells (SPEC, "Limits")."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """Tokens refill at ``per_second`` up to ``burst``."""

    per_second: float = 10
    burst: float = 20


@dataclass(frozen=True)
class Limits:
    """Sizes are UTF-8 bytes or user-perceived characters, as the names say. The defaults are the room's own."""

    frame_bytes: int = 65_536
    text_graphemes: int = 4_000
    text_bytes: int = 16_384
    name_graphemes: int = 40
    signal_bytes: int = 4_096
    history_page: int = 200
    in_flight: int = 10
    publish_rate: Rate = field(default_factory=Rate)
