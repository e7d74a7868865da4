"""A timer that detects that it fired late, because the machine was suspended."""

from __future__ import annotations

from typing import Callable

from .environment import Cancel, Environment

LATE_AFTER_MS = 2_000
"""Past this delay the machine was suspended, not just busy."""


def set_deadline(
    environment: Environment, ms: float, *, on_due: Callable[[], None], on_late: Callable[[], None]
) -> Cancel:
    """Calls ``on_due`` after ``ms``; or ``on_late`` if the timer fired more than ``LATE_AFTER_MS`` after that, so that
    the wait proves nothing. Returns the function that cancels it."""
    due_at = environment.now() + ms

    def fire() -> None:
        if environment.now() - due_at > LATE_AFTER_MS:
            on_late()
        else:
            on_due()

    return environment.set_timer(fire, ms)
