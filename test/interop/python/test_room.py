"""The public API of the client, against a fake room."""

from __future__ import annotations

import asyncio
import base64
import json
import unittest
from dataclasses import replace
from typing import Any
from unittest import mock

from harness import AsyncTestCase, FakeEnvironment, message, page, settle, vectors, welcome

import majlis
from majlis import AuditEntry, AuditPage, HolderPage, Message, Position, Presence, Reset, Room, RoomError, RoomKey, RoomLink, Signal, State
from majlis.environment import CloseEvent, HttpAnswer
from majlis.event_stream import MAX_UNREAD_EVENTS
from majlis.members import Author, Member
from majlis.tickets import JoinKey, make_ticket


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
        """[ID-16] [ID-17] the token is exchanged for a ticket, whose key makes those of the next joins"""
        room = self.fake.room(token="t0")
        joining = asyncio.ensure_future(room.__aenter__())
        await settle()
        socket = self.fake.socket
        self.assertEqual((socket.token, len(socket.protocols)), ("t0", 2))
        self.assertEqual(set(socket.query), {"session", "generation", "frames"})
        ((url, headers, body),) = self.fake.tickets.requests
        self.assertEqual(url, "http://chat.example/r/tea/ticket?session=id1&generation=1")
        self.assertEqual((headers["Authorization"], body), ("Bearer t0", {"name": None}))
        socket.receive(welcome(self={"id": "m1", "name": "Ana", "role": "guest", "token": ""}))
        socket.receive(page([2, 3], "e.3"))
        await joining
        assert room.self is not None
        self.assertEqual(room.self.token, "t0")
        self.assertNotIn("t0", repr(room.self))
        socket.cut()
        await self.fake.clock.advance(250)
        self.assertEqual((self.fake.socket.token, len(self.fake.tickets.requests)), ("t0", 1))
        self.assertEqual(
            self.fake.socket.protocols[1],
            "ticket." + make_ticket("dDA.c2VjcmV0", JoinKey("id1", 2), self.fake.clock.now),
        )
        await self.assert_leaves_cleanly(room)

    async def test_name(self) -> None:
        """[CLIMB-9] the name of a new guest is in a body, and in no URL"""
        room = self.fake.room(name="Ana & Bo")
        await self.fake.join(room)
        ((url, headers, body),) = self.fake.tickets.requests
        self.assertEqual((url, body), ("http://chat.example/r/tea/ticket", {"name": "Ana & Bo"}))
        self.assertNotIn("Authorization", headers)
        self.assertNotIn("Ana", self.fake.socket.url)
        await self.assert_leaves_cleanly(room)

    async def test_refused_ticket(self) -> None:
        """[ID-17] after a refused ticket the room is asked for one, and its clock counts"""
        room = self.fake.room()
        await self.fake.join(room)
        self.fake.socket.end(4007, "")
        await self.fake.clock.advance(250)
        self.assertEqual(len(self.fake.tickets.requests), 2)
        self.assertEqual(self.fake.socket.protocols[1].split(".")[2:], ["0", "proof"])
        await self.assert_leaves_cleanly(room)

    async def test_forget(self) -> None:
        """[ID-20] forget leaves the room and revokes the token; a refusal is raised"""
        for answer, code in (
            (HttpAnswer(200, "[]"), None),
            (HttpAnswer(401, '{"code":"revoked_token"}'), None),
            (HttpAnswer(200, '[{"type":"error","code":"overloaded","message":"Full."}]'), "overloaded"),
            (HttpAnswer(429, '{"code":"rate_limited"}'), "rate_limited"),
            (HttpAnswer(502, "<h1>no</h1>"), "not_connected"),
            (CloseEvent(1006, "", False), "not_connected"),
        ):
            with self.subTest(answer):
                self.fake = FakeEnvironment()
                room = self.fake.room()
                await self.fake.join(room)
                self.fake.tickets.refusals = [answer]
                if code is None:
                    await room.forget()
                else:
                    self.assertEqual((await self.error_of(room.forget())).code, code)
                url, headers, body = self.fake.tickets.requests[-1]
                self.assertEqual((url, body["type"]), ("http://chat.example/r/tea/commands", "revoke"))
                self.assertEqual(headers["Authorization"], "Bearer t1")
                self.assertEqual(room.state.name, "closed")

    async def test_reaction_holders(self) -> None:
        """[REACT-4] the holders of a reaction come page by page, also beside a lost connection; a refusal is raised"""
        room = self.fake.room()
        await self.fake.join(room)
        self.fake.socket.cut()
        body = {"holders": [{"id": "m2", "name": "Bo"}, 7], "more": True, "after": "m2", "news": 1}
        self.fake.tickets.page = HttpAnswer(200, json.dumps(body))
        found = await room.reaction_holders(7, "👍🏽", after="m1")
        self.assertEqual(found, HolderPage((Author("m2", "Bo"),), True, "m2"))
        url, _, _ = self.fake.tickets.requests[-1]
        self.assertEqual(url, "http://chat.example/r/tea/messages/7/reactions/%F0%9F%91%8D%F0%9F%8F%BD?after=m1")
        for answer, code in (
            (HttpAnswer(404, '{"code":"message_not_found"}'), "message_not_found"),
            (HttpAnswer(200, "[]"), "not_connected"),
            (HttpAnswer(502, "<h1>no</h1>"), "not_connected"),
            (CloseEvent(1006, "", False), "not_connected"),
        ):
            with self.subTest(answer):
                self.fake.tickets.page = answer
                self.assertEqual((await self.error_of(room.reaction_holders(7, "👍"))).code, code)
        await self.assert_leaves_cleanly(room)

    async def test_links(self) -> None:
        """[HTTP-22] [OWN-8] [OWN-9] links are made, listed and revoked, keys added, listed and removed, the owner key replaced and the room deleted, beside the connection, with the member's token"""
        room = self.fake.room()
        await self.fake.join(room)
        self.fake.socket.cut()
        link = {"id": "l1", "url": "http://chat.example/r/tea#key=k", "role": "member", "expiresAt": 9, "uses": 0}
        self.fake.tickets.refusals = [HttpAnswer(201, json.dumps(link))]
        made = RoomLink("l1", "http://chat.example/r/tea#key=k", "member", 9, 0)
        self.assertEqual(await room.create_link("member", uses=3), made)
        url, headers, body = self.fake.tickets.requests[-1]
        self.assertEqual((url, headers["Authorization"]), ("http://chat.example/r/tea/links", "Bearer t1"))
        self.assertEqual(body, {"role": "member", "expiresInSeconds": None, "uses": 3})
        unlimited = {name: value for name, value in link.items() if name != "uses"}
        self.fake.tickets.page = HttpAnswer(200, json.dumps({"links": [link, unlimited, 7]}))
        self.assertEqual(await room.links(), (made, replace(made, uses=None)))
        self.fake.tickets.page = HttpAnswer(204, "")
        await room.revoke_link("l/1")
        self.assertEqual(self.fake.tickets.requests[-1][0], "http://chat.example/r/tea/links/l%2F1")
        key = {"kid": "2026-11", "iss": "https://shop.example", "alg": "HS256", "maxRole": "member", "createdAt": 9}
        self.fake.tickets.refusals = [HttpAnswer(200, json.dumps(key))]
        added = RoomKey("2026-11", "https://shop.example", "HS256", "member", 9)
        put = room.put_key("a+b", iss="https://shop.example", alg="HS256", key="c2VjcmV0", max_role="member")
        self.assertEqual(await put, added)
        url, headers, body = self.fake.tickets.requests[-1]
        self.assertEqual((url, headers["Authorization"]), ("http://chat.example/r/tea/keys/a%2Bb", "Bearer t1"))
        self.assertEqual(body, {"iss": key["iss"], "alg": "HS256", "key": "c2VjcmV0", "maxRole": "member"})
        self.fake.tickets.page = HttpAnswer(200, json.dumps({"keys": [key]}))
        self.assertEqual(await room.keys(), (added,))
        self.fake.tickets.page = HttpAnswer(204, "")
        await room.remove_key("a+b")
        self.assertEqual(self.fake.tickets.requests[-1][0], "http://chat.example/r/tea/keys/a%2Bb")
        self.fake.tickets.refusals = [HttpAnswer(204, "")]
        await room.revoke_site_token("https://shop.example", "token-1", exp=1_790_000_000)
        url, _, body = self.fake.tickets.requests[-1]
        self.assertEqual(url, "http://chat.example/r/tea/revocations")
        self.assertEqual(body, {"iss": "https://shop.example", "jti": "token-1", "exp": 1_790_000_000})
        self.fake.tickets.refusals = [HttpAnswer(200, '{"ownerKey":"majlis-owner-new"}')]
        self.assertEqual(await room.renew_owner_key(), "majlis-owner-new")
        self.assertEqual(self.fake.tickets.requests[-1][0], "http://chat.example/r/tea/owner-key")
        self.fake.tickets.page = HttpAnswer(204, "")
        await room.delete_room()
        self.assertEqual(self.fake.tickets.requests[-1][0], "http://chat.example/r/tea")
        for answer, code in (
            (HttpAnswer(403, '{"code":"forbidden"}'), "forbidden"),
            (HttpAnswer(200, "<h1>hello</h1>"), "not_connected"),
            (CloseEvent(1006, "", False), "not_connected"),
        ):
            with self.subTest(answer):
                self.fake.tickets.page = answer
                self.assertEqual((await self.error_of(room.links())).code, code)
                self.assertEqual((await self.error_of(room.revoke_link("l1"))).code, code)
        await self.assert_leaves_cleanly(room)

    async def test_audit(self) -> None:
        """[MOD-9] the audit log is read beside the connection, with the member's token; a refusal is raised with its end"""
        room = self.fake.room()
        await self.fake.join(room)
        bo = {"id": "m2", "name": "Bo"}
        mute = {"id": 3, "at": 5, "from": bo, "action": "mute", "member": bo, "until": 9, "reason": "loud"}
        role = {"id": 2, "at": 4, "from": bo, "action": "role", "member": bo, "role": "member"}
        body = {"entries": [mute, role], "more": True, "before": 2}
        self.fake.tickets.page = HttpAnswer(200, json.dumps(body))
        author = Author("m2", "Bo")
        entries = (
            AuditEntry(3, 5, author, "mute", author, 9, "loud"),
            AuditEntry(2, 4, author, "role", author, role="member"),
        )
        self.assertEqual(await room.audit(before=7), AuditPage(entries, True, 2))
        url, headers, _ = self.fake.tickets.requests[-1]
        self.assertEqual((url, headers["Authorization"]), ("http://chat.example/r/tea/audit?before=7", "Bearer t1"))
        for answer, code, until in (
            (HttpAnswer(403, '{"code":"banned","detail":"No.","until":9}'), "banned", 9),
            (HttpAnswer(403, '{"code":"forbidden"}'), "forbidden", None),
            (HttpAnswer(200, "<h1>hello</h1>"), "not_connected", None),
            (CloseEvent(1006, "", False), "not_connected", None),
        ):
            with self.subTest(answer):
                self.fake.tickets.page = answer
                error = await self.error_of(room.audit())
                self.assertEqual((error.code, error.until), (code, until))
        await self.assert_leaves_cleanly(room)

    async def test_unusable_token(self) -> None:
        """[ID-6] a token that a header cannot carry is reported as invalid_token"""
        for token in ("a b", "é", "a\r\nX: y", ""):
            with self.subTest(token):
                joining = asyncio.ensure_future(self.fake.room(token=token or "\0").__aenter__())
                self.assertEqual((await self.error_of(joining)).code, "invalid_token")
        self.assertEqual(self.fake.tickets.requests, [])

    async def test_no_ticket_for_now(self) -> None:
        """[JOIN-7] [ID-16] where the room gives no ticket for now, the client waits as long as it asks"""
        busy = '{"code":"rate_limited","detail":"Too many."}'
        self.fake.tickets.refusals = [HttpAnswer(429, busy, retry_after_ms=8_000)]
        joining = asyncio.ensure_future(self.fake.room(name="Ana").__aenter__())
        await settle()
        await self.fake.clock.advance(8_249)
        self.assertEqual(len(self.fake.tickets.requests), 1)
        await self.fake.clock.advance(1)
        self.assertEqual(len(self.fake.tickets.requests), 2)
        joining.cancel()

    async def test_no_room(self) -> None:
        """an address without a room is permanent at the first join; a network failure is not"""
        self.fake.tickets.refusals = [CloseEvent(1006, "Connection refused", False), HttpAnswer(404, "<h1>no</h1>")]
        joining = asyncio.ensure_future(self.fake.room().__aenter__())
        await settle()
        self.assertFalse(joining.done())
        await self.fake.clock.advance(1_000)
        error = await self.error_of(joining)
        self.assertEqual((error.code, str(error)), ("unreachable", "There is no room at this address: the answer was HTTP 404."))

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

    async def test_token_renewal(self) -> None:
        """[VOUCH-10] a site's token is renewed a minute before it expires, every 10 s while the site gives none, and soon where its key was removed"""
        given: list[Any] = ["a1", OSError("no network"), "a2", "a3"]

        async def get_token() -> str:
            answer = given.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return str(answer)

        def self_(**fields: Any) -> dict[str, Any]:
            return {"id": "m1", "name": "Sara", "role": "member", "vouched": True, "token": "", **fields}

        def renewals() -> list[Any]:
            return [each for each in self.fake.socket.commands if each["type"] == "authenticate"]

        room = self.fake.room(token=get_token)
        joining = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.fake.socket.receive(welcome(self=self_(expiresInMs=600_000)))
        self.fake.socket.receive(page((2, 3), "e.3"))
        await joining
        assert room.self is not None
        self.assertEqual((room.self.vouched, room.self.token), (True, "a1"))
        await self.fake.clock.advance(500_000)
        self.assertEqual(renewals(), [])
        await self.fake.clock.advance(25_000)
        self.assertEqual([each["token"] for each in renewals()], ["a2"])
        answer = {"type": "presence", "id": renewals()[0]["id"], "count": 1, "self": self_(expiresInMs=40_000)}
        self.fake.socket.receive(answer)
        await settle()
        self.assertEqual(room.self.token, "a2")
        await self.fake.clock.advance(20_000)
        self.assertEqual([each["token"] for each in renewals()], ["a2", "a3"])
        self.fake.socket.receive({"type": "presence", "count": 1, "self": self_(role="reader", expiresInMs=0)})
        await settle()
        given.append("a4")
        await self.fake.clock.advance(999)
        self.assertEqual(len(renewals()), 2)
        await self.fake.clock.advance(9_001)
        self.assertEqual(renewals()[-1]["token"], "a4")
        await self.assert_leaves_cleanly(room)

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

    async def test_read_marks(self) -> None:
        """[EPH-3] the list of members says up to which message each has read, as it would to who joins now"""
        room = self.fake.room()
        await self.fake.join(room)
        bo = {"id": "m2", "name": "Bo"}
        self.fake.socket.receive({"type": "presence", "count": 2, "joined": [{**bo, "role": "guest"}]})
        self.fake.socket.receive({"type": "read", "from": bo, "seq": 4})
        self.assertEqual([member.read for member in room.members.list if member.id == "m2"], [4])
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


