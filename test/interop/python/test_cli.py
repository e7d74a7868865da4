"""The parts of the command line that need no room. python-client.test.ts runs the rest against a real one."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import unittest
from typing import Any, AsyncIterator

from harness import AsyncTestCase, FakeEnvironment, message, settle, welcome

from majlis import Author, Clear, Delete, Edit, Message, Moderation, Presence, Reset, Restore, RoomError, Self
from majlis import Settings
from majlis.cli.options import Options, parse_options
from majlis.cli.outage import Outage
from majlis.cli.printer import Printer
from majlis.cli.publisher import MAX_UNCONFIRMED, Publisher
from majlis.cli.split_text import split_text
from majlis.cli.stdin_lines import MAX_LINE_BYTES, Line, NotUtf8, stdin_lines
from majlis.event_lines import event_lines, greeting_line, presence_lines
from majlis.events import ReactionSummary
from majlis.limits import Limits
from majlis.members import Member
from majlis.roster import Roster

ANA = Author("m1", "Ana")
MALLORY = Author("m2", "\x1b[31mMal\n* Ana left")
SARA, LAYLA = Author("m3", "Sara", vouched=True), Author("m4", "ليلى", vouched=True)
SHOWN_ANA, SHOWN_MALLORY = "Ana", "Mal * Ana left"


def parsed(*arguments: str, environment: dict[str, str] | None = None, is_terminal: bool = False) -> Options:
    return parse_options(arguments, environment=environment or {}, is_stdin_a_terminal=is_terminal)


class CommandLine(unittest.TestCase):
    def refused(self, *arguments: str, is_terminal: bool = False) -> int:
        with self.assertRaises(SystemExit) as ended, contextlib.redirect_stderr(io.StringIO()) as printed:
            parsed(*arguments, is_terminal=is_terminal)
        self.assertIn("usage:", printed.getvalue())
        return int(ended.exception.code or 0)

    def test_url(self) -> None:
        """the command line accepts any form of a room's URL"""
        for url in (
            "http://127.0.0.1:8787/r/tea",
            "ws://127.0.0.1:8787/r/tea",
            "ws://127.0.0.1:8787/r/tea/socket",
            "http://127.0.0.1:8787/r/tea/socket?name=Bo",
            "http://127.0.0.1:8787/r/tea/#key=x",
            "http://127.0.0.1:8787/r/tea/embed?lang=ar#5",
        ):
            with self.subTest(url):
                self.assertEqual(parsed("tail", url).url, "http://127.0.0.1:8787/r/tea")

    def test_commands(self) -> None:
        """join, send, tail and history parse their options"""
        url = "https://chat.example/r/tea"
        send = parsed("send", url, "hello", "fake", "--name", "Ana", environment={"MAJLIS_TOKEN": "t"})
        self.assertEqual((send.text, send.name, send.token), ("hello fake", "Ana", "t"))
        self.assertIsNone(parsed("send", url, "-").text)
        self.assertIsNone(parsed("send", url).text)
        self.assertIsNone(parsed("send", url, environment={"MAJLIS_TOKEN": ""}).token)
        self.assertEqual(send.max_outage_s, 300)
        self.assertEqual(parsed("send", url, "--max-outage", "1.5").max_outage_s, 1.5)
        tail = parsed("tail", url)
        self.assertEqual((tail.count, tail.follow, tail.as_json), (20, True, False))
        tail = parsed("tail", "-n", "5", "--no-follow", "--json", url)
        self.assertEqual((tail.count, tail.follow, tail.as_json), (5, False, True))
        history = parsed("history", url, "--limit", "300", "--before", "41", "--timeout", "2.5")
        self.assertEqual((history.count, history.before, history.timeout_s), (300, 41, 2.5))

    def test_usage(self) -> None:
        """a wrong command line exits with 2"""
        url = "https://chat.example/r/tea"
        for arguments in (
            (),
            ("shout", url),
            ("join",),
            ("join", "tea"),
            ("tail", url, "-n", "-1"),
            ("tail", url, "-n", "١"),
            ("history", url, "--before", "0"),
            ("history", url, "--limit", "x"),
            ("join", url, "--timeout", "nan"),
            ("send", url, "x", "--max-outage", "0"),
            ("tail", url, "--max-outage", "9"),
        ):
            with self.subTest(arguments):
                self.assertEqual(self.refused(*arguments), 2)
        self.assertEqual(self.refused("send", url, is_terminal=True), 2)

    def test_help(self) -> None:
        """--help explains the exit codes and MAJLIS_TOKEN"""
        with self.assertRaises(SystemExit) as ended, contextlib.redirect_stdout(io.StringIO()) as printed:
            parsed("--help")
        self.assertEqual(ended.exception.code, 0)
        for words in ("exit codes:", "130", "MAJLIS_TOKEN"):
            self.assertIn(words, printed.getvalue())


