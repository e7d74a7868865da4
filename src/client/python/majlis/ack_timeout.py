"""Detects a connection on which messages are not acknowledged (SPEC PUB-2)."""

from __future__ import annotations

from typing import Callable

from .deadline import set_deadline
from .environment import Cancel, Environment
from .outbox import Outbox

ACK_TIMEOUT_MS = 10_000


class AckTimeout:
    """``on_timeout``: a message was unconfirmed for 10 s. ``on_late``: the machine was suspended meanwhile, so that the
    connection should be probed; the timeout starts again."""

    def __init__(
        self,
        environment: Environment,
        outbox: Outbox,
        *,
        on_timeout: Callable[[], None],
        on_late: Callable[[], None],
    ) -> None:
        self._environment = environment
        self._outbox = outbox
        self._on_timeout = on_timeout
        self._on_late = on_late
        self._cancel: Cancel | None = None

    def start(self) -> None:
        """Starts the timeout of the oldest message in flight, if there is one and the timer does not run."""
        oldest = self._outbox.oldest_sent_at
        if self._cancel is not None or oldest is None:
            return
        # At most the full timeout: the clock may have been set back.
        ms = min(ACK_TIMEOUT_MS, oldest + ACK_TIMEOUT_MS - self._environment.now())
        self._cancel = set_deadline(self._environment, ms, on_due=self._on_due, on_late=self._on_late_timer)

    def stop(self) -> None:
        """Cancels the timer."""
        if self._cancel is not None:
            self._cancel()
        self._cancel = None

    def _on_due(self) -> None:
        self.stop()
        oldest = self._outbox.oldest_sent_at
        if oldest is not None and self._environment.now() - oldest >= ACK_TIMEOUT_MS:
            self._on_timeout()
        else:
            self.start()

    def _on_late_timer(self) -> None:
        self.stop()
        self._outbox.restart_ack_timeouts(self._environment.now())
        self._on_late()
        self.start()
