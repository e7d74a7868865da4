"""A bounded queue of durable events for ``async for`` loops, one at a time; none is lost between two loops."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Union

from .errors import RoomError, client_error
from .events import DurableEvent, Reset

StreamEvent = Union[DurableEvent, Reset]
"""What ``async for event in room`` yields."""

MAX_UNREAD_EVENTS = 10_000
"""A reader that falls further behind fails with ``reader_too_slow``: a gap would go unnoticed."""


class EventStream:
    """Single consumer."""

    def __init__(self) -> None:
        self._unread: deque[StreamEvent] = deque()
        self._reader: asyncio.Future[None] | None = None
        self._is_over = False
        self._error: RoomError | None = None

    def push(self, event: StreamEvent) -> None:
        """Appends ``event``; ignored after the end."""
        if self._is_over:
            return
        if len(self._unread) < MAX_UNREAD_EVENTS:
            self._unread.append(event)
            self._wake()
        else:
            self._unread.clear()
            self.end(client_error("reader_too_slow"))

    def clear(self) -> None:
        """Drops the unread events."""
        self._unread.clear()

    def end(self, error: RoomError | None = None) -> None:
        """Ends the stream: after the unread events the loop ends, or raises ``error``."""
        if not self._is_over:
            self._is_over = True
            self._error = error
            self._wake()

    async def next(self) -> StreamEvent:
        """The next event. Raises StopAsyncIteration at the end, RoomError if the end is a failure, RuntimeError if
        another loop is waiting."""
        while not self._unread:
            if self._error is not None:
                raise self._error
            if self._is_over:
                raise StopAsyncIteration
            await self._wait()
        return self._unread.popleft()

    async def _wait(self) -> None:
        if self._reader is not None:
            raise RuntimeError("another loop is already reading this room's events")
        self._reader = asyncio.get_running_loop().create_future()
        try:
            await self._reader
        finally:
            self._reader = None

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
