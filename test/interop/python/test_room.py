"""The public API of the client, against a fake room."""

from __future__ import annotations

import asyncio
import unittest
from typing import Any

from harness import AsyncTestCase, FakeEnvironment, message, page, settle, welcome

import majlis
from majlis import Message, Position, Presence, Reset, Room, RoomError, Signal, State
from majlis.environment import CloseEvent
from majlis.event_stream import MAX_UNREAD_EVENTS
from majlis.members import Author, Member


TIMEOUT_S = 5
"""Bounds a wait that should not happen, so that it fails instead of hanging."""


class RoomCase(AsyncTestCase):
    def setUp(self) -> None:
        self.fake = FakeEnvironment()

    def unread(self, room: Room) -> list[Any]:
        """What the loop would yield now."""
        unread = list(room._stream._unread)
        room._stream.clear()
        return ["reset" if isinstance(event, Reset) else event.seq for event in unread]

    async def error_of(self, awaitable: Any) -> RoomError:
        with self.assertRaises(RoomError) as refused:
            await asyncio.wait_for(awaitable, TIMEOUT_S)
        return refused.exception

    async def next(self, room: Room) -> Any:
        """The next event of the loop."""
        return await asyncio.wait_for(room.__anext__(), TIMEOUT_S)

    async def assert_leaves_cleanly(self, room: Room) -> None:
        await room.leave()
        self.assertEqual(self.fake.clock.timers, 0)
        self.assertTrue(all(socket.is_closed for socket in self.fake.sockets))


class Exports(unittest.TestCase):
    def test_exports(self) -> None:
        """every name in __all__ can be imported, and no other"""
        for name in majlis.__all__:
            with self.subTest(name):
                self.assertEqual(getattr(majlis, name).__name__, name)
        with self.assertRaises(AttributeError):
            getattr(majlis, "Rooms")


class Joining(RoomCase):
    async def test_joins_once_caught_up(self) -> None:
        """[JOIN-4] async with begins once the room is joined and caught up, with the newest page"""
        room = self.fake.room()
        joining = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.fake.socket.receive(welcome(position="e.3"))
        await settle()
        self.assertFalse(joining.done())
        self.fake.socket.receive(page([2, 3], "e.3", more=True))
        self.assertIs(await joining, room)
        self.assertEqual([event.seq for event in room.newest.events], [2, 3])
        self.assertTrue(room.newest.more)
        self.assertEqual((room.state.name, str(room.position)), ("online", "e.3"))
        assert room.self is not None
        self.assertEqual((room.self.id, room.members.count), ("m1", 1))
        self.assertEqual(self.unread(room), [])
        await self.assert_leaves_cleanly(room)

    async def test_bad_name(self) -> None:
        """[ID-7] joining raises if the room refuses the name"""
        joining = asyncio.ensure_future(self.fake.room(name="a:b").__aenter__())
        await settle()
        self.fake.socket.end(4500, "A name has no colon.")
        error = await self.error_of(joining)
        self.assertEqual((error.code, str(error), error.temporary), ("invalid_name", "A name has no colon.", False))
        self.assertEqual(self.fake.clock.timers, 0)

    async def test_no_room_there(self) -> None:
        """joining raises if the address is not a room; a room that was joined before is retried"""
        permanent = CloseEvent(1006, "the answer was HTTP 404", False, True)
        joining = asyncio.ensure_future(self.fake.room().__aenter__())
        await settle()
        self.fake.socket.events.on_close(permanent)
        error = await self.error_of(joining)
        self.assertEqual((error.code, "404" in str(error)), ("unreachable", True))
        room = self.fake.room()
        await self.fake.join(room)
        self.fake.socket.cut()
        await self.fake.clock.advance(250)
        self.fake.socket.events.on_close(permanent)
        self.assertEqual(room.state.name, "reconnecting")
        await self.assert_leaves_cleanly(room)

    async def test_cancelled(self) -> None:
        """cancelling the join leaves no timer and no socket behind, at any moment"""
        for turns in (0, 1, 50):
            with self.subTest(turns=turns):
                room = self.fake.room()
                joining = asyncio.ensure_future(room.__aenter__())
                for _ in range(turns):
                    await asyncio.sleep(0)
                joining.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await joining
                await self.assert_leaves_cleanly(room)

    async def test_once(self) -> None:
        """a Room can be joined only once"""
        room = self.fake.room()
        await self.fake.join(room)
        with self.assertRaises(RuntimeError):
            await room.__aenter__()
        await self.assert_leaves_cleanly(room)

    async def test_wrong_url(self) -> None:
        """a URL that cannot be a room's raises ValueError at once"""
        for url in ("", "tea", "ftp://chat.example/r/tea", "https:///r/tea", "https://chat.example:x/r/tea"):
            with self.subTest(url), self.assertRaises(ValueError):
                Room(url, environment=self.fake.environment)


