"""Carries a script of the vectors out on the client: the room's side is the script, line by line."""

from __future__ import annotations

import asyncio
from typing import Any
from unittest import TestCase

from harness import FakeWorld, settle

from majlis import Reset, RoomError
from majlis.event_stream import StreamEvent


class VectorSession:
    """What each step means is written at ``SessionStep`` in test/support/vector-session.ts."""

    def __init__(self, case: TestCase, welcome: dict[str, Any]) -> None:
        self.case = case
        self.welcome = welcome
        self.world = FakeWorld()
        self.room = self.world.room()
        self.ids: dict[str, str] = {}
        self.settled: dict[str, int | str] = {}
        self.newest = self.room.newest
        self.sockets = 0
        self.sent = 0
        self.pings = 0

    async def run(self, steps: list[dict[str, Any]]) -> None:
        joining = asyncio.ensure_future(self.room.__aenter__())
        try:
            for number, step in enumerate(steps, 1):
                await settle()
                with self.case.subTest(step=number, does=step):
                    await self._take(step)
                await settle()
        finally:
            await self.room.leave()
            await asyncio.wait([joining])
            joining.exception()

    async def _take(self, step: dict[str, Any]) -> None:
        kind = next(iter(step))
        await getattr(self, f"_{kind}")(step)

    async def _joins(self, step: dict[str, Any]) -> None:
        self.sockets += 1
        self.case.assertEqual(len(self.world.sockets), self.sockets)
        socket = self.world.socket
        query = socket.query
        asked = {"name": query.get("name"), "token": socket.token, "position": query.get("position")}
        self.case.assertEqual(asked, step["joins"])
        self.sent = self.pings = 0

    async def _welcomed(self, step: dict[str, Any]) -> None:
        self.world.socket.receive(self._named({**self.welcome, **step["welcomed"]}))

    async def _hears(self, step: dict[str, Any]) -> None:
        self.world.socket.receive(self._named(step["hears"]))

    async def _publishes(self, step: dict[str, Any]) -> None:
        name = step["publishes"]
        text = step["text"] * step.get("times", 1)
        before = {entry.id for entry in self.room.pending}
        publishing = asyncio.ensure_future(self.room.publish(text, reply_to=step.get("replyTo")))
        publishing.add_done_callback(lambda done: self._settled(name, done))
        await asyncio.sleep(0)
        for entry in self.room.pending:
            if entry.id not in before:
                self.ids[f"${name}"] = entry.id

    def _settled(self, name: str, done: asyncio.Future[Any]) -> None:
        error = done.exception()
        if error is None:
            self.settled[name] = done.result().seq
        else:
            self.settled[name] = error.code if isinstance(error, RoomError) else repr(error)

    async def _sends(self, step: dict[str, Any]) -> None:
        commands = self.world.socket.commands
        fresh, self.sent = commands[self.sent :], len(commands)
        for expected, command in zip(step["sends"], fresh):
            name = expected.get("id", "")
            if name.startswith("$"):
                self.ids.setdefault(name, command["id"])
        self.case.assertEqual(fresh, self._named(step["sends"]))

    async def _pings(self, step: dict[str, Any]) -> None:
        fresh, self.pings = self.world.socket.pings - self.pings, self.world.socket.pings
        self.case.assertEqual(fresh, step["pings"])

    async def _delivers(self, step: dict[str, Any]) -> None:
        told = await self._told()
        if self.room.newest is not self.newest and "reset" not in told:
            # The first page is no event to Python's loop, but it is there.
            told = ["reset", *told]
        self.newest = self.room.newest
        self.case.assertEqual(told, step["delivers"])

    async def _told(self) -> list[int | str]:
        told: list[int | str] = []
        while (event := await self._next()) is not None:
            told.append("reset" if isinstance(event, Reset) else event.seq)
        return told

    async def _next(self) -> StreamEvent | None:
        """An event that is there, without waiting for one that is not."""
        reading = asyncio.ensure_future(self.room.__anext__())
        await settle()
        if not reading.done():
            reading.cancel()
            await asyncio.wait([reading])
            return None
        return reading.result()

    async def _settles(self, step: dict[str, Any]) -> None:
        self.case.assertEqual(self.settled, step["settles"])
        self.settled = {}

    async def _is(self, step: dict[str, Any]) -> None:
        self.case.assertEqual(self.room.state.name, step["is"])

    async def _loses(self, step: dict[str, Any]) -> None:
        close = step["loses"]
        if close is None:
            self.world.socket.cut()
        else:
            self.world.socket.end(close["code"], close["reason"])

    async def _falls(self, step: dict[str, Any]) -> None:
        self.world.socket.is_unresponsive = True

    async def _waits(self, step: dict[str, Any]) -> None:
        await self.world.clock.advance(step["waits"])

    def _named(self, value: Any) -> Any:
        """With the ids that the names with ``$`` stand for."""
        if isinstance(value, str):
            return self.ids.get(value, value)
        if isinstance(value, list):
            return [self._named(each) for each in value]
        return {name: self._named(each) for name, each in value.items()} if isinstance(value, dict) else value
