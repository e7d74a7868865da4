"""A timer that knows whether it came in time."""

from __future__ import annotations

from typing import Callable

from .environment import Cancel, Environment

LATE_AFTER_MS = 2_000
"""A timer later than this was held up by a machine that slept."""


def set_deadline(
    environment: Environment, ms: float, *, on_due: Callable[[], None], on_late: Callable[[], None]
) -> Cancel:
    """Calls ``on_due`` after ``ms``; or ``on_late``, where that is long past and what was waited for had no fair random_value."""
    due_at = environment.now() + ms

    def fire() -> None:
        if environment.now() - due_at > LATE_AFTER_MS:
            on_late()
        else:
            on_due()

    return environment.set_timer(fire, ms)
