"""Publishes lines as fast as the room accepts them, and counts those that could not be stored."""

from __future__ import annotations

import asyncio
from itertools import groupby
from typing import AsyncIterator, Callable, NamedTuple

from ..encode import utf8_bytes
from ..errors import RoomError
from ..events import Message
from ..room import Room
from .split_text import split_text
from .stdin_lines import Line, NotUtf8

MAX_UNCONFIRMED = 50
MAX_UNCONFIRMED_BYTES = 32 * 1_024
"""Half of what the outbox holds, so that one more line always fits, unless it is too large for any room."""


class _Unconfirmed(NamedTuple):
    line: int
    """its number, from 1"""
    size: int
    """of the message, in bytes of UTF-8"""


class Publisher:
    """Each line ends as stored or failed: ``stored`` gets the message, ``failed`` a sentence."""

    def __init__(
        self, room: Room, *, stored: Callable[[Message], None], failed: Callable[[str], None]
    ) -> None:
        self._room = room
        self._stored = stored
        self._failed = failed
        self._unconfirmed: dict[asyncio.Task[None], _Unconfirmed] = {}
        self._count = 0
        self.failures = 0
        self.has_read_all = False
        """True once the last line was read"""

    @property
    def unconfirmed(self) -> int:
        """How many messages are neither stored nor failed yet."""
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
        self.has_read_all = True
        while self._unconfirmed:
            await asyncio.wait(self._unconfirmed)

    def give_up(self) -> None:
        """Stops waiting. Reports the lines that were not confirmed, if there are any: the room may have them."""
        lines = sorted({each.line for each in self._unconfirmed.values()})
        for task in self._unconfirmed:
            task.cancel()
        if not lines:
            return
        self.failures += len(lines)
        rest = "" if self.has_read_all else ", and none after them is"
        self._failed(f"{_ranges(lines)} may not be stored{rest}")

    async def _publish_text(self, text: str) -> None:
        """Queues ``text``; returns once there is room for another."""
        size = utf8_bytes(text)
        while self._unconfirmed and (
            len(self._unconfirmed) >= MAX_UNCONFIRMED or self._unconfirmed_bytes + size > MAX_UNCONFIRMED_BYTES
        ):
            await asyncio.wait(self._unconfirmed, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.ensure_future(self._publish(self._count, text))
        self._unconfirmed[task] = _Unconfirmed(self._count, size)
        task.add_done_callback(lambda done: self._unconfirmed.pop(done, None))
        # Lets the task reach the outbox before the next line.
        await asyncio.sleep(0)

    @property
    def _unconfirmed_bytes(self) -> int:
        return sum(each.size for each in self._unconfirmed.values())

    async def _publish(self, number: int, text: str) -> None:
        try:
            self._stored(await self._room.publish(text))
        except RoomError as error:
            self._fail(number, f"{error} ({error.code})")

    def _fail(self, number: int, reason: str) -> None:
        self.failures += 1
        self._failed(f"line {number} is not stored: {reason}")


def _ranges(numbers: list[int]) -> str:
    """Numbers of lines in ascending order, in words: ``line 3``, ``lines 3 to 5, 7``."""
    # Numbers that follow each other have the same distance from their index.
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda each: each[1] - each[0])]
    words = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
    return f"line {words}" if len(numbers) == 1 else f"lines {words}"