class Signals(RoomCase):
    async def test_keys_and_counts(self) -> None:
        """[EPH-4] [EPH-6] sends a key, a role and a count, and gets what comes back"""
        room = self.fake.room()
        heard: list[Any] = []
        room.on("signal", heard.append)
        room.on("echo", heard.append)
        await self.fake.join(room)
        await room.signal([1, 2], key="at", n=1)
        await room.signal("help", role="moderator")
        sent = [each for each in self.fake.socket.commands if each["type"] == "signal"]
        self.assertEqual(sent[0], {"type": "signal", "data": [1, 2], "key": "at", "n": 1})
        self.assertEqual(sent[1], {"type": "signal", "data": "help", "role": "moderator"})
        bo = {"id": "bo", "name": "Bo"}
        self.fake.socket.receive([{"type": "lanes", "first": 0, "lanes": [{"from": bo, "key": "at"}]}, [0, {"x": 1}, 1]])
        self.assertEqual([(heard[0].from_.name, heard[0].key, heard[0].data), heard[1].n], [("Bo", "at", {"x": 1}), 1])
        await self.assert_leaves_cleanly(room)

    async def test_huge_numbers(self) -> None:
        """[EVT-2] a number that no float can hold is read as none, and the rest of the frame is handled"""
        heard: list[Any] = []
        room = self.fake.room()
        room.on("signal", heard.append)
        await self.fake.join(room)
        signal = {"type": "signal", "from": {"id": "bo", "name": "Bo"}, "data": 1}
        self.fake.socket.receive([{"type": "presence", "count": 10**400}, signal])
        self.fake.socket.receive({"type": "error", "code": "rate_limited", "message": "No.", "retryAfterMs": 10**400})
        self.assertEqual((room.members.count, len(heard)), (0, 1))
        await self.assert_leaves_cleanly(room)

    async def test_time(self) -> None:
        """[TIME-2] learns the room's time by the fastest answer"""
        room = self.fake.room()
        await self.fake.join(room)
        syncing = asyncio.ensure_future(room.sync_time(samples=3))
        for there, back in [(10, 90), (20, 20), (200, 5)]:
            await settle()
            asked = self.fake.socket.commands[-1]
            self.assertEqual(asked["type"], "time")
            await self.fake.clock.advance(there)
            at = self.fake.clock.now + 1_000
            await self.fake.clock.advance(back)
            self.fake.socket.receive({"type": "time", "id": asked["id"], "at": at})
        time = await asyncio.wait_for(syncing, TIMEOUT_S)
        self.assertEqual((time.offset_ms, time.round_trip_ms), (1_000, 40))
        self.assertEqual(time.now(), self.fake.clock.now + 1_000)
        await self.assert_leaves_cleanly(room)


