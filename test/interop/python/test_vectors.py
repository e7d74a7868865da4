"""The protocol vectors, which the TypeScript SDK runs too."""

from __future__ import annotations

import base64
import dataclasses
import json
import unittest
from typing import Any, Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

from harness import AsyncTestCase, message, vectors, welcome
from vector_session import VectorSession

import majlis
from majlis import Mute, Position, RoomError
from majlis.address import room_url, socket_address
from majlis.backoff import Backoff
from majlis.close_codes import CLOSES, advice_for
from majlis.decode import FrameDecoder, decode_events
from majlis.encode import event_to_wire
from majlis.errors import CLIENT_ERRORS, ERRORS
from majlis.events import EVENTS, DurableEvent, Failure, Page, RoomEvent, Unknown, Welcome, is_durable
from majlis.heartbeat import PING_FRAME, PING_INTERVAL_MS, PONG_FRAME
from majlis.inflate import MAX_FRAME_BYTES, DamagedFrame, inflate_frame
from majlis.limits import Limits, Rate
from majlis.plain_text import message_line, room_line
from majlis.tickets import JoinKey, make_ticket
from majlis.token_bucket import TokenBucket
from majlis.replay import CaughtUp, Deliver, Pull, Rejoin, Replay, StartOver, Step
from majlis.sanitize import isolate_name, isolate_text, sanitize
from majlis.message_text import check_text
from majlis.traits import is_lossy, is_queued


