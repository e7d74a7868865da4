"""Sends what the room must answer: messages from the outbox and rated requests, within the room's bounds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Callable

from .ack_timeout import AckTimeout
from .close_codes import FRAME_TOO_LARGE
from .encode import Command, encoded_bytes
from .environment import Cancel, Environment
from .errors import RoomError, client_error, refusal_error, room_error
from .events import Failure, Message, Page, Stored
from .limits import Limits
from .members import Author, Self
from .outbox import Entry, Outbox
from .token_bucket import TokenBucket
from .position import Position
from .requests import Answer, Requests, Settle
from .message_text import check_text
from .traits import is_queued

RETRY_AFTER_MS = 1_000
"""How long a room is left in peace that does not say for how long."""
MAX_SINCE_BYTES = 32
"""What ``since`` may add to a frame that is sent again."""


@dataclass(frozen=True)
class SendingPorts:
    send: Callable[[Command], None]
    is_online: Callable[[], bool]
    """true while everything missed was delivered: not before may anything be sent again (SPEC PUB-5)"""
    self_: Callable[[], Self | None]
    position: Callable[[], Position | None]
    probe: Callable[[], None]
    drop: Callable[[], None]


class Sending:
    def __init__(self, environment: Environment, requests: Requests, ports: SendingPorts) -> None:
        self._environment = environment
        self._requests = requests
        self._ports = ports
        self._outbox = Outbox()
        self._bucket = TokenBucket()
        self._ack_timeout = AckTimeout(environment, self._outbox, on_timeout=ports.drop, on_late=ports.probe)
        self._futures: dict[str, asyncio.Future[Message]] = {}
        self._cancel_flush: Cancel | None = None
        self._closed_by: RoomError | None = None
        self.limits = Limits()

    @property
    def pending(self) -> tuple[Entry, ...]:
        return self._outbox.entries

    def set_limits(self, limits: Limits) -> None:
        self.limits = limits
        self._bucket.set_rate(limits.publish_rate, self._environment.now())

    def publish(self, raw: str, reply_to: int | None) -> asyncio.Future[Message]:
        """Queues a message. Raises RoomError if it cannot be queued; the future fails if it cannot be stored."""
        if self._closed_by is not None:
            raise self._closed_by
        id = self._environment.random_id()
        entry = Entry(id, check_text(raw, self.limits), reply_to, self._environment.now())
        command = {"type": "publish", "id": id, "text": entry.text, "replyTo": reply_to}
        if encoded_bytes(command) + MAX_SINCE_BYTES > self.limits.frame_bytes:
            raise room_error("too_large")
        if not self._outbox.add(entry):
            raise client_error("outbox_full")
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._futures[id] = future
        self.flush()
        return future

    def request(self, command: Command, settle: Settle) -> None:
        """Asks the room; a rated command waits its turn."""
        self._requests.add(command, settle)
        if is_queued(command["type"]):
            self.flush()
        else:
            self._ports.send(command)

    def flush(self) -> None:
        """Sends what may go now; sees to it that the rest goes when it may."""
        self_, position = self._ports.self_(), self._ports.position()
        if not self._ports.is_online() or self_ is None or position is None:
            return
        now = self._environment.now()
        for id, error in self._outbox.take_unsendable(now=now, self_id=self_.id):
            self._fail(id, error)
        while self._has_capacity and self._bucket.wait_ms(now) == 0:
            command = self._requests.take_next() or self._outbox.take_next(
                now=now, self_id=self_.id, position=position
            )
            if command is None:
                break
            self._bucket.take()
            self._ports.send(command)
        self._ack_timeout.start()
        self._schedule_flush(now)

    def confirm(self, message: Message) -> None:
        """Takes note of a message, which may be one's own (SPEC PUB-2)."""
        self_ = self._ports.self_()
        if self._outbox.confirm(message, None if self_ is None else self_.id) is None:
            return
        self.flush()
        self._resolve(message.id, message)

    def stored(self, event: Stored) -> None:
        """The room has it already. Its message is either on its way to this side or long past."""
        if event.id not in self._outbox:
            self._requests.answer(event.id, event)
            self.flush()
            return
        position = self._ports.position()
        if event.seq > (0 if position is None else position.seq):
            return
        entry = self._outbox.remove(event.id)
        self.flush()
        if entry is not None:
            self._resolve_from_history(entry, event.seq)

    def refused(self, failure: Failure) -> bool:
        """True if the error was about something sent from here."""
        error = refusal_error(failure.code, failure.message, failure.retry_after_ms)
        if failure.code == "rate_limited":
            return self._rate_limited(failure, error)
        was_publish = failure.id is not None and self._outbox.remove(failure.id) is not None
        if was_publish and failure.id is not None:
            self._fail(failure.id, error)
        was_known = self._requests.refuse(failure.id, error) or was_publish
        self.flush()
        return was_known

    def disconnected(self, close_code: int) -> None:
        """The connection is gone, and every answer with it."""
        largest = self._outbox.largest_sent()
        if close_code == FRAME_TOO_LARGE and largest is not None:
            self._outbox.remove(largest.id)
            self._fail(largest.id, room_error("too_large"))
        self._outbox.requeue()
        self._stop_timers()
        self._requests.refuse_all(client_error("connection_lost"))

    def close(self, error: RoomError) -> None:
        """For good: whatever still waits fails with ``error``."""
        self._closed_by = error
        self._stop_timers()
        self._requests.refuse_all(error)
        for id in list(self._futures):
            self._fail(id, error)

    @property
    def _has_capacity(self) -> bool:
        return self._requests.in_flight + self._outbox.in_flight < self.limits.in_flight

    def _rate_limited(self, failure: Failure, error: RoomError) -> bool:
        """Keeps everything, and sends it again when the room wants it (SPEC LIM-1)."""
        was_queued = (
            failure.id is not None and failure.id in self._outbox
        ) or self._requests.is_waiting_rated(failure.id)
        wait_ms = RETRY_AFTER_MS if failure.retry_after_ms is None else failure.retry_after_ms
        self._bucket.pause(self._environment.now(), wait_ms)
        self._outbox.requeue()
        self._requests.requeue()
        self.flush()
        return was_queued or self._requests.refuse(failure.id, error)

    def _resolve_from_history(self, entry: Entry, seq: int) -> None:
        """Resolves with a message that went by before; with what is known of it if the room cannot give it."""
        self_ = self._ports.self_()
        member = self_.id if self_ is not None else ""
        if entry.first_sent is not None:
            member = entry.first_sent.member
        author = Author(member, self_.name if self_ is not None else "")
        known = Message(seq, entry.at, author, entry.id, entry.text, entry.reply_to)

        def found(answer: Answer | RoomError) -> None:
            events = answer.events if isinstance(answer, Page) else ()
            same = (each for each in events if isinstance(each, Message) and each.id == entry.id)
            self._resolve(entry.id, next(same, known))

        command = {
            "type": "history",
            "id": self._environment.random_id(),
            "before": seq + 1,
            "limit": 1,
        }
        self.request(command, found)

    def _resolve(self, id: str, message: Message) -> None:
        future = self._futures.pop(id, None)
        if future is not None and not future.done():
            future.set_result(message)

    def _fail(self, id: str, error: RoomError) -> None:
        future = self._futures.pop(id, None)
        if future is not None and not future.done():
            future.set_exception(error)

    def _schedule_flush(self, now: float) -> None:
        self._cancel_flush_timer()
        if self._outbox.has_waiting or self._requests.has_waiting:
            wait_ms = self._bucket.wait_ms(now)
            if wait_ms > 0:
                self._cancel_flush = self._environment.set_timer(self.flush, wait_ms)

    def _cancel_flush_timer(self) -> None:
        if self._cancel_flush is not None:
            self._cancel_flush()
        self._cancel_flush = None

    def _stop_timers(self) -> None:
        self._cancel_flush_timer()
        self._ack_timeout.stop()
