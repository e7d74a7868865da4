"""One socket and its heartbeat, from opening to close. Events that come after the close are ignored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable

from .address import Address
from .environment import ABANDONED, CloseEvent, Environment, SocketEvents
from .heartbeat import PING_FRAME, PONG_FRAME, Heartbeat
from .inflate import DAMAGED_FRAME, DamagedFrame, inflate_frame

MAX_LOSSY_BACKLOG = 100
"""Past this many frames that wait to be written, lossy ones are dropped."""


@dataclass(frozen=True)
class LinkEvents:
    """What a link calls."""

    on_frame: Callable[[str], None]
    on_activity: Callable[[], None]
    """a frame of any kind came, a pong included; called after ``on_frame``"""
    on_close: Callable[[CloseEvent], None]


class Link:
    """Opens its socket at once."""

    def __init__(self, environment: Environment, address: Address, events: LinkEvents) -> None:
        self._events = events
        self._is_closed = False
        self._heartbeat = Heartbeat(
            environment, send_ping=lambda: self.send(PING_FRAME), on_dead=lambda: self._end(ABANDONED)
        )
        socket_events = SocketEvents(on_frame=self._receive, on_close=self._end)
        if address.deflates:
            socket_events = replace(socket_events, on_binary=self._receive_compressed)
        self._socket = environment.open_socket(address.url, address.protocols, socket_events)

    def start_heartbeat(self) -> None:
        """Pings from now on; without a pong the link closes as ``ABANDONED`` (SPEC LIVE-1)."""
        self._heartbeat.start()

    def probe(self) -> None:
        """Pings now, and closes the link unless a pong comes within seconds."""
        self._heartbeat.probe()

    def send(self, frame: str) -> None:
        """Sends ``frame`` unless the link is closed. Never raises: what is lost is noticed by its missing answer."""
        if not self._is_closed:
            self._socket.send(frame)

    def send_lossy(self, frame: str) -> None:
        """Sends ``frame``, or drops it where too many wait to be written."""
        if self._socket.backlog < MAX_LOSSY_BACKLOG:
            self.send(frame)

    def abandon(self) -> None:
        """Closes without waiting for the close handshake, which a dead peer never finishes. Calls no event any more."""
        self._is_closed = True
        self._heartbeat.stop()
        self._socket.close()

    async def wait_closed(self) -> None:
        """Returns when the socket is closed, within seconds."""
        await self._socket.wait_closed()

    def _receive(self, frame: str) -> None:
        if self._is_closed:
            return
        self._heartbeat.activity()
        if frame != PONG_FRAME:
            self._events.on_frame(frame)
        # After on_frame: the frame may have caused a disconnect.
        if not self._is_closed:
            self._events.on_activity()

    def _receive_compressed(self, frame: bytes) -> None:
        if self._is_closed:
            return
        try:
            text = inflate_frame(frame)
        except DamagedFrame:
            self._end(DAMAGED_FRAME)
        else:
            self._receive(text)

    def _end(self, close_event: CloseEvent) -> None:
        if not self._is_closed:
            self.abandon()
            self._events.on_close(close_event)
