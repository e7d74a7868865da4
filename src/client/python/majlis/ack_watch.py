"""Notices that what was sent on an open connection is not answered: then the connection is not what it seems."""

from __future__ import annotations

from typing import Callable

from .deadline import set_deadline
from .environment import Cancel, Environment
from .outbox import Outbox

ACK_TIMEOUT_MS = 10_000


class AckWatch:
    """``overdue``: the time is up. ``doubtful``: the machine slept, nothing can be said, but it is worth asking."""

    def __init__(
        self,
        environment: Environment,
        outbox: Outbox,
        *,
        overdue: Callable[[], None],
        doubtful: Callable[[], None],
    ) -> None:
        self._environment = environment
        self._outbox = outbox
        self._overdue = overdue
        self._doubtful = doubtful
        self._cancel: Cancel | None = None

    def watch(self) -> None:
        """Watches the oldest message on its way, if there is one; one timer at a time, however often it is called."""
        oldest = self._outbox.oldest_sent_at
        if self._cancel is not None or oldest is None:
            return
        # A clock that was set back would make the wait too long.
        ms = min(ACK_TIMEOUT_MS, oldest + ACK_TIMEOUT_MS - self._environment.now())
        self._cancel = set_deadline(self._environment, ms, due=self._judge, late=self._excuse)

    def stop(self) -> None:
        if self._cancel is not None:
            self._cancel()
        self._cancel = None

    def _judge(self) -> None:
        self.stop()
        oldest = self._outbox.oldest_sent_at
        if oldest is not None and self._environment.now() - oldest >= ACK_TIMEOUT_MS:
            self._overdue()
        else:
            self.watch()

    def _excuse(self) -> None:
        self.stop()
        self._outbox.renew_sent_at(self._environment.now())
        self._doubtful()
        self.watch()
