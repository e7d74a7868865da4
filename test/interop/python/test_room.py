"""What a program sees of a room."""

from __future__ import annotations

import asyncio
import unittest
from typing import Any

from harness import FakeWorld, message, page, settle, welcome

import majlis
from majlis import Message, Position, Presence, Reset, Room, RoomError, Signal, State
from majlis.environment import CloseEvent
from majlis.event_stream import MAX_UNREAD_EVENTS


TIMEOUT_S = 5
"""Only there to fail."""


class RoomCase(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.world = FakeWorld()

    async def asyncSetUp(self) -> None:
        # These tests look at what happens, not at how long this machine takes for it.
        asyncio.get_running_loop().slow_callback_duration = 60

    def unread(self, room: Room) -> list[Any]:
        """What the loop would be told now."""
        unread = list(room._stream._unread)
        room._stream.clear()
        return ["reset" if isinstance(event, Reset) else event.seq for event in unread]

    async def refused(self, awaitable: Any) -> RoomError:
        with self.assertRaises(RoomError) as refused:
            await asyncio.wait_for(awaitable, TIMEOUT_S)
        return refused.exception

    async def next(self, room: Room) -> Any:
        """The next event that the loop is told."""
        return await asyncio.wait_for(room.__anext__(), TIMEOUT_S)

    async def assert_left(self, room: Room) -> None:
        await room.leave()
        self.assertEqual(self.world.clock.timers, 0)
        self.assertTrue(all(socket.is_closed for socket in self.world.sockets))


class Exports(unittest.TestCase):
    def test_exports(self) -> None:
        """the package gives what it lists, and nothing else"""
        for name in majlis.__all__:
            with self.subTest(name):
                self.assertEqual(getattr(majlis, name).__name__, name)
        with self.assertRaises(AttributeError):
            getattr(majlis, "Rooms")


class Entering(RoomCase):
    async def test_enters_once_whole(self) -> None:
        """the block begins once this side is joined and whole, with the newest messages at hand"""
        room = self.world.room()
        entering = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.world.socket.receive(welcome(position="e.3"))
        await settle()
        self.assertFalse(entering.done())
        self.world.socket.receive(page([2, 3], "e.3", more=True))
        self.assertIs(await entering, room)
        self.assertEqual([event.seq for event in room.newest.events], [2, 3])
        self.assertTrue(room.newest.more)
        self.assertEqual((room.state.name, str(room.position)), ("online", "e.3"))
        assert room.self is not None
        self.assertEqual((room.self.id, room.members.count), ("m1", 1))
        self.assertEqual(self.unread(room), [])
        await self.assert_left(room)

    async def test_bad_name(self) -> None:
        """[ID-7] raises if the room does not take the name"""
        entering = asyncio.ensure_future(self.world.room(name="a:b").__aenter__())
        await settle()
        self.world.socket.end(4500, "A name has no colon.")
        error = await self.refused(entering)
        self.assertEqual((error.code, str(error), error.temporary), ("invalid_name", "A name has no colon.", False))
        self.assertEqual(self.world.clock.timers, 0)

    async def test_no_room_there(self) -> None:
        """raises if what answers at the address is no room; comes back if it was one before"""
        hopeless = CloseEvent(1006, "the answer was HTTP 404", False, True)
        entering = asyncio.ensure_future(self.world.room().__aenter__())
        await settle()
        self.world.socket.events.on_close(hopeless)
        error = await self.refused(entering)
        self.assertEqual((error.code, "404" in str(error)), ("unreachable", True))
        room = self.world.room()
        await self.world.join(room)
        self.world.socket.cut()
        await self.world.clock.advance(250)
        self.world.socket.events.on_close(hopeless)
        self.assertEqual(room.state.name, "reconnecting")
        await self.assert_left(room)

    async def test_cancelled(self) -> None:
        """leaves nothing behind if it is given up, before the address is known, and after"""
        for turns in (0, 1, 50):
            with self.subTest(turns=turns):
                room = self.world.room()
                entering = asyncio.ensure_future(room.__aenter__())
                for _ in range(turns):
                    await asyncio.sleep(0)
                entering.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await entering
                await self.assert_left(room)

    async def test_once(self) -> None:
        """is entered once"""
        room = self.world.room()
        await self.world.join(room)
        with self.assertRaises(RuntimeError):
            await room.__aenter__()
        await self.assert_left(room)

    async def test_wrong_url(self) -> None:
        """a URL that can be no room's is a ValueError, at once"""
        for url in ("", "tea", "ftp://chat.example/r/tea", "https:///r/tea", "https://chat.example:x/r/tea"):
            with self.subTest(url), self.assertRaises(ValueError):
                Room(url, environment=self.world.environment)


class Identity(RoomCase):
    async def test_token(self) -> None:
        """[ID-1] a token goes as a subprotocol, never in the URL; [ID-3] the renewed one is used to come back"""
        room = self.world.room(token="t0")
        await self.world.join(room)
        socket = self.world.socket
        self.assertEqual(socket.protocols, ["majlis.v1", "token.t0"])
        self.assertEqual(socket.query, {})
        socket.cut()
        await self.world.clock.advance(250)
        self.assertEqual(self.world.socket.protocols, ["majlis.v1", "token.t1"])
        self.assertNotIn("t1", self.world.socket.url)
        self.assertNotIn("t1", repr(room.self))
        await self.assert_left(room)

    async def test_refused_token(self) -> None:
        """[ID-6] whoever asked to be somebody does not become somebody else"""
        entering = asyncio.ensure_future(self.world.room(token="t0").__aenter__())
        await settle()
        self.world.socket.end(4504, "")
        error = await self.refused(entering)
        self.assertEqual((error.code, str(error)), ("expired_token", "This token has expired."))

    async def test_get_token(self) -> None:
        """[ID-6] an application is asked for each join, and once more when its token was refused"""
        given = iter(["a1", "a2", "a3"])

        async def get_token() -> str:
            return next(given)

        room = self.world.room(token=get_token)
        entering = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.assertEqual(self.world.socket.token, "a1")
        self.world.socket.end(4504, "")
        await self.world.clock.advance(250)
        self.assertEqual(self.world.socket.token, "a2")
        self.world.socket.end(4504, "")
        self.assertEqual((await self.refused(entering)).code, "expired_token")

    async def test_failing_get_token(self) -> None:
        """an application that cannot give a token is asked again later, and told"""
        failures: list[str] = []
        answers: list[Any] = [OSError("no network"), "a1"]

        def get_token() -> str:
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return str(answer)

        room = self.world.room(token=get_token)
        room.on("failure", lambda failure: failures.append(failure.code))
        entering = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.assertEqual((failures, self.world.sockets), (["token_unavailable"], []))
        await self.world.clock.advance(250)
        self.assertEqual(self.world.socket.token, "a1")
        entering.cancel()
        await asyncio.wait([entering])
        await self.assert_left(room)


class Reading(RoomCase):
    async def test_loop(self) -> None:
        """[P-2] a loop is told each event once; a later loop goes on where it stopped"""
        room = self.world.room()
        await self.world.join(room)
        self.world.socket.receive([message(4), message(5)])
        async for event in room:
            assert isinstance(event, Message)
            self.assertEqual((event.seq, event.text, event.from_.name), (4, "4", "Bo"))
            break
        self.world.socket.receive(message(6))
        self.assertEqual([(await self.next(room)).seq for _ in range(2)], [5, 6])
        await self.assert_left(room)
        self.assertEqual([event async for event in room], [])

    async def test_reset(self) -> None:
        """[REC-2] a loop is told to forget what it holds, and goes on from the newest page"""
        room = self.world.room()
        await self.world.join(room)
        self.world.socket.receive(message(4))
        self.world.socket.cut()
        await self.world.clock.advance(250)
        self.world.socket.receive(welcome(position="f.2", recovered=False))
        self.world.socket.receive(page([1, 2], "f.2"))
        self.world.socket.receive(message(3))
        first, reset, then = [await self.next(room) for _ in range(3)]
        assert isinstance(reset, Reset)
        self.assertEqual((first.seq, [event.seq for event in reset.events], then.seq), (4, [1, 2], 3))
        self.assertEqual([event.seq for event in room.newest.events], [1, 2])
        await self.assert_left(room)

    async def test_resume(self) -> None:
        """[REC-1] a program that is given a position is told all that came after it"""
        room = self.world.room(position=Position("e", 3), token="t0")
        entering = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.assertEqual(self.world.socket.query["position"], "e.3")
        self.world.socket.receive([welcome(position="e.5", recovered=True), message(4), message(5)])
        await entering
        self.assertEqual((room.newest.events, self.unread(room)), ((), [4, 5]))
        await self.assert_left(room)

    async def test_resume_too_late(self) -> None:
        """[REC-2] it is told to start afresh if that is gone, for it holds something"""
        room = self.world.room(position=Position("e", 3), token="t0")
        await self.world.join(room, "f.2", [1, 2])
        self.assertEqual(self.unread(room), ["reset"])
        await self.assert_left(room)

    async def test_door_closed(self) -> None:
        """a loop is told the rest, and then why the room closed its door"""
        room = self.world.room()
        await self.world.join(room)
        self.world.socket.receive(message(4))
        self.world.socket.end(4999, "Enough.")
        self.assertEqual((await self.next(room)).seq, 4)
        error = await self.refused(room.__anext__())
        self.assertEqual((error.code, str(error)), ("close_4999", "Enough."))

    async def test_slow_reader(self) -> None:
        """a loop that falls too far behind fails: a hole would go unnoticed"""
        room = self.world.room()
        await self.world.join(room)
        for seq in range(4, MAX_UNREAD_EVENTS + 5):
            self.world.socket.receive(message(seq))
        self.assertEqual((await self.refused(room.__anext__())).code, "reader_too_slow")
        await self.assert_left(room)

    async def test_two_loops(self) -> None:
        """two loops at once would each miss what the other is told"""
        room = self.world.room()
        await self.world.join(room)
        reading = asyncio.ensure_future(room.__anext__())
        await settle()
        with self.assertRaises(RuntimeError):
            await room.__anext__()
        reading.cancel()
        await asyncio.wait([reading])
        self.world.socket.receive(message(4))
        self.assertEqual((await self.next(room)).seq, 4)
        await self.assert_left(room)

    async def test_listeners(self) -> None:
        """what is not stored is told to listeners; one that fails disturbs nobody"""
        heard: list[Any] = []
        complaints: list[Any] = []

        def fail(state: State) -> None:
            raise ZeroDivisionError

        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        room = self.world.room()
        room.on("state", fail)
        room.on("presence", heard.append)
        stop = room.on("signal", heard.append)
        await self.world.join(room)
        bo = {"id": "bo", "name": "Bo", "role": "guest"}
        self.world.socket.receive({"type": "presence", "count": 2, "joined": [bo]})
        self.world.socket.receive({"type": "signal", "from": bo, "data": {"x": 1}})
        stop()
        stop()
        self.world.socket.receive({"type": "signal", "from": bo, "data": 2})
        presence, signal = heard
        assert isinstance(presence, Presence) and isinstance(signal, Signal)
        self.assertEqual((presence.joined[0].name, signal.data), ("Bo", {"x": 1}))
        self.assertEqual([member.name for member in room.members.list], ["Ana", "Bo"])
        self.assertIsInstance(complaints[0]["exception"], ZeroDivisionError)
        with self.assertRaises(KeyError):
            room.on("mesage", heard.append)
        await self.assert_left(room)


class Speaking(RoomCase):
    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        self.room = self.world.room()
        await self.world.join(self.room)
        self.addAsyncCleanup(self.assert_left, self.room)

    def last_id(self) -> str:
        return str(self.world.socket.commands[-1]["id"])

    async def answered(self, awaitable: Any, /, **event: Any) -> Any:
        """What ``awaitable`` comes to when the room answers its command with ``event``."""
        asking = asyncio.ensure_future(awaitable)
        await settle()
        self.world.socket.receive({"id": self.last_id(), **event})
        return await asking

    async def test_publish(self) -> None:
        """[PUB-2] returns the stored message"""
        publishing = asyncio.ensure_future(self.room.publish("hello", reply_to=3))
        await settle()
        self.assertEqual([entry.text for entry in self.room.pending], ["hello"])
        self.world.socket.receive({**message(4, "hello", "m1", self.last_id()), "replyTo": 3})
        stored = await publishing
        self.assertEqual((stored.seq, stored.text, stored.reply_to, stored.from_.name), (4, "hello", 3, "Ana"))
        self.assertEqual((self.room.pending, self.unread(self.room)), ((), [4]))

    async def test_commands(self) -> None:
        """[EDIT-1] [DEL-1] [REACT-1] edits, deletes and reacts; [REACT-3] what changes nothing is done too"""
        own = {"from": {"id": "m1", "name": "Ana"}, "at": 1}
        await self.answered(self.room.edit(3, "x\r\ny"), type="edit", seq=4, target=3, text="x\ny", **own)
        await self.answered(self.room.react(3, "👍"), type="reaction", seq=5, target=3, emoji="👍", on=True, count=1, **own)
        await self.answered(self.room.react(3, "👍", on=False), type="stored", seq=3)
        await self.answered(self.room.delete(3), type="delete", seq=6, target=3, **own)
        sent = [{name: value for name, value in each.items() if name != "id"} for each in self.world.socket.commands]
        self.assertEqual(
            sent,
            [
                {"type": "edit", "seq": 3, "text": "x\ny"},
                {"type": "react", "seq": 3, "emoji": "👍", "on": True},
                {"type": "react", "seq": 3, "emoji": "👍", "on": False},
                {"type": "delete", "seq": 3},
            ],
        )
        self.assertEqual(self.unread(self.room), [4, 5, 6])

    async def test_refusals(self) -> None:
        """[ERR-1] a refusal is an error with the room's code, sentence and patience"""
        refusal = {"type": "error", "code": "forbidden", "message": "Not yours."}
        error = await self.refused(self.answered(self.room.delete(2), **refusal))
        self.assertEqual((error.code, str(error), error.temporary, error.retry_after), ("forbidden", "Not yours.", False, None))
        later = {"type": "error", "code": "of_a_later_release", "message": "Wait.", "retryAfterMs": 1500}
        error = await self.refused(self.answered(self.room.delete(2), **later))
        self.assertEqual((error.code, error.temporary, error.retry_after), ("of_a_later_release", True, 1.5))
        self.assertEqual((await self.refused(self.room.edit(3, " "))).code, "empty_text")

    async def test_rename(self) -> None:
        """[ID-4] a rename returns who you are now"""
        self_ = {"id": "m1", "name": "Anna", "role": "guest", "token": "t2"}
        event = {"type": "presence", "count": 1, "self": self_}
        renamed = await self.answered(self.room.rename("Anna"), **event)
        self.assertEqual((renamed.name, self.room.self), ("Anna", renamed))

    async def test_history(self) -> None:
        """[HIST-1] a page of the past"""
        asking = asyncio.ensure_future(self.room.history(before=3, limit=2))
        await settle()
        self.assertEqual(self.world.socket.commands[-1]["before"], 3)
        self.world.socket.receive(page([1, 2], "e.3", id=self.last_id()))
        found = await asking
        self.assertEqual(([event.seq for event in found.events], found.more), ([1, 2], False))
        self.assertEqual(self.unread(self.room), [])

    async def test_no_answer(self) -> None:
        """what cannot be answered fails: offline at once, cut off then, in silence after ten seconds"""
        asking = asyncio.ensure_future(self.room.delete(3))
        await self.world.clock.advance(9_999)
        self.assertFalse(asking.done())
        await self.world.clock.advance(1)
        self.assertEqual((await self.refused(asking)).code, "timeout")
        asking = asyncio.ensure_future(self.room.delete(3))
        await settle()
        self.world.socket.cut()
        self.assertEqual((await self.refused(asking)).code, "connection_lost")
        self.assertEqual((await self.refused(self.room.delete(3))).code, "not_connected")
        await self.room.leave()
        self.assertEqual((await self.refused(self.room.delete(3))).code, "closed")

    async def test_lossy(self) -> None:
        """[EPH-1] [EPH-2] typing and signals go out as far as it is worth it, and are dropped while offline"""
        await self.room.typing(False)
        await self.room.typing(True)
        await self.room.typing(True)
        await self.room.signal({"x": 1}, to="bo")
        self.assertEqual((await self.refused(self.room.signal("x" * 4_095))).code, "too_large")
        with self.assertRaises(ValueError):
            await self.room.signal(float("nan"))
        self.world.socket.backlog = 100
        await self.room.signal("too late")
        self.assertEqual(
            self.world.socket.commands,
            [{"type": "typing", "on": True}, {"type": "signal", "data": {"x": 1}, "to": "bo"}],
        )
        self.world.socket.cut()
        await self.room.signal("offline")
        await self.room.typing(False)

    async def test_outbox_bounds(self) -> None:
        """the outbox holds 100 messages and 64 KiB, and says so"""
        self.world.socket.cut()
        waiting = [asyncio.ensure_future(self.room.publish(f"n{n}")) for n in range(100)]
        await settle()
        error = await self.refused(self.room.publish("one more"))
        self.assertEqual((error.code, error.temporary), ("outbox_full", True))
        await self.room.leave()
        self.assertEqual({(await self.refused(each)).code for each in waiting}, {"closed"})
        self.assertEqual((await self.refused(self.room.publish("late"))).code, "closed")

    async def test_outbox_bytes(self) -> None:
        """64 KiB of text is too much for the outbox however few the messages are"""
        self.world.socket.cut()
        waiting = [asyncio.ensure_future(self.room.publish("x" * 16_384)) for _ in range(4)]
        await settle()
        self.assertEqual((await self.refused(self.room.publish("x"))).code, "outbox_full")
        await self.room.leave()
        await asyncio.wait(waiting)
        self.assertEqual({each.exception().code for each in waiting}, {"closed"})  # type: ignore[union-attr]

    async def test_stale(self) -> None:
        """what waited an hour is not sent any more"""
        self.world.socket.cut()
        publishing = asyncio.ensure_future(self.room.publish("good morning"))
        await settle()
        self.world.clock.sleep(3_600_001)
        await self.world.clock.advance(0)
        self.world.socket.receive(welcome(position="e.3", recovered=True))
        self.assertEqual((await self.refused(publishing)).code, "stale")
        self.assertEqual(self.world.socket.commands, [])

    async def test_cancelled_publish(self) -> None:
        """to stop waiting for a message does not take it back"""
        publishing = asyncio.ensure_future(self.room.publish("hello"))
        await settle()
        publishing.cancel()
        self.world.socket.cut()
        await self.world.clock.advance(250)
        self.world.socket.receive(welcome(position="e.3", recovered=True))
        self.assertEqual(self.world.socket.commands[-1]["text"], "hello")
        self.world.socket.receive(message(4, "hello", "m1", self.last_id()))
        self.assertEqual(self.room.pending, ())


class Liveness(RoomCase):
    async def test_machine_slept(self) -> None:
        """[LIVE-1] a late timer is no dead link, once; then it is"""
        room = self.world.room()
        await self.world.join(room)
        socket = self.world.socket
        socket.is_unresponsive = True
        await self.world.clock.advance(25_000)
        self.world.clock.sleep(60_000)
        await self.world.clock.advance(0)
        self.assertEqual((room.state.name, socket.pings), ("online", 2))
        await self.world.clock.advance(3_000)
        self.assertEqual(room.state.name, "reconnecting")
        await self.assert_left(room)

    async def test_wake(self) -> None:
        """wake tries at once, and asks a connection that is there"""
        states: list[State] = []
        room = self.world.room()
        room.on("state", states.append)
        await self.world.join(room)
        room.wake()
        room.wake()
        self.assertEqual(self.world.socket.pings, 1)
        await settle()
        self.world.random_value = 0.9
        self.world.socket.cut()
        self.assertEqual(round(states[-1].retry_at - self.world.clock.now), 450)  # type: ignore[operator]
        room.wake()
        await self.world.clock.advance(270)
        self.assertEqual(len(self.world.sockets), 2)
        self.assertEqual([state.name for state in states], ["connecting", "online", "reconnecting", "reconnecting"])
        await self.assert_left(room)

    async def test_late_events(self) -> None:
        """an old socket that speaks late is not heard"""
        room = self.world.room()
        await self.world.join(room)
        old = self.world.socket
        old.cut()
        await self.world.clock.advance(250)
        old.receive(welcome(position="e.3", recovered=True))
        self.assertEqual(room.state.name, "reconnecting")
        self.world.socket.receive(welcome(position="e.3", recovered=True))
        old.receive(message(4, "of another session"))
        old.cut()
        self.assertEqual((room.state.name, len(self.world.sockets), self.unread(room)), ("online", 2, []))
        await self.assert_left(room)

    async def test_long_absence(self) -> None:
        """[LIVE-4] a long absence keeps to twenty seconds"""
        room = self.world.room()
        await self.world.join(room)
        self.world.socket.cut()
        for _ in range(40):
            await self.world.clock.advance(20_000)
            if not self.world.socket.is_closed:
                self.world.socket.cut()
        assert room.state.retry_at is not None
        self.assertLessEqual(room.state.retry_at - self.world.clock.now, 20_000)
        await self.assert_left(room)


if __name__ == "__main__":
    unittest.main()
