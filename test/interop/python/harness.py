"""A fake environment for the client: a clock that tests advance, and sockets whose peer is the test."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import unittest
import zlib
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

PROJECT = Path(__file__).resolve().parents[3]
PACKAGE = PROJECT / "src" / "client" / "python"
sys.path.insert(0, str(PACKAGE))

from majlis import Environment, Room  # noqa: E402
from majlis.environment import Cancel, CloseEvent, HttpAnswer, SocketEvents  # noqa: E402
from majlis.heartbeat import PING_FRAME, PONG_FRAME  # noqa: E402

ROOM_URL = "http://chat.example/r/tea"
TURNS_TO_SETTLE = 25
"""Turns of the event loop after which only the clock can cause anything more."""


def vectors(name: str) -> Any:
    """One file of the protocol vectors, which the TypeScript SDK runs too."""
    return json.loads((PROJECT / "test" / "vectors" / f"{name}.json").read_text("utf-8"))


class AsyncTestCase(unittest.IsolatedAsyncioTestCase):
    """Base of every asynchronous test."""

    async def asyncSetUp(self) -> None:
        # Speed is not tested here: asyncio's debug mode must not warn about slow callbacks on a busy machine.
        asyncio.get_running_loop().slow_callback_duration = 60


async def settle() -> None:
    """Runs the event loop until everything that needs no time has happened."""
    for _ in range(TURNS_TO_SETTLE):
        await asyncio.sleep(0)


class FakeClock:
    """A clock in ms that only moves when a test advances it."""

    def __init__(self) -> None:
        self.now = 1_790_000_000_000.0
        self._timers: list[tuple[float, Callable[[], None]]] = []

    def set_timer(self, call: Callable[[], None], ms: float) -> Cancel:
        timer = (self.now + max(0.0, ms), call)
        self._timers.append(timer)

        def cancel() -> None:
            if timer in self._timers:
                self._timers.remove(timer)

        return cancel

    @property
    def timers(self) -> int:
        return len(self._timers)

    async def advance(self, ms: float) -> None:
        """Advances by ``ms``; each timer fires at its time, and the event loop settles in between."""
        end = self.now + ms
        await settle()
        while due := sorted((timer for timer in self._timers if timer[0] <= end), key=lambda each: each[0]):
            self._timers.remove(due[0])
            self.now = max(self.now, due[0][0])
            due[0][1]()
            await settle()
        self.now = end

    def suspend(self, ms: float) -> None:
        """Suspends the machine for ``ms``: the clock advances, and overdue timers fire late."""
        self.now += ms


class FakeSocket:
    """``sent`` has every frame of the client. ``receive`` delivers an event from the room. Pings are answered unless it
    ``is_unresponsive``."""

    def __init__(self, url: str, protocols: Sequence[str], events: SocketEvents) -> None:
        self.url = url
        self.protocols = list(protocols)
        self.events = events
        self.sent: list[str] = []
        self.backlog = 0
        self.is_unresponsive = False
        self.is_closed = False

    def send(self, frame: str) -> None:
        if self.is_closed:
            return
        self.sent.append(frame)
        if frame == PING_FRAME and not self.is_unresponsive:
            asyncio.get_running_loop().call_soon(self.events.on_frame, PONG_FRAME)

    def close(self) -> None:
        self.is_closed = True

    async def wait_closed(self) -> None:
        return

    def receive(self, event: Any) -> None:
        self.events.on_frame(json.dumps(event))

    def receive_compressed(self, *events: Any) -> None:
        deflater = zlib.compressobj(wbits=-15)
        self.events.on_binary(deflater.compress(json.dumps(events).encode()) + deflater.flush())

    def end(self, code: int, reason: str = "") -> None:
        self.is_closed = True
        self.events.on_close(CloseEvent(code, reason, True))

    def cut(self) -> None:
        self.is_closed = True
        self.events.on_close(CloseEvent(1006, "", False))

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.url).query).items()}

    @property
    def token(self) -> str | None:
        """The token that the offered ticket stands for: the handle of a fake ticket."""
        tickets = [each for each in self.protocols if each.startswith("ticket.")]
        return base64.urlsafe_b64decode(tickets[0].split(".")[1] + "==").decode() if tickets else None

    @property
    def commands(self) -> list[dict[str, Any]]:
        return [json.loads(frame) for frame in self.sent if frame != PING_FRAME]

    @property
    def pings(self) -> int:
        return self.sent.count(PING_FRAME)


class FakeTickets:
    """``POST …/ticket``. Answers with a ticket for any token, or with ``refusals``, first to last. What is got instead is
    answered with ``page``."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.member = "m1"
        self.refusals: list[HttpAnswer | CloseEvent] = []
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        """URL, headers and body of each"""
        self.created: str | None = None
        """the name of the last new guest"""
        self.page: HttpAnswer | CloseEvent = HttpAnswer(404, "")

    async def request(
        self, method: str, url: str, headers: Mapping[str, str], body: str | None = None
    ) -> HttpAnswer | CloseEvent:
        self.requests.append((url, dict(headers), None if body is None else json.loads(body)))
        if body is None:
            return self.page
        if self.refusals:
            return self.refusals.pop(0)
        name = json.loads(body)["name"]
        token = headers.get("Authorization", "Bearer t0")[len("Bearer ") :]
        if "Authorization" not in headers:
            self.created = name
        handle = base64.urlsafe_b64encode(token.encode()).decode().rstrip("=")
        self_ = {"id": self.member, "name": name or "Ana", "role": "guest", "token": token, "ticketKey": f"{handle}.c2VjcmV0"}
        return HttpAnswer(200, json.dumps({"ticket": f"{handle}.0.proof", "at": self.clock.now, "self": self_}))