class Lines(unittest.TestCase):
    def test_events(self) -> None:
        """[TXT-3] [TXT-5] formats each event as lines, with untrusted names and texts sanitized"""
        said = Message(4, 0, MALLORY, "x", "hi\nAna: yes\x1b[2J")
        cases: list[tuple[Any, list[str]]] = [
            (said, [f"{SHOWN_MALLORY}: hi\n  Ana: yes"]),
            (Message(4, 0, SARA, "x", "hi"), ["Sara ✓: hi"]),
            (Message(4, 0, LAYLA, "x", "hi"), ["\u2068ليلى ✓\u2069: hi"]),
            (Moderation(8, 0, ANA, "x", "mute", SARA), ["* Sara ✓ was muted"]),
            (Message(4, 0, ANA, "x", "", deleted=True), [f"* {SHOWN_ANA} took a message back"]),
            (Edit(5, 0, MALLORY, "x", 4, "a\n* b"), [f"* {SHOWN_MALLORY} changed a message: a\n  * b"]),
            (Delete(6, 0, ANA, "x", 4), [f"* {SHOWN_ANA} took a message back"]),
            (Restore(7, 0, ANA, "x", 4, "a\nb"), [f"* {SHOWN_ANA} put a message back: a\n  b"]),
            (Clear(7, 0, ANA, "x"), [f"* {SHOWN_ANA} cleared the room"]),
            (Settings(7, 0, ANA, "x", {}), []),
            (Message(4, 0, ANA, "x", "", deleted=True, removed=True), [f"* {SHOWN_ANA} had a message removed"]),
            (Delete(6, 0, MALLORY, "x", 4, ANA), [f"* {SHOWN_ANA} had a message removed"]),
            (Restore(7, 0, MALLORY, "x", 4, "a", ANA), [f"* {SHOWN_ANA} got a message back: a"]),
            (Moderation(8, 0, ANA, "x", "ban", MALLORY), [f"* {SHOWN_MALLORY} was banned"]),
            (Moderation(8, 0, ANA, "x", "praise", MALLORY), []),
        ]
        for event, lines in cases:
            with self.subTest(event):
                self.assertEqual(event_lines(event), lines)
        reset = event_lines(Reset((said,), False))
        self.assertEqual((reset[0][:2], reset[1:]), ("* ", event_lines(said)))

    def test_presence(self) -> None:
        """[PRES-1] names members who join and leave up to five, and counts them past that"""
        bo = Member("bo", "Bo\x07", "guest")
        self.assertEqual(
            presence_lines(Presence(2, joined=(bo,), left=(ANA,))), ["* Bo joined", f"* {SHOWN_ANA} left"]
        )
        self.assertEqual(presence_lines(Presence(90, joined=(bo,) * 6)), ["* people come and go: 90 are here"])

    def test_greeting(self) -> None:
        """the greeting says who you are, and who else is there"""
        ana, bo = Member("m1", "Ana", "guest"), Member("bo", "Bo", "guest")
        self_ = Self("m1", "Ana", "guest", "t")
        alone = greeting_line(self_, "tea", Roster(1, (ana,)))
        self.assertEqual(alone, f"* you are {SHOWN_ANA} in tea, alone so far")
        self.assertTrue(greeting_line(self_, "tea", Roster(9, (ana, bo))).endswith("with Bo, 7 more"))