class SmallVectors(unittest.TestCase):
    def test_positions(self) -> None:
        """[POS-1] parses and formats positions as EPOCH.SEQ"""
        for vector in vectors("positions")["valid"]:
            with self.subTest(vector["text"]):
                self.assertEqual(Position.parse(vector["text"]), Position(vector["epoch"], vector["seq"]))
                self.assertEqual(str(Position(vector["epoch"], vector["seq"])), vector["text"])
        for text in vectors("positions")["invalid"]:
            with self.subTest(text):
                self.assertIsNone(Position.parse(text))

    def test_closes(self) -> None:
        """a close code, or its range if it is unknown, decides whether to reconnect"""
        for vector in vectors("closes"):
            with self.subTest(vector["code"]):
                self.assertEqual(advice_for(vector["code"]), vector["advice"])
                known = CLOSES.get(vector["code"])
                self.assertEqual(None if known is None else known.name, vector.get("name"))
        self.assertEqual({v["code"] for v in vectors("closes") if "name" in v}, set(CLOSES))

    def test_events(self) -> None:
        """[LOG-1] [EVT-2] every event of the protocol has a class, durable or not as in the room"""
        self.assertEqual({name: {"durable": is_durable(name)} for name in EVENTS}, vectors("commands")["events"])
        self.assertTrue(is_durable("of_a_later_release"))
        exported = set(majlis.__all__)
        self.assertEqual({cls.__name__ for cls in EVENTS.values() if issubclass(cls, DurableEvent)} - exported, set())

    def test_commands(self) -> None:
        """[LIM-1] [LIM-3] [LIM-4] rate-limited commands are queued, but authenticate is sent at once; lossy ones are dropped"""
        for name, traits in vectors("commands")["commands"].items():
            with self.subTest(name):
                self.assertEqual(is_queued(name), traits["rated"] and name != "authenticate")
                self.assertEqual(is_lossy(name), traits["lossy"])

    def test_encode(self) -> None:
        """[LOG-1] a durable event is encoded as it was received, without the fields that it did not have"""
        head = {"seq": 3, "at": 7, "from": {"id": "m1", "name": "Ana"}, "id": "x"}
        reactions = [{"emoji": "👍", "count": 1, "names": []}, {"emoji": "🍵", "count": 1, "names": ["Ana"], "mine": True}]
        for body in (
            {"type": "message", "text": "hi"},
            {"type": "message", "text": "hi", "replyTo": 2, "editedAt": 9, "reactions": reactions},
            {"type": "message", "text": "", "deleted": True},
            {"type": "edit", "target": 2, "text": ""},
            {"type": "delete", "target": 2},
            {"type": "restore", "target": 2, "text": ""},
            {"type": "restore", "target": 2, "text": "hi", "editedAt": 9, "reactions": reactions},
            {"type": "reaction", "target": 2, "emoji": "👍", "on": False, "count": 0},
            {"type": "settings", "settings": {}},
            {"type": "role", "member": {"id": "m2", "name": "Bo"}, "role": "moderator"},
        ):
            with self.subTest(body):
                (event,) = decode_events(json.dumps({**head, **body}))
                assert isinstance(event, DurableEvent)
                self.assertEqual(event_to_wire(event), {**head, **body})

    def test_page(self) -> None:
        """[EVT-2] in a page, an event that is not durable in this release is kept as an unknown one"""
        (page,) = decode_events('{"type": "page", "events": [{"type": "typing", "seq": 4}, {"type": "page"}, 5]}')
        assert isinstance(page, Page)
        self.assertEqual([(type(event), event.seq) for event in page.events], [(Unknown, 4)])

    def test_errors(self) -> None:
        """[ERR-1] every error code has the same message and temporary flag as in the room"""
        of_room = {v["code"]: (v["message"], v["temporary"]) for v in vectors("errors")["room"]}
        self.assertEqual({code: tuple(entry) for code, entry in ERRORS.items()}, of_room)
        of_client = {v["code"]: (v["message"], v["temporary"]) for v in vectors("errors")["client"]}
        own = {code: tuple(entry) for code, entry in CLIENT_ERRORS.items() if code != "unreachable"}
        self.assertEqual(own, of_client)

    def test_limits(self) -> None:
        """the default limits are the room's defaults, none is left out, and a wrong one is the default"""
        names = {field.name.replace("_", "") for field in dataclasses.fields(Limits)}
        self.assertEqual(names, {name.lower() for name in vectors("limits")})
        frame = {"type": "welcome", "limits": vectors("limits")}
        (decoded,) = decode_events(json.dumps(frame))
        assert isinstance(decoded, Welcome)
        self.assertEqual(decoded.limits, Limits())
        others = {"frameBytes": 7, "textBytes": 0, "inFlight": -1, "publishRate": {"perSecond": 3, "burst": "x"}}
        (decoded,) = decode_events(json.dumps({"type": "welcome", "limits": others}))
        assert isinstance(decoded, Welcome)
        self.assertEqual(decoded.limits, Limits(frame_bytes=7, publish_rate=Rate(per_second=3)))

    def test_heartbeat(self) -> None:
        """[LIVE-1] the frames and the interval of the heartbeat"""
        own = {"ping": PING_FRAME, "pong": PONG_FRAME, "intervalMs": PING_INTERVAL_MS}
        self.assertEqual(own, vectors("heartbeat"))

    def test_backoff(self) -> None:
        """[LIVE-4] the backoff follows from the random number, the failures and the spread"""
        for vector in vectors("backoff"):
            random = 0.0
            backoff = Backoff(lambda: random)
            for step in vector["steps"]:
                with self.subTest(vector["name"], step=step):
                    if "startAgain" in step:
                        backoff.reset()
                        continue
                    random = step["random"]
                    self.assertEqual(backoff.next_delay_ms(step.get("spreadMs")), step["delayMs"])

    def test_token_bucket(self) -> None:
        """[LIM-1] the token bucket stays within the room's rate"""
        for vector in vectors("pace"):
            bucket = TokenBucket()
            for step in vector["steps"]:
                with self.subTest(vector["name"], step=step):
                    if "rate" in step:
                        bucket.set_rate(Rate(step["rate"]["perSecond"], step["rate"]["burst"]), step["at"])
                    elif "take" in step:
                        bucket.take()
                    elif "pauseMs" in step:
                        bucket.pause(step["at"], step["pauseMs"])
                    else:
                        self.assertEqual(bucket.wait_ms(step["at"]), step["waitMs"])

    def test_decode(self) -> None:
        """[EVT-1] [EVT-2] decodes known events and unknown ones with a seq"""
        for vector in vectors("decode"):
            with self.subTest(vector["name"]):
                self.assertEqual([_summary(event) for event in decode_events(vector["frame"])], vector["kept"])

    def test_signals(self) -> None:
        """[EPH-5] [EPH-6] decodes rows of signals by their lanes, and what is echoed"""
        for vector in vectors("signals"):
            with self.subTest(vector["name"]):
                decoder = FrameDecoder()
                events = [event for frame in vector["frames"] for event in decoder.decode(frame)]
                signals = [
                    f"{each.from_.id} {each.key} {json.dumps(each.data, separators=(',', ':'))}"
                    for each in events
                    if isinstance(each, majlis.Signal)
                ]
                self.assertEqual(signals, vector["signals"])
                self.assertEqual([each.n for each in events if isinstance(each, majlis.Echo)], vector["echoes"])

    def test_program_mark(self) -> None:
        """[HTTP-19] an author who is a program says so, and one who is none encodes without it"""
        message = {"type": "message", "seq": 4, "at": 1, "from": {"id": "b1", "name": "Bot"}, "id": "x", "text": "hi"}
        for author in ({"id": "b1", "name": "Bot", "via": "http"}, {"id": "bo", "name": "Bo"}):
            (event,) = decode_events(json.dumps({**message, "from": author}))
            assert isinstance(event, majlis.Message)
            self.assertEqual(event.from_.via, author.get("via"))
            self.assertEqual(event_to_wire(event)["from"], author)

    def test_texts(self) -> None:
        """[PUB-1] normalizes and refuses texts as the room does"""
        given = vectors("texts")
        limits = Limits(text_bytes=given["limits"]["textBytes"])
        for vector in given["stored"]:
            with self.subTest(vector["name"]):
                self.assertEqual(check_text(vector["raw"], limits), vector["text"])
        for vector in given["refused"]:
            with self.subTest(vector["name"]):
                with self.assertRaises(RoomError) as refused:
                    check_text(vector["raw"], limits)
                self.assertEqual(refused.exception.code, vector["code"])

    def test_addresses(self) -> None:
        """[JOIN-1] [ID-1] builds the socket's address from the room's URL"""
        for vector in vectors("addresses"):
            with self.subTest(vector["name"]):
                given = dict(vector.get("with", {}))
                position = Position.parse(given.pop("position", ""))
                self.assertEqual(room_url(vector["url"]), vector["room"])
                key = {"session": "s1", "generation": 2}
                address = socket_address(room_url(vector["url"]), position=position, **key, **given)
                parts = urlsplit(address.url)
                self.assertEqual(address.url.partition("?")[0], vector["socket"])
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.assertEqual(query, {**vector.get("query", {}), "session": "s1", "generation": "2"})
                self.assertEqual(address.protocols, vector.get("protocols", ["majlis.v1"]))

    def test_frames(self) -> None:
        """[FAN-6] [FAN-9] inflates compressed frames, and refuses damaged and too long ones"""
        frames = vectors("frames")
        for vector in frames["inflated"]:
            with self.subTest(vector["name"]):
                self.assertEqual(inflate_frame(base64.b64decode(vector["deflated"])), vector["text"])
        largest = inflate_frame(base64.b64decode(frames["largest"]["deflated"]))
        self.assertEqual(len(largest.encode()), frames["largest"]["bytes"])
        self.assertEqual(MAX_FRAME_BYTES, frames["largest"]["bytes"])
        for vector in frames["damaged"]:
            with self.subTest(vector["name"]), self.assertRaises(DamagedFrame):
                inflate_frame(base64.b64decode(vector["deflated"]))

    def test_tickets(self) -> None:
        """[ID-18] makes tickets from a ticket key"""
        for vector in vectors("tickets"):
            with self.subTest(vector["name"]):
                key = JoinKey(vector["session"], vector["generation"])
                self.assertEqual(make_ticket(vector["ticketKey"], key, vector["now"]), vector["ticket"])
        with self.assertRaises(ValueError):
            make_ticket("handle.a", key, 0)

    def test_muted(self) -> None:
        """[MOD-5] a welcome says until when its member is muted, or for good"""
        for wire, muted in (({}, None), ({"muted": {}}, Mute()), ({"muted": {"until": 5}}, Mute(5))):
            with self.subTest(wire):
                frame = json.dumps({**welcome(), "self": {**welcome()["self"], **wire}})
                [event] = decode_events(frame)
                assert isinstance(event, Welcome)
                self.assertEqual(event.self_.muted, muted)

    def test_slow_mode(self) -> None:
        """[SET-5] a welcome says after how long the next message is admitted"""
        [event] = decode_events(json.dumps({**welcome(), "self": {**welcome()["self"], "waitMs": 400}}))
        assert isinstance(event, Welcome)
        self.assertEqual(event.self_.wait_ms, 400)

    def test_lines(self) -> None:
        """[TXT-2] [TXT-3] formats messages and room lines as plain text"""
        for vector in vectors("lines")["messages"]:
            with self.subTest(vector["name"]):
                self.assertEqual(message_line(vector["by"], vector["text"]), vector["line"])
        for vector in vectors("lines")["room"]:
            with self.subTest(vector["name"]):
                self.assertEqual(room_line(vector["text"]), vector["line"])

    def test_terminal(self) -> None:
        """[TXT-3] sanitizes untrusted text for a terminal"""
        given = vectors("terminal")
        for vector in given["texts"]:
            with self.subTest(vector["name"]):
                self.assertEqual(sanitize(vector["text"]), vector["clean"])
        for vector in given["names"]:
            with self.subTest(vector["name"]):
                self.assertEqual(isolate_name(vector["text"]), vector["clean"])
        for vector in given["messages"]:
            with self.subTest(vector["name"]):
                line = message_line(isolate_name(vector["by"]), isolate_text(vector["by"], vector["text"]))
                self.assertEqual(line, vector["line"])


