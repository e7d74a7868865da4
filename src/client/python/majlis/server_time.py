"""The room's time by the client's clock (SPEC TIME-2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable

from .errors import client_error
from .events import Time


@dataclass(frozen=True)
class ServerTime:
    """``offset_ms``: how far the room's clock is ahead of yours, wrong by half of ``round_trip_ms`` at most: how long the
    fastest answer took."""

    offset_ms: float
    round_trip_ms: float
    _clock: Callable[[], float] = field(repr=False, compare=False)

    def now(self) -> float:
        """The time by the room's clock, in ms since 1970."""
        return self._clock() + self.offset_ms


async def sync_time(
    clock: Callable[[], float], request: Callable[[dict[str, Any]], Awaitable[object]], samples: int
) -> ServerTime:
    """Asks ``samples`` times, each after the answer to the one before it."""
    measured = [await _sample(clock, request) for _ in range(max(1, samples))]
    return min(measured, key=lambda sample: sample.round_trip_ms)


async def _sample(
    clock: Callable[[], float], request: Callable[[dict[str, Any]], Awaitable[object]]
) -> ServerTime:
    sent_at = clock()
    answer = await request({"type": "time"})
    received_at = clock()
    if not isinstance(answer, Time):
        raise client_error("timeout")
    return ServerTime(answer.at - (sent_at + received_at) / 2, received_at - sent_at, clock)
