"""Detects a dead connection by ping and pong (SPEC LIVE-1)."""

from __future__ import annotations

from typing import Callable, Sequence

from .deadline import set_deadline
from .environment import Cancel, Environment

PING_FRAME = '{"type":"ping"}'
PONG_FRAME = '{"type":"pong"}'
"""Exactly these bytes: the platform answers them without waking the room."""

PING_INTERVAL_MS = 25_000
JITTER = 0.2
"""The interval is 90 % to 110 %, at random, so that many clients do not ping in step."""
PONG_TIMEOUTS_MS = (5_000, 5_000)
"""One pong may be lost: a second ping follows the first timeout, failure the second."""
PROBE_TIMEOUTS_MS = (3_000,)
"""The timeout of a probe, which is not repeated."""


def _nothing() -> None:
    pass


class Heartbeat:
    """``send_ping`` sends a ping; ``on_dead`` is called once, when no pong came in time."""

    def __init__(self, environment: Environment, *, send_ping: Callable[[], None], on_dead: Callable[[], None]) -> None:
        self._environment = environment
        self._send_ping = send_ping
        self._on_dead = on_dead
        self._is_running = False
        self._is_awaiting_pong = False
        self._is_probing = False
        self._was_late = False
        self._cancel: Cancel = _nothing

    def start(self) -> None:
        """Pings every 25 s from now on."""
        self._is_running = True
        self._schedule_ping()

    def stop(self) -> None:
        """Stops, and calls nothing any more."""
        self._is_running = False
        self._cancel()

    def activity(self) -> None:
        """A frame came: the connection is alive. Called for each frame, so it does not restart a running timer."""
        self._was_late = False
        if self._is_running and self._is_awaiting_pong:
            self._schedule_ping()

    def probe(self) -> None:
        """Pings now, with a short timeout. Does not restart a running probe: probing often must not delay failure."""
        if self._is_running and not self._is_probing:
            self._ping(PROBE_TIMEOUTS_MS, is_probing=True)

    def _schedule_ping(self) -> None:
        """Pings after the interval, however much is received: only pings show the room that a reader is alive."""
        self._is_awaiting_pong = self._is_probing = False
        self._cancel()
        interval_ms = round(PING_INTERVAL_MS * (1 + (self._environment.random() - 0.5) * JITTER))
        self._cancel = self._environment.set_timer(
            lambda: self._ping(PONG_TIMEOUTS_MS, is_probing=False), interval_ms
        )

    def _ping(self, timeouts_ms: Sequence[float], *, is_probing: bool) -> None:
        self._is_awaiting_pong = True
        self._is_probing = is_probing
        self._cancel()
        if not timeouts_ms:
            self._fail()
            return
        self._send_ping()
        self._cancel = set_deadline(
            self._environment,
            timeouts_ms[0],
            on_due=lambda: self._ping(timeouts_ms[1:], is_probing=is_probing),
            on_late=self._on_late_timer,
        )

    def _on_late_timer(self) -> None:
        """A timer that is late after a suspend proves nothing: probe. The second time in a row, fail."""
        if self._was_late:
            self._fail()
            return
        self._was_late = True
        self._ping(PROBE_TIMEOUTS_MS, is_probing=True)

    def _fail(self) -> None:
        self.stop()
        self._on_dead()
