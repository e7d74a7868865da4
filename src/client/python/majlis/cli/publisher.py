"""Publishes lines as fast as the room accepts them, and counts those that could not be stored."""

from __future__ import annotations

import asyncio
from typing import AsyncIterator, Callable

from ..encode import utf8_bytes
from ..errors import RoomError
from ..events import Message
from ..room import Room
from .split_text import split_text
from .stdin_lines import Line, NotUtf8

MAX_UNCONFIRMED = 50
MAX_UNCONFIRMED_BYTES = 32 * 1_024
"""Half of what the outbox holds, so that one more line always fits, unless it is too large for any room."""


class Publisher:
    """Each line ends as stored or failed: ``stored`` gets the message, ``failed`` a sentence."""

    def __init__(
        self, room: Room, *, stored: Callable[[Message], None], failed: Callable[[str], None]
    ) -> None:
        self._room = room
        self._stored = stored
        self._failed = failed
        self._unconfirmed: dict[asyncio.Task[None], int] = {}
        self._count = 0
        self.failures = 0

    @property
    def unconfirmed(self) -> int:
        """How many lines are neither stored nor failed yet."""
        return len(self._unconfirmed)

    async def publish_all(self, lines: AsyncIterator[Line]) -> None:
        """Publishes each line, a long one as several messages; returns once all are stored or failed."""
        async for line in lines:
            self._count += 1
            if isinstance(line, NotUtf8):
                self._fail(self._count, "It is not UTF-8. (not_utf8)")
                continue
            for text in split_text(line, self._room.limits):
                await self._publish_text(text)
        await self.finish()

    async def _publish_text(self, text: str) -> None:
        """Queues ``text``; returns once there is room for another."""
        size = utf8_bytes(text)
        while self._unconfirmed and (
            len(self._unconfirmed) >= MAX_UNCONFIRMED or sum(self._unconfirmed.values()) + size > MAX_UNCONFIRMED_BYTES
        ):
            await asyncio.wait(self._unconfirmed, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.ensure_future(self._publish(self._count, text))
        self._unconfirmed[task] = size
        task.add_done_callback(lambda done: self._unconfirmed.pop(done, None))
        # Lets the task reach the outbox before the next line.
        await asyncio.sleep(0)

    async def finish(self) -> None:
        """Returns once every line is stored or failed."""
        while self._unconfirmed:
            await asyncio.wait(self._unconfirmed)

    async def _publish(self, number: int, text: str) -> None:
        try:
            self._stored(await self._room.publish(text))
        except RoomError as error:
            self._fail(number, f"{error} ({error.code})")

    def _fail(self, number: int, reason: str) -> None:
        self.failures += 1
        self._failed(f"line {number} is not stored: {reason}")