class Identity(RoomCase):
    async def test_token(self) -> None:
        """[ID-1] [ID-3] the token is offered as a subprotocol, never in the URL, and reconnects use the renewed one"""
        room = self.fake.room(token="t0")
        await self.fake.join(room)
        socket = self.fake.socket
        self.assertEqual(socket.protocols, ["majlis.v1", "token.t0"])
        self.assertEqual(set(socket.query), {"session", "generation"})
        socket.cut()
        await self.fake.clock.advance(250)
        self.assertEqual(self.fake.socket.protocols, ["majlis.v1", "token.t1"])
        self.assertNotIn("t1", self.fake.socket.url)
        self.assertNotIn("t1", repr(room.self))
        await self.assert_leaves_cleanly(room)

    async def test_refused_token(self) -> None:
        """[ID-6] a refused fixed token fails the join, instead of joining as a new guest"""
        joining = asyncio.ensure_future(self.fake.room(token="t0").__aenter__())
        await settle()
        self.fake.socket.end(4504, "")
        error = await self.error_of(joining)
        self.assertEqual((error.code, str(error)), ("expired_token", "This token has expired."))

    async def test_get_token(self) -> None:
        """[ID-6] the token function is called for each join, and once more after its token was refused"""
        given = iter(["a1", "a2", "a3"])

        async def get_token() -> str:
            return next(given)

        room = self.fake.room(token=get_token)
        joining = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.assertEqual(self.fake.socket.token, "a1")
        self.fake.socket.end(4504, "")
        await self.fake.clock.advance(250)
        self.assertEqual(self.fake.socket.token, "a2")
        self.fake.socket.end(4504, "")
        self.assertEqual((await self.error_of(joining)).code, "expired_token")

    async def test_failing_get_token(self) -> None:
        """a token function that raises is reported as a failure, and called again later"""
        failures: list[str] = []
        answers: list[Any] = [OSError("no network"), "a1"]

        def get_token() -> str:
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return str(answer)

        room = self.fake.room(token=get_token)
        room.on("failure", lambda failure: failures.append(failure.code))
        joining = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.assertEqual((failures, self.fake.sockets), (["token_unavailable"], []))
        await self.fake.clock.advance(250)
        self.assertEqual(self.fake.socket.token, "a1")
        joining.cancel()
        await asyncio.wait([joining])
        await self.assert_leaves_cleanly(room)