class Printing(unittest.TestCase):
    def setUp(self) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()

    def test_json(self) -> None:
        """--json prints one event per line, in ASCII, and nothing else on standard output"""
        printer = Printer(as_json=True, out=self.out, err=self.err)
        reactions = (ReactionSummary("👍", 2, ("Ana", "Bo"), True),)
        event = Message(4, 7, MALLORY, "x", "a\nb\x9b2J", reply_to=3, reactions=reactions)
        printer.event(event)
        printer.event(Reset((event,), True))
        printer.line("* you are Ana")
        printer.notice("not connected\x1b[2J")
        message_line, reset_line, rest = self.out.getvalue().split("\n")
        self.assertTrue(self.out.getvalue().isascii() and "\x1b" not in self.out.getvalue())
        self.assertEqual(
            json.loads(message_line),
            {
                "type": "message",
                "seq": 4,
                "at": 7,
                "from": {"id": "m2", "name": MALLORY.name},
                "id": "x",
                "text": "a\nb\x9b2J",
                "replyTo": 3,
                "reactions": [{"emoji": "👍", "count": 2, "mine": True, "names": ["Ana", "Bo"]}],
            },
        )
        reset = json.loads(reset_line)
        self.assertEqual((reset["type"], reset["more"], reset["events"][0]["seq"], rest), ("reset", True, 4, ""))
        self.assertEqual(self.err.getvalue(), "* not connected\n")

    def test_closed_output(self) -> None:
        """a closed output pipe is reported once, and raises nothing"""
        reading, writing = os.pipe()
        os.close(reading)
        broken: list[int] = []
        with open(writing, "w", encoding="utf-8") as pipe:
            printer = Printer(as_json=False, out=pipe, err=self.err)
            printer.on_output_closed = lambda: broken.append(1)
            for _ in range(3):
                printer.event(Message(4, 0, ANA, "x", "hi"))
            printer.notice("still printed")
            self.assertEqual((broken, printer.is_output_broken, self.err.getvalue()), ([1], True, "* still printed\n"))
            self.assertIsNone(printer.output_error)
            os.dup2(os.open(os.devnull, os.O_WRONLY), writing)

    def test_ascii_terminal(self) -> None:
        """a terminal without Unicode gets question marks"""
        raw = io.BytesIO()
        printer = Printer(as_json=False, out=io.TextIOWrapper(raw, "ascii"), err=self.err)
        printer.event(Message(4, 0, ANA, "x", "مرحبا"))
        self.assertEqual(raw.getvalue(), b"Ana: ???????\n")


class StandardInput(AsyncTestCase):
    async def lines(self, *chunks: bytes) -> list[Line]:
        given = iter([*chunks, b""])
        return [line async for line in stdin_lines(lambda _: next(given))]

    async def test_lines(self) -> None:
        """each line with visible text is a message, without control sequences, however the input is chunked"""
        self.assertEqual(await self.lines(b"one\r\n\n \t\ntw", b"o\nthr", b"ee"), ["one", "two", "three"])
        self.assertEqual(await self.lines("\x1b[31m✗\x1b[0m failed\n".encode()), ["✗ failed"])
        self.assertEqual(await self.lines("é".encode()[:1], "é".encode()[1:] + b"\n\xff\n"), ["é", NotUtf8()])
        self.assertEqual(await self.lines(), [])

    async def test_endless_line(self) -> None:
        """a line without an end is truncated, so that it does not fill the memory"""
        lines = await self.lines(*[b"x" * 65_536] * 40, b"\nnext\n")
        self.assertEqual(lines, ["x" * MAX_LINE_BYTES, "next"])
        [cut, rest] = await self.lines(*["س".encode() * 32_767 + b"x"] * 40, b"\nnext\n")
        self.assertTrue(isinstance(cut, str) and cut.startswith("سس"))
        self.assertEqual(rest, "next")

    async def test_unreadable(self) -> None:
        """standard input that cannot be read counts as ended"""

        def read(_: int) -> bytes:
            raise OSError("closed")

        self.assertEqual([line async for line in stdin_lines(read)], [])


class Publishing(AsyncTestCase):
    async def test_not_utf8(self) -> None:
        """a line that is not UTF-8 is reported by its number, and not sent changed"""
        fake = FakeEnvironment()
        room = fake.room()
        await fake.join(room, "e.0", [])
        failed: list[str] = []
        publisher = Publisher(room, stored=lambda _: None, failed=failed.append)

        async def lines() -> AsyncIterator[Line]:
            yield NotUtf8()

        await publisher.publish_all(lines())
        self.assertEqual(failed, ["line 1 is not stored: It is not UTF-8. (not_utf8)"])
        self.assertEqual(publisher.failures, 1)

    async def test_window(self) -> None:
        """[LIM-3] a thousand lines never fill the outbox; each is stored in order, or reported as failed"""
        fake = FakeEnvironment()
        room = fake.room()
        await fake.join(room, "e.0", [])
        stored: list[str] = []
        failed: list[str] = []
        highest = 0

        async def lines() -> AsyncIterator[str]:
            for number in range(1_000):
                yield "a bell \x07" if number == 7 else f"line {number}" + "x" * (3_900 if number < 5 else 0)

        publisher = Publisher(room, stored=lambda event: stored.append(event.text.rstrip("x")), failed=failed.append)
        sending = asyncio.ensure_future(publisher.publish_all(lines()))
        seq = answered = 0
        while not sending.done():
            await settle()
            highest = max(highest, len(room.pending))
            for command in fake.socket.commands[answered:]:
                answered += 1
                seq += 1
                fake.socket.receive(message(seq, command["text"], "m1", command["id"]))
            await fake.clock.advance(1_000)
        self.assertEqual(stored, [f"line {number}" for number in range(1_000) if number != 7])
        self.assertEqual((len(failed), publisher.failures, failed[0][:22]), (1, 1, "line 8 is not stored: "))
        self.assertLessEqual(highest, MAX_UNCONFIRMED)
        await room.leave()


