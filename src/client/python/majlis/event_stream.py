"""Durable events for one ``async for`` loop, or for several one after another: nothing falls between them."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Union

from .errors import RoomError, client_error
from .events import DurableEvent, Reset

StreamEvent = Union[DurableEvent, Reset]

MAX_UNREAD_EVENTS = 10_000
"""Who falls further behind is told so, with ``reader_too_slow``: a hole would go unnoticed."""


class EventStream:
    def __init__(self) -> None:
        self._unread: deque[StreamEvent] = deque()
        self._reader: asyncio.Future[None] | None = None
        self._is_over = False
        self._error: RoomError | None = None

    def push(self, event: StreamEvent) -> None:
        if self._is_over:
            return
        if len(self._unread) < MAX_UNREAD_EVENTS:
            self._unread.append(event)
            self._wake()
        else:
            self._unread.clear()
            self.end(client_error("reader_too_slow"))

    def clear(self) -> None:
        """What is unread is void."""
        self._unread.clear()

    def end(self, error: RoomError | None = None) -> None:
        """No more will come; what is unread can still be read. Then the loop ends, or fails with ``error``."""
        if not self._is_over:
            self._is_over = True
            self._error = error
            self._wake()

    async def next(self) -> StreamEvent:
        """Raises StopAsyncIteration at the end, RoomError where the end is a failure."""
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