class Reading(RoomCase):
    async def test_loop(self) -> None:
        """[P-2] a loop yields each event once; a later loop continues where it stopped"""
        room = self.fake.room()
        await self.fake.join(room)
        self.fake.socket.receive([message(4), message(5)])
        async for event in room:
            assert isinstance(event, Message)
            self.assertEqual((event.seq, event.text, event.from_.name), (4, "4", "Bo"))
            break
        self.fake.socket.receive(message(6))
        self.assertEqual([(await self.next(room)).seq for _ in range(2)], [5, 6])
        await self.assert_leaves_cleanly(room)
        self.assertEqual([event async for event in room], [])

    async def test_reset(self) -> None:
        """[REC-2] a loop yields a Reset with the newest page, and continues after it"""
        room = self.fake.room()
        await self.fake.join(room)
        self.fake.socket.receive(message(4))
        self.fake.socket.cut()
        await self.fake.clock.advance(250)
        self.fake.socket.receive(welcome(position="f.2", recovered=False))
        self.fake.socket.receive(page([1, 2], "f.2"))
        self.fake.socket.receive(message(3))
        first, reset, then = [await self.next(room) for _ in range(3)]
        assert isinstance(reset, Reset)
        self.assertEqual((first.seq, [event.seq for event in reset.events], then.seq), (4, [1, 2], 3))
        self.assertEqual([event.seq for event in room.newest.events], [1, 2])
        await self.assert_leaves_cleanly(room)

    async def test_resume(self) -> None:
        """[REC-1] with a position the loop yields everything after it"""
        room = self.fake.room(position=Position("e", 3), token="t0")
        joining = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.assertEqual(self.fake.socket.query["position"], "e.3")
        self.fake.socket.receive([welcome(position="e.5", recovered=True), message(4), message(5)])
        await joining
        self.assertEqual((room.newest.events, self.unread(room)), ((), [4, 5]))
        await self.assert_leaves_cleanly(room)

    async def test_resume_too_late(self) -> None:
        """[REC-2] with a position that cannot be recovered the loop yields a Reset"""
        room = self.fake.room(position=Position("e", 3), token="t0")
        await self.fake.join(room, "f.2", [1, 2])
        self.assertEqual(self.unread(room), ["reset"])
        await self.assert_leaves_cleanly(room)

    async def test_closed_for_good(self) -> None:
        """a loop yields the unread events, and then raises why the room closed the connection"""
        room = self.fake.room()
        await self.fake.join(room)
        self.fake.socket.receive(message(4))
        self.fake.socket.end(4999, "Enough.")
        self.assertEqual((await self.next(room)).seq, 4)
        error = await self.error_of(room.__anext__())
        self.assertEqual((error.code, str(error)), ("close_4999", "Enough."))

    async def test_slow_reader(self) -> None:
        """a loop that falls too far behind raises reader_too_slow"""
        room = self.fake.room()
        await self.fake.join(room)
        for seq in range(4, MAX_UNREAD_EVENTS + 5):
            self.fake.socket.receive(message(seq))
        self.assertEqual((await self.error_of(room.__anext__())).code, "reader_too_slow")
        await self.assert_leaves_cleanly(room)

    async def test_two_loops(self) -> None:
        """a second loop at the same time raises RuntimeError, and the first loses nothing"""
        room = self.fake.room()
        await self.fake.join(room)
        reading = asyncio.ensure_future(room.__anext__())
        await settle()
        with self.assertRaises(RuntimeError):
            await room.__anext__()
        reading.cancel()
        await asyncio.wait([reading])
        self.fake.socket.receive(message(4))
        self.assertEqual((await self.next(room)).seq, 4)
        await self.assert_leaves_cleanly(room)

    async def test_listeners(self) -> None:
        """[PRES-1] [EPH-2] listeners get events that are not stored; one that raises does not affect the others"""
        heard: list[Any] = []
        complaints: list[Any] = []

        def fail(state: State) -> None:
            raise ZeroDivisionError

        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        room = self.fake.room()
        room.on("state", fail)
        room.on("presence", heard.append)
        stop = room.on("signal", heard.append)
        await self.fake.join(room)
        bo = {"id": "bo", "name": "Bo", "role": "guest"}
        self.fake.socket.receive({"type": "presence", "count": 2, "joined": [bo]})
        self.fake.socket.receive({"type": "signal", "from": bo, "data": {"x": 1}})
        stop()
        stop()
        self.fake.socket.receive({"type": "signal", "from": bo, "data": 2})
        presence, signal = heard
        assert isinstance(presence, Presence) and isinstance(signal, Signal)
        self.assertEqual((presence.joined[0].name, signal.data), ("Bo", {"x": 1}))
        self.assertEqual([member.name for member in room.members.list], ["Ana", "Bo"])
        self.assertIsInstance(complaints[0]["exception"], ZeroDivisionError)
        with self.assertRaises(KeyError):
            room.on("mesage", heard.append)
        await self.assert_leaves_cleanly(room)