class FakeEnvironment:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.tickets = FakeTickets(self.clock)
        self.sockets: list[FakeSocket] = []
        self.random_value = 0.5
        self._ids = 0
        self.environment = Environment(
            open_socket=self._open,
            request=self.tickets.request,
            now=lambda: self.clock.now,
            set_timer=self.clock.set_timer,
            random=lambda: self.random_value,
            random_id=self._next_id,
            command_id=self._next_id,
        )

    @property
    def socket(self) -> FakeSocket:
        """The newest one."""
        return self.sockets[-1]

    def room(self, **options: Any) -> Room:
        given: dict[str, Any] = {"name": "Ana", **options}
        return Room(ROOM_URL, **given, environment=self.environment)

    async def join(self, room: Room, position: str = "e.3", seqs: Sequence[int] = (2, 3)) -> None:
        """Joins ``room``: answers with a welcome and a newest page."""
        joining = asyncio.ensure_future(room.__aenter__())
        await settle()
        self.socket.receive(welcome(position=position))
        self.socket.receive(page(seqs, position))
        await joining

    def _open(self, url: str, protocols: Sequence[str], events: SocketEvents) -> FakeSocket:
        self.sockets.append(FakeSocket(url, protocols, events))
        return self.socket

    def _next_id(self) -> str:
        self._ids += 1
        return f"id{self._ids}"


def welcome(**fields: Any) -> dict[str, Any]:
    return {**vectors("sessions")["welcome"], **fields}


def message(seq: int, text: str | None = None, by: str = "bo", id: str | None = None) -> dict[str, Any]:
    return {
        "type": "message",
        "seq": seq,
        "at": seq,
        "from": {"id": by, "name": {"bo": "Bo", "m1": "Ana"}.get(by, by)},
        "id": id or f"b{seq}",
        "text": str(seq) if text is None else text,
    }


def page(seqs: Sequence[int], position: str, more: bool = False, id: str | None = None) -> dict[str, Any]:
    events = [message(seq) for seq in seqs]
    return {"type": "page", "position": position, "events": events, "more": more, **({"id": id} if id else {})}
