"""Exponential backoff with full jitter (SPEC LIVE-4)."""

from __future__ import annotations

from typing import Callable

BASE_MS = 500
MAX_MS = 20_000

STABLE_AFTER_MS = 5_000
"""A connection that was joined for this long resets the backoff."""

_MAX_DOUBLINGS = 16
"""Beyond ``MAX_MS`` already; bounded so that the exponent cannot grow for weeks."""


class Backoff:
    """Full jitter, so that clients that lost their connections together do not return together.

    ``random``: returns a number from 0 up to, not including, 1.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._failures = 0
        self._has_spread = False

    def next_delay_ms(self, spread_ms: float | None = None) -> float:
        """The ms to wait before the next attempt. ``spread_ms`` is given after an unclean close of a joined connection:
        the first attempt is spread over it."""
        if spread_ms is not None and self._failures == 0 and not self._has_spread:
            self._has_spread = True
            return self._random() * spread_ms
        delay_ms = self._random() * min(MAX_MS, BASE_MS << self._failures)
        self._failures = min(self._failures + 1, _MAX_DOUBLINGS)
        return delay_ms

    def reset(self) -> None:
        """Starts again from the shortest wait."""
        self._failures = 0
        self._has_spread = False