class Sending(RoomCase):
    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        self.room = self.fake.room()
        await self.fake.join(self.room)
        self.addAsyncCleanup(self.assert_leaves_cleanly, self.room)

    def last_id(self) -> str:
        return str(self.fake.socket.commands[-1]["id"])

    async def answered(self, awaitable: Any, /, **event: Any) -> Any:
        """The result of ``awaitable`` when the room answers its command with ``event``."""
        asking = asyncio.ensure_future(awaitable)
        await settle()
        self.fake.socket.receive({"id": self.last_id(), **event})
        return await asking

    async def test_publish(self) -> None:
        """[PUB-2] publish returns the stored message"""
        publishing = asyncio.ensure_future(self.room.publish("hello", reply_to=3))
        await settle()
        self.assertEqual([entry.text for entry in self.room.pending], ["hello"])
        self.fake.socket.receive({**message(4, "hello", "m1", self.last_id()), "replyTo": 3})
        stored = await publishing
        self.assertEqual((stored.seq, stored.text, stored.reply_to, stored.from_.name), (4, "hello", 3, "Ana"))
        self.assertEqual((self.room.pending, self.unread(self.room)), ((), [4]))

    async def test_mentions(self) -> None:
        """[MENT-1] publish and edit send the members whom the text mentions, and a message has them"""
        bo = Author("b", "Bo")
        publishing = asyncio.ensure_future(self.room.publish("hi @Bo", mentions=[bo]))
        await settle()
        wire = [{"id": "b", "name": "Bo"}]
        self.assertEqual(self.fake.socket.commands[-1]["mentions"], wire)
        self.fake.socket.receive({**message(4, "hi @Bo", "m1", self.last_id()), "mentions": wire})
        self.assertEqual((await publishing).mentions, (bo,))
        editing = asyncio.ensure_future(self.room.edit(4, "@Bo!", mentions=[Member("b", "Bo", "guest")]))
        await settle()
        self.assertEqual(self.fake.socket.commands[-1]["mentions"], wire)
        self.fake.socket.receive({"type": "stored", "id": self.last_id(), "seq": 5})
        await editing

    async def test_commands(self) -> None:
        """[EDIT-1] [DEL-1] [REACT-1] [REACT-3] edit, delete and react return once the room has executed them"""
        own = {"from": {"id": "m1", "name": "Ana"}, "at": 1}
        await self.answered(self.room.edit(3, "x\r\ny"), type="edit", seq=4, target=3, text="x\ny", **own)
        await self.answered(
            self.room.react(3, "👍"), type="reaction", seq=5, target=3, emoji="👍", on=True, count=1, **own
        )
        await self.answered(self.room.react(3, "👍", on=False), type="stored", seq=3)
        await self.answered(self.room.delete(3), type="delete", seq=6, target=3, **own)
        sent = [{name: value for name, value in each.items() if name != "id"} for each in self.fake.socket.commands]
        self.assertEqual(
            sent,
            [
                {"type": "edit", "seq": 3, "text": "x\ny", "since": 3},
                {"type": "react", "seq": 3, "emoji": "👍", "on": True, "since": 4},
                {"type": "react", "seq": 3, "emoji": "👍", "on": False, "since": 5},
                {"type": "delete", "seq": 3, "since": 5},
            ],
        )
        self.assertEqual(self.unread(self.room), [4, 5, 6])

    async def test_refusals(self) -> None:
        """[ERR-1] a refusal raises a RoomError with the room's code, message and retry_after"""
        refusal = {"type": "error", "code": "forbidden", "message": "Not yours."}
        error = await self.error_of(self.answered(self.room.delete(2), **refusal))
        self.assertEqual(
            (error.code, str(error), error.temporary, error.retry_after), ("forbidden", "Not yours.", False, None)
        )
        later = {"type": "error", "code": "of_a_later_release", "message": "Wait.", "retryAfterMs": 1500}
        error = await self.error_of(self.answered(self.room.delete(2), **later))
        self.assertEqual((error.code, error.temporary, error.retry_after), ("of_a_later_release", True, 1.5))
        self.assertEqual((await self.error_of(self.room.edit(3, " "))).code, "empty_text")

    async def test_rename(self) -> None:
        """[ID-4] rename returns who you are now"""
        self_ = {"id": "m1", "name": "Anna", "role": "guest", "token": "t2"}
        event = {"type": "presence", "count": 1, "self": self_}
        renamed = await self.answered(self.room.rename("Anna"), **event)
        self.assertEqual((renamed.name, self.room.self), ("Anna", renamed))

    async def test_history(self) -> None:
        """[HIST-1] history returns a page of earlier messages"""
        asking = asyncio.ensure_future(self.room.history(before=3, limit=2))
        await settle()
        self.assertEqual(self.fake.socket.commands[-1]["before"], 3)
        self.fake.socket.receive(page([1, 2], "e.3", id=self.last_id()))
        found = await asking
        self.assertEqual(([event.seq for event in found.events], found.more), ([1, 2], False))
        self.assertEqual(self.unread(self.room), [])

    async def test_no_answer(self) -> None:
        """a request fails at once while offline, at a disconnect, and after ten seconds without an answer"""
        asking = asyncio.ensure_future(self.room.delete(3))
        await self.fake.clock.advance(9_999)
        self.assertFalse(asking.done())
        await self.fake.clock.advance(1)
        self.assertEqual((await self.error_of(asking)).code, "timeout")
        asking = asyncio.ensure_future(self.room.delete(3))
        await settle()
        self.fake.socket.cut()
        self.assertEqual((await self.error_of(asking)).code, "connection_lost")
        self.assertEqual((await self.error_of(self.room.delete(3))).code, "not_connected")
        await self.room.leave()
        self.assertEqual((await self.error_of(self.room.delete(3))).code, "closed")

    async def test_lossy(self) -> None:
        """[EPH-1] [EPH-2] typing is throttled; typing and signals are dropped under backpressure and while offline"""
        await self.room.typing(False)
        await self.room.typing(True)
        await self.room.typing(True)
        await self.room.signal({"x": 1}, to="bo")
        self.assertEqual((await self.error_of(self.room.signal("x" * 4_095))).code, "too_large")
        with self.assertRaises(ValueError):
            await self.room.signal(float("nan"))
        self.fake.socket.backlog = 100
        await self.room.signal("too late")
        self.assertEqual(
            self.fake.socket.commands,
            [{"type": "typing", "on": True}, {"type": "signal", "data": {"x": 1}, "to": "bo"}],
        )
        self.fake.socket.cut()
        await self.room.signal("offline")
        await self.room.typing(False)

    async def test_outbox_bounds(self) -> None:
        """the outbox holds 100 messages; one more raises outbox_full"""
        self.fake.socket.cut()
        waiting = [asyncio.ensure_future(self.room.publish(f"n{n}")) for n in range(100)]
        await settle()
        error = await self.error_of(self.room.publish("one more"))
        self.assertEqual((error.code, error.temporary), ("outbox_full", True))
        await self.room.leave()
        self.assertEqual({(await self.error_of(each)).code for each in waiting}, {"closed"})
        self.assertEqual((await self.error_of(self.room.publish("late"))).code, "closed")

    async def test_outbox_bytes(self) -> None:
        """the outbox holds 64 KiB of text; more raises outbox_full"""
        self.fake.socket.cut()
        waiting = [asyncio.ensure_future(self.room.publish("x" * 16_384)) for _ in range(4)]
        await settle()
        self.assertEqual((await self.error_of(self.room.publish("x"))).code, "outbox_full")
        await self.room.leave()
        await asyncio.wait(waiting)
        self.assertEqual({each.exception().code for each in waiting}, {"closed"})  # type: ignore[union-attr]

    async def test_stale(self) -> None:
        """a message that waited an hour raises stale, and is not sent"""
        self.fake.socket.cut()
        publishing = asyncio.ensure_future(self.room.publish("good morning"))
        await settle()
        self.fake.clock.suspend(3_600_001)
        await self.fake.clock.advance(0)
        self.fake.socket.receive(welcome(position="e.3", recovered=True))
        self.assertEqual((await self.error_of(publishing)).code, "stale")
        self.assertEqual(self.fake.socket.commands, [])

    async def test_cancelled_publish(self) -> None:
        """cancelling publish does not unsend the message"""
        publishing = asyncio.ensure_future(self.room.publish("hello"))
        await settle()
        publishing.cancel()
        self.fake.socket.cut()
        await self.fake.clock.advance(250)
        self.fake.socket.receive(welcome(position="e.3", recovered=True))
        self.assertEqual(self.fake.socket.commands[-1]["text"], "hello")
        self.fake.socket.receive(message(4, "hello", "m1", self.last_id()))
        self.assertEqual(self.room.pending, ())


