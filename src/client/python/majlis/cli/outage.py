"""Limits how long a command waits for a room that cannot be reached."""

from __future__ import annotations

import asyncio
from typing import Callable

from ..connection import State
from ..environment import Cancel, SetTimer
from ..room import Room


class Outage:
    """``too_long`` resolves once ``room`` had no connection for ``limit_s`` seconds on end while ``is_waiting()``, which
    is asked at the end of each such span."""

    def __init__(self, room: Room, set_timer: SetTimer, limit_s: float, is_waiting: Callable[[], bool]) -> None:
        self.too_long: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._set_timer = set_timer
        self._limit_s = limit_s
        self._is_waiting = is_waiting
        self._cancel_timer: Cancel | None = None
        self._stop_listening = room.on("state", self._state_changed)
        self._state_changed(room.state)

    def stop(self) -> None:
        """Stops watching."""
        self._stop_listening()
        self._stop_timer()

    def _state_changed(self, state: State) -> None:
        if state.name == "online":
            self._stop_timer()
        elif self._cancel_timer is None:
            self._start_timer()

    def _start_timer(self) -> None:
        self._cancel_timer = self._set_timer(self._span_ended, self._limit_s * 1_000)

    def _span_ended(self) -> None:
        if not self._is_waiting():
            self._start_timer()
        elif not self.too_long.done():
            self.too_long.set_result(None)

    def _stop_timer(self) -> None:
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None