class CompressedFrames(RoomCase):
    async def test_order(self) -> None:
        """[FAN-6] [P-2] asks for compressed frames, and delivers text and compressed ones in the order in which they came"""
        room = self.fake.room()
        await self.fake.join(room)
        socket = self.fake.socket
        self.assertEqual(socket.query["frames"], "deflate")
        self.unread(room)
        socket.receive(message(4))
        socket.receive_compressed(message(5), message(6))
        socket.receive(message(7))
        socket.receive_compressed(message(8))
        socket.end(4000)
        socket.receive_compressed(message(9))
        self.assertEqual(self.unread(room), [4, 5, 6, 7, 8])
        await self.assert_leaves_cleanly(room)

    async def test_damaged(self) -> None:
        """[FAN-9] comes back by its position after a damaged frame, or one that inflates to too much, and asks for text"""
        for vector in vectors("frames")["damaged"]:
            with self.subTest(vector["name"]):
                self.fake = FakeEnvironment()
                room = self.fake.room()
                await self.fake.join(room)
                self.fake.socket.events.on_binary(base64.b64decode(vector["deflated"]))
                self.assertEqual(room.state.name, "reconnecting")
                self.assertEqual(room.state.close_event, CloseEvent(1007, "A compressed frame is damaged.", True))
                await self.fake.clock.advance(1_000)
                self.assertEqual(len(self.fake.sockets), 2)
                self.assertEqual(self.fake.socket.query["position"], "e.3")
                self.assertNotIn("frames", self.fake.socket.query)
                self.fake.socket.receive(welcome(position="e.4", recovered=True))
                self.fake.socket.receive(message(4))
                self.assertEqual(room.state.name, "online")
                self.assertEqual(self.unread(room)[-1], 4)
                await self.assert_leaves_cleanly(room)

    async def test_no_zlib(self) -> None:
        """[FAN-6] does not ask where the interpreter was built without zlib, and ignores a binary frame all the same"""
        with mock.patch("majlis.session.CAN_INFLATE", False):
            room = self.fake.room()
            await self.fake.join(room)
        self.assertNotIn("frames", self.fake.socket.query)
        self.fake.socket.receive_compressed(message(4))
        self.assertEqual(room.state.name, "online")
        await self.assert_leaves_cleanly(room)


