"""Runs a session script of the vectors: the script plays the room, step by step."""

from __future__ import annotations

import asyncio
from typing import Any
from unittest import TestCase

from harness import FakeEnvironment, settle

from majlis import Reset, RoomError
from majlis.event_stream import StreamEvent


class VectorSession:
    """``SessionStep`` in test/support/vector-session.ts explains each step."""

    def __init__(self, case: TestCase, welcome: dict[str, Any]) -> None:
        self.case = case
        self.welcome = welcome
        self.fake = FakeEnvironment()
        self.room = self.fake.room()
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
                    await self._run_step(step)
                await settle()
        finally:
            await self.room.leave()
            await asyncio.wait([joining])
            joining.exception()

    async def _run_step(self, step: dict[str, Any]) -> None:
        kind = next(iter(step))
        await getattr(self, f"_{kind}")(step)

    async def _joins(self, step: dict[str, Any]) -> None:
        self.sockets += 1
        self.case.assertEqual(len(self.fake.sockets), self.sockets)
        socket = self.fake.socket
        query = socket.query
        name, self.fake.tickets.created = self.fake.tickets.created, None
        asked = {"name": name, "token": socket.token if name is None else None, "position": query.get("position")}
        self.case.assertEqual(asked, step["joins"])
        # A session of one's own, whose attempts are counted up (SPEC READ-2).
        key = (query["session"], int(query["generation"]))
        self.case.assertEqual(key, (self.fake.sockets[0].query["session"], self.sockets))
        self.sent = self.pings = 0

    async def _welcomed(self, step: dict[str, Any]) -> None:
        self.fake.socket.receive(self._with_ids({**self.welcome, **step["welcomed"]}))

    async def _hears(self, step: dict[str, Any]) -> None:
        self.fake.socket.receive(self._with_ids(step["hears"]))

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
        commands = self.fake.socket.commands
        fresh, self.sent = commands[self.sent :], len(commands)
        for expected, command in zip(step["sends"], fresh):
            name = expected.get("id", "")
            if name.startswith("$"):
                self.ids.setdefault(name, command["id"])
        self.case.assertEqual(fresh, self._with_ids(step["sends"]))

    async def _pings(self, step: dict[str, Any]) -> None:
        fresh, self.pings = self.fake.socket.pings - self.pings, self.fake.socket.pings
        self.case.assertEqual(fresh, step["pings"])

    async def _delivers(self, step: dict[str, Any]) -> None:
        delivered = await self._delivered()
        if self.room.newest is not self.newest and "reset" not in delivered:
            # In Python the first page is not an event of the loop, but ``room.newest``.
            delivered = ["reset", *delivered]
        self.newest = self.room.newest
        self.case.assertEqual(delivered, step["delivers"])

    async def _delivered(self) -> list[int | str]:
        delivered: list[int | str] = []
        while (event := await self._next()) is not None:
            delivered.append("reset" if isinstance(event, Reset) else event.seq)
        return delivered

    async def _next(self) -> StreamEvent | None:
        """The next unread event, or None without waiting."""
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
            self.fake.socket.cut()
        else:
            self.fake.socket.end(close["code"], close["reason"])

    async def _falls(self, step: dict[str, Any]) -> None:
        self.fake.socket.is_unresponsive = True

    async def _waits(self, step: dict[str, Any]) -> None:
        await self.fake.clock.advance(step["waits"])

    def _with_ids(self, value: Any) -> Any:
        """``value`` with each ``$name`` replaced by the command id it stands for."""
        if isinstance(value, str):
            return self.ids.get(value, value)
        if isinstance(value, list):
            return [self._with_ids(each) for each in value]
        return {name: self._with_ids(each) for name, each in value.items()} if isinstance(value, dict) else value
