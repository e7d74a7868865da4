"""Throttles one's own ``typing`` commands (SPEC EPH-1)."""

from __future__ import annotations

REPEAT_ON_AFTER_MS = 3_000


class TypingThrottle:
    """``on`` at most every three seconds, ``off`` once after it."""

    def __init__(self) -> None:
        self._on_at: float | None = None
        self._is_on = False

    def should_send(self, on: bool, now: float) -> bool:
        """True if this change should be sent. ``now``: ms since 1970."""
        if not on:
            was_on, self._is_on = self._is_on, False
            return was_on
        if self._on_at is not None and abs(now - self._on_at) < REPEAT_ON_AFTER_MS:
            return False
        self._on_at = now
        self._is_on = True
        return True