class Liveness(RoomCase):
    async def test_suspend(self) -> None:
        """[LIVE-1] after a suspend a late heartbeat timer probes the connection once before giving it up"""
        room = self.fake.room()
        await self.fake.join(room)
        socket = self.fake.socket
        socket.is_unresponsive = True
        await self.fake.clock.advance(25_000)
        self.fake.clock.suspend(60_000)
        await self.fake.clock.advance(0)
        self.assertEqual((room.state.name, socket.pings), ("online", 2))
        await self.fake.clock.advance(3_000)
        self.assertEqual(room.state.name, "reconnecting")
        await self.assert_leaves_cleanly(room)

    async def test_wake(self) -> None:
        """wake pings an open connection, and retries a lost one within 300 ms"""
        states: list[State] = []
        room = self.fake.room()
        room.on("state", states.append)
        await self.fake.join(room)
        room.wake()
        room.wake()
        self.assertEqual(self.fake.socket.pings, 1)
        await settle()
        self.fake.random_value = 0.9
        self.fake.socket.cut()
        self.assertEqual(round(states[-1].retry_at - self.fake.clock.now), 450)  # type: ignore[operator]
        room.wake()
        await self.fake.clock.advance(270)
        self.assertEqual(len(self.fake.sockets), 2)
        self.assertEqual([state.name for state in states], ["connecting", "online", "reconnecting", "reconnecting"])
        await self.assert_leaves_cleanly(room)

    async def test_late_events(self) -> None:
        """events of an old socket are ignored"""
        room = self.fake.room()
        await self.fake.join(room)
        old = self.fake.socket
        old.cut()
        await self.fake.clock.advance(250)
        old.receive(welcome(position="e.3", recovered=True))
        self.assertEqual(room.state.name, "reconnecting")
        self.fake.socket.receive(welcome(position="e.3", recovered=True))
        old.receive(message(4, "from an old socket"))
        old.cut()
        self.assertEqual((room.state.name, len(self.fake.sockets), self.unread(room)), ("online", 2, []))
        await self.assert_leaves_cleanly(room)

    async def test_max_backoff(self) -> None:
        """[LIVE-4] the backoff stays within twenty seconds"""
        room = self.fake.room()
        await self.fake.join(room)
        self.fake.socket.cut()
        for _ in range(40):
            await self.fake.clock.advance(20_000)
            if not self.fake.socket.is_closed:
                self.fake.socket.cut()
        assert room.state.retry_at is not None
        self.assertLessEqual(room.state.retry_at - self.fake.clock.now, 20_000)
        await self.assert_leaves_cleanly(room)


if __name__ == "__main__":
    unittest.main()
