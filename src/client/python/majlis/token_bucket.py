"""Client-side rate limiting, so that the room need not drop commands (SPEC LIM-1)."""

from __future__ import annotations

import math

from .limits import Rate

MARGIN_MS = 50
"""Added to each pause: the room's clock may run a little behind, and a command that comes early is dropped."""


class TokenBucket:
    """One token a command. ``now`` is ms since 1970."""

    def __init__(self) -> None:
        self._rate: Rate | None = None
        self._tokens = 0.0
        self._counted_at = 0.0
        self._paused_at = 0.0
        self._pause_ms = 0.0

    def set_rate(self, rate: Rate, now: float) -> None:
        """The first call fills the bucket; later ones keep the tokens, as the room does."""
        if self._rate is None:
            self._tokens = rate.burst
            self._counted_at = now
        self._rate = rate

    def wait_ms(self, now: float) -> int:
        """How long the next command must wait, in whole ms; 0 if it can be sent now."""
        self._refill(now)
        per_second = 1.0 if self._rate is None else self._rate.per_second
        for_token = 0.0 if self._tokens >= 1 else (1 - self._tokens) / per_second * 1_000
        return math.ceil(max(0.0, self._pause_left_ms(now), for_token))

    def take(self) -> None:
        """Takes one token, for a command that is sent."""
        self._tokens -= 1

    def pause(self, now: float, ms: float) -> None:
        """The room refused a command for its rate: pauses for ``ms`` and empties the bucket, as others may share the
        room's."""
        self._pause_ms = max(self._pause_left_ms(now), ms + MARGIN_MS)
        self._paused_at = now
        self._refill(now)
        self._tokens = min(self._tokens, 0)

    def _pause_left_ms(self, now: float) -> float:
        """A clock that was set back ends the pause, which would else last for hours."""
        return 0 if now < self._paused_at else self._paused_at + self._pause_ms - now

    def _refill(self, now: float) -> None:
        rate = self._rate or Rate(0, 0)
        elapsed_ms = max(0.0, now - self._counted_at)
        self._tokens = min(rate.burst, self._tokens + elapsed_ms * rate.per_second / 1_000)
        self._counted_at = now