class ReplayVectors(unittest.TestCase):
    """Replay scripts, event by event ([P-2] [P-3] [REC-1] to [REC-5])."""

    def run_script(self, steps: list[dict[str, Any]]) -> None:
        replay = Replay()
        for step in steps:
            with self.subTest(step=step):
                if "position" in step:
                    position = None if replay.position is None else str(replay.position)
                    self.assertEqual(position, step["position"])
                else:
                    self.assertEqual([_outcome(each) for each in _run_step(replay, step)], step["then"])


class SessionVectors(AsyncTestCase):
    """Session scripts: the whole client against a scripted room."""

    async def run_script(self, steps: list[dict[str, Any]]) -> None:
        await VectorSession(self, vectors("sessions")["welcome"]).run(steps)


def _run_step(replay: Replay, step: dict[str, Any]) -> list[Step]:
    if "welcome" in step:
        return replay.welcome(_decoded(welcome(**step["welcome"]), Welcome))
    if "newestPage" in step:
        return replay.newest_page(_page(step["newestPage"]))
    if "event" in step:
        event = {**message(step["event"]), "type": step.get("type", "message")}
        return replay.event(_decoded(event, DurableEvent))
    if "pulled" in step:
        return replay.pulled(_page(step["pulled"]))
    if "more" in step:
        return replay.more()
    if "pullFailed" in step:
        return replay.pull_failed()
    replay.disconnected()
    return []


