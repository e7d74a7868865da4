"""Sends lines as fast as the room takes them, and counts what could not be stored."""

from __future__ import annotations

import asyncio
from typing import AsyncIterator, Callable

from ..encode import utf8_bytes
from ..errors import RoomError
from ..events import Message
from ..room import Room

MAX_UNCONFIRMED = 50
MAX_UNCONFIRMED_BYTES = 32 * 1_024
"""Half of what the outbox holds: one more line always fits, unless no room would take it."""


class Publisher:
    """Every line is in one of three places: waiting, stored, or among the failures that were told."""

    def __init__(
        self, room: Room, *, stored: Callable[[Message], None], failed: Callable[[str], None]
    ) -> None:
        self._room = room
        self._stored = stored
        self._failed = failed
        self._waiting: dict[asyncio.Task[None], int] = {}
        self._count = 0
        self.failures = 0

    @property
    def unconfirmed(self) -> int:
        return len(self._waiting)

    async def publish_all(self, lines: AsyncIterator[str]) -> None:
        async for line in lines:
            await self.publish(line)
        await self.finish()

    async def publish(self, line: str) -> None:
        """Returns once the line is on its way and there is space for another."""
        size = utf8_bytes(line)
        while self._waiting and (
            len(self._waiting) >= MAX_UNCONFIRMED or sum(self._waiting.values()) + size > MAX_UNCONFIRMED_BYTES
        ):
            await asyncio.wait(self._waiting, return_when=asyncio.FIRST_COMPLETED)
        self._count += 1
        task = asyncio.ensure_future(self._publish(self._count, line))
        self._waiting[task] = size
        task.add_done_callback(lambda done: self._waiting.pop(done, None))
        # The task takes its place in the outbox before another line can.
        await asyncio.sleep(0)

    async def finish(self) -> None:
        """Returns once each line is stored or failed."""
        while self._waiting:
            await asyncio.wait(self._waiting)

    async def _publish(self, number: int, line: str) -> None:
        try:
            self._stored(await self._room.publish(line))
        except RoomError as error:
            self.failures += 1
            self._failed(f"line {number} is not stored: {error} ({error.code})")
