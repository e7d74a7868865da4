"""A timer that knows whether it came in time."""

from __future__ import annotations

from typing import Callable

from .environment import Cancel, Environment

LATE_MS = 2_000
"""A timer later than this was held up by a machine that slept."""


def set_deadline(
    environment: Environment, ms: float, *, due: Callable[[], None], late: Callable[[], None]
) -> Cancel:
    """Calls ``due`` after ``ms``; or ``late``, where that is long past and what was waited for had no fair chance."""
    due_at = environment.now() + ms

    def fire() -> None:
        if environment.now() - due_at > LATE_MS:
            late()
        else:
            due()

    return environment.set_timer(fire, ms)