class LostRooms(AsyncTestCase):
    """What ``send`` and ``join`` do while no room can be reached."""

    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        self.fake = FakeEnvironment()
        self.room = self.fake.room()
        await self.fake.join(self.room, "e.0", [])
        self.failed: list[str] = []
        self.publisher = Publisher(self.room, stored=lambda _: None, failed=self.failed.append)

    async def asyncTearDown(self) -> None:
        await self.room.leave()

    def outage(self) -> Outage:
        return Outage(self.room, self.fake.clock.set_timer, 300, lambda: self.publisher.unconfirmed > 0)

    async def publish(self, lines: AsyncIterator[Line]) -> asyncio.Future[None]:
        publishing = asyncio.ensure_future(self.publisher.publish_all(lines))
        await settle()
        return publishing

    async def test_dead(self) -> None:
        """send gives up a room that stays dead, and names the lines that may not be stored"""

        async def lines() -> AsyncIterator[Line]:
            for number in range(1, 101):
                yield f"line {number}"

        publishing, outage = await self.publish(lines()), self.outage()
        [first, second] = self.fake.socket.commands[:2]
        for seq, command in ((1, first), (2, second)):
            self.fake.socket.receive(message(seq, command["text"], "m1", command["id"]))
        self.fake.socket.cut()
        await self.fake.clock.advance(299_000)
        self.assertFalse(outage.too_long.done() or publishing.done())
        await self.fake.clock.advance(1_000)
        self.assertTrue(outage.too_long.done())
        publishing.cancel()
        self.publisher.give_up()
        self.assertEqual(self.failed, [f"lines 3 to {MAX_UNCONFIRMED + 2} may not be stored, and none after them is"])
        self.assertEqual(self.publisher.failures, MAX_UNCONFIRMED)
        await settle()
        await self.room.leave()
        await settle()
        self.assertEqual(len(self.failed), 1, "no line is reported twice")

    async def test_short_outage(self) -> None:
        """an outage starts over with each connection, and a pipe with nothing to send outlasts any of them"""

        async def lines() -> AsyncIterator[Line]:
            yield "one"
            await more.wait()
            yield "two"

        more = asyncio.Event()
        publishing, outage = await self.publish(lines()), self.outage()
        command = self.fake.socket.commands[0]
        self.fake.socket.receive(message(1, "one", "m1", command["id"]))
        self.fake.socket.cut()
        await self.fake.clock.advance(3_600_000)
        self.assertFalse(outage.too_long.done())
        self.room.wake()
        await self.fake.clock.advance(300)
        self.fake.socket.receive(welcome(position="e.1", recovered=True))
        await settle()
        self.fake.socket.cut()
        more.set()
        await self.fake.clock.advance(299_000)
        self.assertFalse(outage.too_long.done())
        await self.fake.clock.advance(1_000)
        self.assertTrue(outage.too_long.done())
        await settle()
        publishing.cancel()
        self.publisher.give_up()
        self.assertEqual(self.failed, ["line 2 may not be stored"])


class Splitting(unittest.TestCase):
    LIMITS = Limits(text_graphemes=10, text_bytes=40)

    def test_lengths(self) -> None:
        """[PUB-1] a long line becomes messages that each fit, cut between words or else between characters"""
        family, flag = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1ea\U0001f1ec"
        cases = [
            ("short", ["short"]),
            ("one two three four", ["one two", "three four"]),
            ("x" * 25, ["x" * 10, "x" * 10, "x" * 5]),
            ("a " + "x" * 12, ["a xxxxxxxx", "xxxx"]),
            ("e\u0301" * 12, ["e\u0301" * 10, "e\u0301" * 2]),
            (family * 3, [family * 2, family]),
            (flag * 6, [flag * 5, flag]),
            ("\u0645" * 21, ["\u0645" * 10, "\u0645" * 10, "\u0645"]),
            ("   \t " * 3 + "x", ["x"]),
        ]
        for text, parts in cases:
            with self.subTest(text):
                self.assertEqual(split_text(text, self.LIMITS), parts)

    def test_nothing_lost(self) -> None:
        """a split loses white space only"""
        text = "".join(chr(0x20 + number * 7 % 3_000) for number in range(5_000))
        parts = split_text(text, self.LIMITS)
        self.assertEqual("".join("".join(parts).split()), "".join(text.split()))


class Errors(unittest.TestCase):
    def test_str(self) -> None:
        """str of a RoomError is its sentence"""
        self.assertEqual(str(RoomError("x", "A sentence.")), "A sentence.")
        self.assertEqual(repr(RoomError("x", "A sentence.")), "RoomError('x', 'A sentence.')")


if __name__ == "__main__":
    unittest.main()