class Shared(RoomCase):
    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        self.room = self.fake.room()
        await self.fake.join(self.room)
        self.from_ = {"id": "bo", "name": "Bo"}

    def state(self, seq: int, key: str, **more: Any) -> dict[str, Any]:
        return {"type": "state", "seq": seq, "at": 1, "from": self.from_, "id": f"x{seq}", "key": key, **more}

    async def test_changes(self) -> None:
        """[STATE-3] [STATE-5] the shared state has what others set and delete, and calls its listeners"""
        shared = self.room.shared
        changes: list[Any] = []
        shared.on_change(changes.append)
        self.fake.socket.receive(self.state(4, "turn", value={"seat": "red"}))
        entry = {"key": "~x", "version": 7, "from": self.from_, "value": 1}
        self.fake.socket.receive({"type": "delta", "entries": [entry]})
        await settle()
        self.assertEqual((shared.get("turn"), shared.get("~x")), ({"seat": "red"}, 1))
        self.assertEqual([each.entries[0].key for each in changes], ["turn", "~x"])
        self.fake.socket.receive(self.state(5, "turn"))
        await settle()
        self.assertEqual([each.key for each in shared.entries()], ["~x"])
        await self.assert_leaves_cleanly(self.room)

    async def test_failing_listener(self) -> None:
        """a listener to the shared state that raises affects neither the others nor the connection"""
        complaints: list[Any] = []
        changes: list[Any] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        self.room.shared.on_change(lambda change: int(change.entries[0].value))
        self.room.shared.on_change(changes.append)
        self.fake.socket.receive([self.state(4, "count", value="no number"), message(5)])
        first, second = [await self.next(self.room) for _ in range(2)]
        self.assertEqual((first.seq, second.seq, len(changes)), (4, 5, 1))
        self.assertIsInstance(complaints[0]["exception"], ValueError)
        await self.assert_leaves_cleanly(self.room)

    async def test_lone_surrogate(self) -> None:
        """[STATE-1] half a surrogate pair, as another member may have set it, is sent on as JSON escapes it"""
        self.fake.socket.receive(self.state(4, "names", value=["\ud800"]))
        updating = asyncio.ensure_future(self.room.shared.update("names", lambda names: [*names, "Ana"]))
        await settle()
        frame = self.fake.socket.sent[-1]
        self.assertIn(r'["\ud800","Ana"]', frame)
        frame.encode("utf-8")
        self.fake.socket.receive({"type": "stored", "id": json.loads(frame)["id"], "seq": 5})
        self.assertEqual(await asyncio.wait_for(updating, TIMEOUT_S), ["\ud800", "Ana"])
        await self.assert_leaves_cleanly(self.room)

    async def test_update(self) -> None:
        """[STATE-2] an update starts again from what the key holds if another was faster"""
        updating = asyncio.ensure_future(self.room.shared.update("count", lambda value: (value or 0) + 1))
        await settle()
        first = self.fake.socket.commands[-1]
        self.assertEqual((first["type"], first["value"], first["ifVersion"]), ("state", 1, 0))
        current = {"version": 3, "value": 5}
        refusal = {"type": "error", "id": first["id"], "code": "version_mismatch", "message": "No.", "current": current}
        self.fake.socket.receive(refusal)
        await settle()
        second = self.fake.socket.commands[-1]
        self.assertEqual((second["value"], second["ifVersion"]), (6, 3))
        self.fake.socket.receive({"type": "stored", "id": second["id"], "seq": 7})
        self.assertEqual(await asyncio.wait_for(updating, TIMEOUT_S), 6)
        await self.assert_leaves_cleanly(self.room)

    async def test_update_pauses(self) -> None:
        """[STATE-2] who was too late twice waits for a random time, and goes on from what the key holds then"""
        updating = asyncio.ensure_future(self.room.shared.update("count", lambda value: (value or 0) + 1))
        for version in (1, 2):
            await settle()
            asked = self.fake.socket.commands[-1]
            current = {"version": version, "value": version}
            refusal = {"type": "error", "id": asked["id"], "code": "version_mismatch", "message": "No.", "current": current}
            self.fake.socket.receive(refusal)
        await settle()
        self.assertEqual(self.fake.socket.commands[-1], asked)
        self.fake.socket.receive(self.state(4, "count", value=9))
        await self.fake.clock.advance(50)
        third = self.fake.socket.commands[-1]
        self.assertEqual((third["value"], third["ifVersion"]), (10, 4))
        self.fake.socket.receive({"type": "stored", "id": third["id"], "seq": 5})
        self.assertEqual(await asyncio.wait_for(updating, TIMEOUT_S), 10)
        await self.assert_leaves_cleanly(self.room)

    async def test_no_null(self) -> None:
        """[STATE-1] what is no JSON, or null, which would delete the key, is not sent"""
        for value in (None, float("nan"), {1, 2}):
            with self.subTest(value), self.assertRaises((TypeError, ValueError)):
                await asyncio.wait_for(self.room.shared.set("count", value), TIMEOUT_S)
        self.assertEqual(self.fake.socket.commands, [])
        await self.assert_leaves_cleanly(self.room)

    async def test_page_waits(self) -> None:
        """[LIM-12] [STATE-4] a page of the state that is refused because too much was read is requested again"""
        room = self.fake.room()
        joining = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.fake.socket.receive({**welcome(position="e.3"), "state": {"entries": [], "more": True}})
        self.fake.socket.receive(page([3], "e.3"))
        await joining
        shared = room.shared
        await settle()
        asked = self.fake.socket.commands[-1]
        self.assertEqual((asked["type"], asked["after"]), ("map", ""))
        refusal = {"type": "error", "id": asked["id"], "code": "rate_limited", "message": "Wait.", "retryAfterMs": 1_500}
        self.fake.socket.receive(refusal)
        await self.fake.clock.advance(1_500)
        self.assertEqual(self.fake.socket.commands[-2:], [asked, asked])
        # Where a crowd reads it may take longer than an answer may.
        await self.fake.clock.advance(10_000)
        asked = self.fake.socket.commands[-1]
        self.assertEqual((len(self.fake.socket.commands), asked["after"]), (3, ""))
        entry = {"key": "turn", "version": 3, "from": self.from_, "value": "red"}
        self.fake.socket.receive({"type": "map", "id": asked["id"], "entries": [entry], "more": False})
        await settle()
        self.assertEqual((shared.is_complete, shared.get("turn")), (True, "red"))
        await room.leave()
        await self.assert_leaves_cleanly(self.room)


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
        """[EDIT-1] [DEL-1] [DEL-3] [REACT-1] [REACT-3] edit, delete, restore and react return once the room has executed them"""
        own = {"from": {"id": "m1", "name": "Ana"}, "at": 1}
        await self.answered(self.room.edit(3, "x\r\ny"), type="edit", seq=4, target=3, text="x\ny", **own)
        await self.answered(
            self.room.react(3, "👍"), type="reaction", seq=5, target=3, emoji="👍", on=True, count=1, **own
        )
        await self.answered(self.room.react(3, "👍", on=False), type="stored", seq=3)
        await self.answered(self.room.delete(3), type="delete", seq=6, target=3, **own)
        await self.answered(self.room.restore(3), type="restore", seq=7, target=3, text="x", **own)
        sent = [{name: value for name, value in each.items() if name != "id"} for each in self.fake.socket.commands]
        self.assertEqual(
            sent,
            [
                {"type": "edit", "seq": 3, "text": "x\ny", "since": 3},
                {"type": "react", "seq": 3, "emoji": "👍", "on": True, "since": 4},
                {"type": "react", "seq": 3, "emoji": "👍", "on": False, "since": 5},
                {"type": "delete", "seq": 3, "since": 5},
                {"type": "restore", "seq": 3, "since": 6},
            ],
        )
        self.assertEqual(self.unread(self.room), [4, 5, 6, 7])

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

    async def test_claim(self) -> None:
        """[OWN-3] claim returns who you are now, with the role; a role that is taken is known too"""
        self_ = {"id": "m1", "name": "Ana", "role": "owner", "token": "t2"}
        owner = await self.answered(self.room.claim("majlis-owner-k"), type="presence", count=1, self=self_)
        self.assertEqual((owner.role, self.fake.socket.commands[-1]["key"]), ("owner", "majlis-owner-k"))
        changed = [{"id": "m1", "name": "Ana", "role": "guest"}]
        self.fake.socket.receive({"type": "presence", "count": 1, "changed": changed})
        assert self.room.self is not None
        self.assertEqual(self.room.self.role, "guest")

    async def test_settings(self) -> None:
        """[SET-1] settings are those of the welcome, then of each event; configure resolves with its event"""
        seen: list[Any] = []
        self.room.on("settings", seen.append)
        own = {"at": 1, "from": {"id": "m1", "name": "Ana"}}
        topic = {"topic": "شاي", "language": "ar"}
        await self.answered(self.room.configure(**topic), type="settings", seq=4, settings=topic, **own)
        self.assertEqual((self.room.settings, seen), (topic, [topic]))
        self.assertEqual(self.fake.socket.commands[-1]["settings"], topic)
        role = {"member": {"id": "m2", "name": "Bo"}, "role": "member"}
        await self.answered(self.room.set_role("m2", "member"), type="role", seq=5, **role, **own)
        self.assertEqual([self.fake.socket.commands[-1][name] for name in ("member", "role")], ["m2", "member"])
        self.assertEqual(self.unread(self.room), [4, 5])

    async def test_clear(self) -> None:
        """[LOG-8] clear resolves with its event: what is unread and held is dropped, and the outbox loses its replies"""
        own = {"at": 1, "from": {"id": "m1", "name": "Ana"}}
        self.fake.socket.receive(message(4, "unread"))
        waiting = asyncio.ensure_future(self.room.publish("waiting", reply_to=3))
        later = asyncio.ensure_future(self.room.publish("of later", reply_to=9))
        await self.answered(self.room.clear(), type="clear", seq=5, **own)
        self.assertEqual(self.fake.socket.commands[-1]["since"], 4)
        self.assertEqual(self.unread(self.room), [5])
        self.assertEqual((self.room.newest.events, self.room.newest.more), ((), False))
        self.assertEqual([entry.reply_to for entry in self.room.pending], [None, 9])
        for task in (waiting, later):
            task.cancel()

    async def test_moderate(self) -> None:
        """[MOD-1] [MOD-8] moderate resolves with its event; a deletion may have a reason"""
        own = {"at": 1, "from": {"id": "m1", "name": "Ana"}}
        bo = {"member": {"id": "m2", "name": "Bo"}}
        banning = self.room.moderate("ban", "m2", seq=3, until=9.0, reason="spam", address=True)
        await self.answered(banning, type="moderation", seq=4, act="ban", until=9, **bo, **own)
        sent = self.fake.socket.commands[-1]
        self.assertEqual(
            {name: sent[name] for name in ("act", "member", "seq", "until", "reason", "address")},
            {"act": "ban", "member": "m2", "seq": 3, "until": 9, "reason": "spam", "address": True},
        )
        await self.answered(self.room.moderate("unban", "m2"), type="moderation", seq=5, act="unban", **bo, **own)
        self.assertFalse({"seq", "until", "address"} & set(self.fake.socket.commands[-1]))
        await self.answered(self.room.delete(3, reason="spam"), type="delete", seq=6, target=3, **own)
        self.assertEqual(self.fake.socket.commands[-1]["reason"], "spam")
        self.assertEqual(self.unread(self.room), [4, 5, 6])

    async def test_muted(self) -> None:
        """[MOD-5] a message of a muted member is refused, with the end"""
        publishing = asyncio.ensure_future(self.room.publish("hello?"))
        await settle()
        refusal = {"type": "error", "id": self.last_id(), "code": "muted", "message": "You are muted.", "until": 9}
        self.fake.socket.receive(refusal)
        error = await self.error_of(publishing)
        self.assertEqual((error.code, error.temporary, error.until), ("muted", False, 9))

    async def test_history(self) -> None:
        """[HIST-1] history returns a page of earlier messages"""
        asking = asyncio.ensure_future(self.room.history(before=3, limit=2))
        await settle()
        self.assertEqual(self.fake.socket.commands[-1]["before"], 3)
        self.fake.socket.receive(page([1, 2], "e.3", id=self.last_id()))
        found = await asking
        self.assertEqual(([event.seq for event in found.events], found.more), ([1, 2], False))
        self.assertEqual(self.unread(self.room), [])

    async def test_events_after(self) -> None:
        """[HIST-1] history returns a page of the events of every type after one, by which a match can be replayed"""
        asking = asyncio.ensure_future(self.room.history(after=0, limit=2))
        await settle()
        sent = self.fake.socket.commands[-1]
        self.assertEqual((sent["after"], "before" in sent), (0, False))
        move = {"type": "state", "seq": 1, "at": 1, "from": {"id": "bo", "name": "Bo"}, "id": "x", "key": "board", "value": [3]}
        answer = page([2], "e.3", id=sent["id"], more=True)
        self.fake.socket.receive({**answer, "events": [move, *answer["events"]]})
        found = await asking
        self.assertEqual([type(event).__name__ for event in found.events], ["StateChange", "Message"])

    async def test_history_goes_on(self) -> None:
        """[HIST-5] history goes on where the room stopped, until there is a message"""
        asking = asyncio.ensure_future(self.room.history(limit=2))
        for before in (80, 40):
            await settle()
            self.fake.socket.receive({**page([], "e.90", id=self.last_id(), more=True), "before": before})
        await settle()
        self.assertEqual([self.fake.socket.commands[-1][field] for field in ("before", "limit")], [40, 2])
        self.fake.socket.receive(page([1], "e.90", id=self.last_id()))
        self.assertEqual([event.seq for event in (await asking).events], [1])

    async def test_history_waits(self) -> None:
        """[LIM-12] a page that is refused because too much was read is requested again after the time that is named"""
        asking = asyncio.ensure_future(self.room.history(limit=2))
        await settle()
        id, sent = self.last_id(), len(self.fake.socket.commands)
        refusal = {"type": "error", "id": id, "code": "rate_limited", "message": "Wait.", "retryAfterMs": 1_500}
        self.fake.socket.receive(refusal)
        await self.fake.clock.advance(1_499)
        self.assertEqual(len(self.fake.socket.commands), sent)
        await self.fake.clock.advance(1)
        self.assertEqual((len(self.fake.socket.commands), self.last_id()), (sent + 1, id))
        self.fake.socket.receive(page([1, 2], "e.3", id=id))
        self.assertEqual([event.seq for event in (await asking).events], [1, 2])

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
        """[EPH-1] [EPH-2] [EPH-3] typing is throttled; typing, signals and what was read are dropped under backpressure
        and while offline"""
        await self.room.typing(False)
        await self.room.typing(True)
        await self.room.typing(True)
        await self.room.signal({"x": 1}, to="bo")
        await self.room.mark_read(2)
        self.assertEqual((await self.error_of(self.room.signal("x" * 4_095))).code, "too_large")
        with self.assertRaises(ValueError):
            await self.room.signal(float("nan"))
        self.fake.socket.backlog = 100
        await self.room.signal("too late")
        await self.room.mark_read(3)
        self.assertEqual(
            self.fake.socket.commands,
            [{"type": "typing", "on": True}, {"type": "signal", "data": {"x": 1}, "to": "bo"}, {"type": "read", "seq": 2}],
        )
        self.fake.socket.cut()
        await self.room.mark_read(4)
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
