"""Implements ``environment.Socket`` with the library ``websockets``, from 10.4 (whose client is ``legacy`` today) to
the current release.

Both clients have what is used here: ``connect`` with these options, ``recv``, ``send``, ``close``, and a
``ConnectionClosed`` with the received close frame. The library's own pings are off: the heartbeat is a text frame,
which a hibernating room answers too (SPEC LIVE-1).
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import Any, Sequence

import websockets
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI, WebSocketException

from .close_codes import ABNORMAL_CLOSURE
from .environment import ABANDONED, CloseEvent, Socket, SocketEvents
from .tickets import not_a_room

OPEN_TIMEOUT_S = 10
CLOSE_TIMEOUT_S = 1
"""The timeout of the close handshake; a room answers at once (SPEC LIVE-3)."""
MAX_FRAME_BYTES = 16 * 1_024 * 1_024
"""Well above what a room sends before it closes a slow connection (SPEC FLOW-2)."""

_connect: Any = getattr(websockets, "connect")
"""The library imports it lazily, which type checkers do not see in every release."""


def open_websocket(url: str, protocols: Sequence[str], events: SocketEvents) -> Socket:
    """See ``environment.OpenSocket``."""
    return WebSocket(url, protocols, events)


class WebSocket:
    """Opens at once; calls its events later, from the event loop. See ``environment.Socket``."""

    def __init__(self, url: str, protocols: Sequence[str], events: SocketEvents) -> None:
        self._events = events
        self._is_released = False
        self._unsent: deque[str] = deque()
        self._has_unsent = asyncio.Event()
        self._task = asyncio.ensure_future(self._run(url, protocols))

    @property
    def backlog(self) -> int:
        """See ``Socket.backlog``."""
        return len(self._unsent)

    def send(self, frame: str) -> None:
        """See ``Socket.send``. Frames that are sent before it is open are queued."""
        self._unsent.append(frame)
        self._has_unsent.set()

    def close(self) -> None:
        """See ``Socket.close``. Cancels the task instead of closing here: a listener may call it during a frame."""
        if not self._is_released:
            self._is_released = True
            self._task.cancel()

    async def wait_closed(self) -> None:
        """See ``Socket.wait_closed``."""
        await asyncio.wait([self._task], timeout=2 * CLOSE_TIMEOUT_S)

    async def _run(self, url: str, protocols: Sequence[str]) -> None:
        try:
            close_event = await self._exchange(url, protocols)
        except Exception as error:
            # Without a close the client would take the connection for open.
            asyncio.get_running_loop().call_exception_handler(
                {"message": "a connection to a room failed", "exception": error}
            )
            close_event = ABANDONED
        if not self._is_released:
            self._events.on_close(close_event)

    async def _exchange(self, url: str, protocols: Sequence[str]) -> CloseEvent:
        try:
            socket = await _connect(
                url,
                subprotocols=list(protocols),
                open_timeout=OPEN_TIMEOUT_S,
                close_timeout=CLOSE_TIMEOUT_S,
                ping_interval=None,
                max_size=MAX_FRAME_BYTES,
            )
        except (OSError, EOFError, ValueError, asyncio.TimeoutError, WebSocketException) as error:
            return close_event_of_error(error)
        if self._is_released:
            # asyncio.wait_for, with which older releases of the library connect, can swallow a cancellation that
            # races with success: without this the connection would leak.
            await socket.close()
            return ABANDONED
        writing = asyncio.ensure_future(self._write(socket))
        try:
            while True:
                frame = await socket.recv()
                if self._is_released:
                    continue
                if isinstance(frame, str):
                    self._events.on_frame(frame)
                else:
                    self._events.on_binary(frame)
        except ConnectionClosed as closed:
            return close_event_of_frame(closed)
        finally:
            writing.cancel()
            await socket.close()

    async def _write(self, socket: Any) -> None:
        """Writes the queued frames, one after the other. A close is reported by the reading side."""
        try:
            while True:
                await self._has_unsent.wait()
                while self._unsent:
                    await socket.send(self._unsent[0])
                    self._unsent.popleft()
                self._has_unsent.clear()
        except ConnectionClosed:
            pass


def close_event_of_frame(closed: ConnectionClosed) -> CloseEvent:
    """From the received close frame, if there was one."""
    received = closed.rcvd
    if received is None:
        return CloseEvent(ABNORMAL_CLOSURE, "", False)
    return CloseEvent(int(received.code), received.reason, True)


def close_event_of_error(error: Exception) -> CloseEvent:
    """From why connecting failed; ``is_permanent`` if a retry cannot succeed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return CloseEvent(ABNORMAL_CLOSURE, f"its certificate is not trusted: {error.verify_message}", False, True)
    if isinstance(error, InvalidURI):
        return CloseEvent(ABNORMAL_CLOSURE, "its URL cannot be used", False, True)
    if isinstance(error, InvalidHandshake):
        return _refused_handshake(error)
    return CloseEvent(ABNORMAL_CLOSURE, _reason_of(error), False)


def _refused_handshake(error: InvalidHandshake) -> CloseEvent:
    """The status is an attribute of the error up to websockets 13, and of its response since."""
    status = getattr(error, "status_code", None)
    if status is None:
        status = getattr(getattr(error, "response", None), "status_code", None)
    if status is None:
        return CloseEvent(ABNORMAL_CLOSURE, "the answer was not that of a room", False)
    return not_a_room(status)


def _reason_of(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "no answer" if isinstance(error, (asyncio.TimeoutError, EOFError)) else str(error)
