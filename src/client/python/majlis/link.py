"""One socket, from its opening to its end. Once it is over it says nothing more, however late its events come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from .address import Address
from .environment import ABANDONED, CloseEvent, Environment, SocketEvents
from .heartbeat import PING_FRAME, PONG_FRAME, Heartbeat

MAX_LOSSY_BACKLOG = 100
"""Frames that wait to be written, past which those that may be lost are."""


@dataclass(frozen=True)
class LinkEvents:
    on_frame: Callable[[str], None]
    on_activity: Callable[[], None]
    """anything at all came, an answered ping included"""
    on_close: Callable[[CloseEvent], None]


class Link:
    def __init__(self, environment: Environment, address: Address, events: LinkEvents) -> None:
        self._events = events
        self._is_closed = False
        self._heartbeat = Heartbeat(
            environment, send_ping=lambda: self.send(PING_FRAME), on_dead=lambda: self._end(ABANDONED)
        )
        self._socket = environment.open_socket(
            address.url, address.protocols, SocketEvents(on_frame=self._receive, on_close=self._end)
        )

    def start_heartbeat(self) -> None:
        self._heartbeat.start()

    def probe(self) -> None:
        self._heartbeat.probe()

    def send(self, frame: str) -> None:
        """Sends if it can; a frame that is lost is found missing by its answer."""
        if not self._is_closed:
            self._socket.send(frame)

    def send_lossy(self, frame: str) -> None:
        if self._socket.backlog < MAX_LOSSY_BACKLOG:
            self.send(frame)

    def abandon(self) -> None:
        """Lets go of the socket without waiting for its close handshake, which a dead one never finishes."""
        self._is_closed = True
        self._heartbeat.stop()
        self._socket.close()

    async def wait_closed(self) -> None:
        await self._socket.wait_closed()

    def _receive(self, frame: str) -> None:
        if self._is_closed:
            return
        self._heartbeat.activity()
        if frame != PONG_FRAME:
            self._events.on_frame(frame)
        # Only after what it says: it may say that nothing is to be sent.
        if not self._is_closed:
            self._events.on_activity()

    def _end(self, close_event: CloseEvent) -> None:
        if not self._is_closed:
            self.abandon()
            self._events.on_close(close_event)
