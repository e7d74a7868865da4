"""Notices a connection that died without a word (SPEC LIVE-1)."""

from __future__ import annotations

from typing import Callable, Sequence

from .deadline import set_deadline
from .environment import Cancel, Environment

PING_FRAME = '{"type":"ping"}'
PONG_FRAME = '{"type":"pong"}'
"""Exactly these: the platform answers the one with the other without waking the room."""

PING_INTERVAL_MS = 25_000
JITTER = 0.2
"""The interval is drawn from 90 % to 110 %, so that a crowd does not ping in step."""
PONG_WAITS_MS = (5_000, 5_000)
"""One pong may be lost: the second ping is sent after the first wait, death follows after the second."""
PROBE_WAITS_MS = (3_000,)


def _nothing() -> None:
    pass


class Heartbeat:
    def __init__(self, environment: Environment, *, ping: Callable[[], None], dead: Callable[[], None]) -> None:
        self._environment = environment
        self._ping = ping
        self._dead = dead
        self._is_on = False
        self._is_asking = False
        self._is_probing = False
        self._was_excused = False
        self._cancel: Cancel = _nothing

    def start(self) -> None:
        self._is_on = True
        self._be_quiet()

    def stop(self) -> None:
        self._is_on = False
        self._cancel()

    def heard(self) -> None:
        """Anything at all was heard. Called for each frame, so it starts no timer where one already runs."""
        self._was_excused = False
        if self._is_on and self._is_asking:
            self._be_quiet()

    def probe(self) -> None:
        """Asks now, and will not wait long. A probe under way goes on, so that asking often cannot put death off."""
        if self._is_on and not self._is_probing:
            self._ask(PROBE_WAITS_MS, is_probing=True)

    def _be_quiet(self) -> None:
        """Pings after the interval whatever is heard until then: the room knows a listener only by what it sends."""
        self._is_asking = self._is_probing = False
        self._cancel()
        interval_ms = round(PING_INTERVAL_MS * (1 + (self._environment.random() - 0.5) * JITTER))
        self._cancel = self._environment.set_timer(
            lambda: self._ask(PONG_WAITS_MS, is_probing=False), interval_ms
        )

    def _ask(self, waits_ms: Sequence[float], *, is_probing: bool) -> None:
        self._is_asking = True
        self._is_probing = is_probing
        self._cancel()
        if not waits_ms:
            self._die()
            return
        self._ping()
        self._cancel = set_deadline(
            self._environment,
            waits_ms[0],
            due=lambda: self._ask(waits_ms[1:], is_probing=is_probing),
            late=self._excuse,
        )

    def _excuse(self) -> None:
        """A late timer is no dead link, but only once: where timers are always late, death must still come."""
        if self._was_excused:
            self._die()
            return
        self._was_excused = True
        self._ask(PROBE_WAITS_MS, is_probing=True)

    def _die(self) -> None:
        self.stop()
        self._dead()