def _page(given: dict[str, Any]) -> Page:
    events = [message(seq) for seq in given["seqs"]]
    wire = {"type": "page", "position": given["position"], "more": given["more"], "events": events}
    decoded: Page = _decoded(wire, Page)
    return decoded


def _decoded(wire: dict[str, Any], kind: type[Any]) -> Any:
    (event,) = decode_events(json.dumps(wire))
    assert isinstance(event, kind)
    return event


def _outcome(step: Step) -> int | str:
    if isinstance(step, Deliver):
        return step.event.seq
    if isinstance(step, Pull):
        return f"pull {step.after}"
    return {StartOver: "reset", CaughtUp: "whole", Rejoin: "rejoin"}[type(step)]


def _summary(event: RoomEvent) -> str:
    if isinstance(event, Failure):
        return "error"
    kind = event.type if isinstance(event, Unknown) else type(event).__name__.lower()
    return f"{kind} {event.seq}" if isinstance(event, DurableEvent) else kind


def _add_scripts(case: type[Any], scripts: list[dict[str, Any]], make: Callable[[Any], Any]) -> None:
    """A test for each script, named as the script is."""
    for number, script in enumerate(scripts, 1):
        test = make(script["steps"])
        test.__doc__ = script["name"]
        setattr(case, f"test_{number:02}", test)


def _replay_test(steps: list[dict[str, Any]]) -> Callable[[ReplayVectors], None]:
    return lambda self: self.run_script(steps)


def _session_test(steps: list[dict[str, Any]]) -> Callable[[SessionVectors], Awaitable[None]]:
    async def test(self: SessionVectors) -> None:
        await self.run_script(steps)

    return test


_add_scripts(ReplayVectors, vectors("replay"), _replay_test)
_add_scripts(SessionVectors, vectors("sessions")["scripts"], _session_test)

if __name__ == "__main__":
    unittest.main()
