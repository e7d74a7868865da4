"""Sends what the room must answer, messages from the outbox and requests, within the room's limits."""

from __future__ import annotations

import asyncio
from typing import Any, Sequence

from .ack_timeout import AckTimeout
from .close_codes import FRAME_TOO_LARGE
from .encode import Command, encoded_bytes, mentions_to_wire
from .environment import Cancel, Environment
from .errors import RoomError, client_error, refusal_error, room_error
from .events import Failure, Message, Page, Stored
from .identity import Identity
from .limits import Limits
from .members import Author, Member
from .message_text import check_text
from .outbox import Entry, Outbox
from .replay import Replay
from .requests import Answer, Requests, Settle
from .session_link import SessionLink
from .token_bucket import TokenBucket
from .traits import is_queued

DEFAULT_RETRY_AFTER_MS = 1_000
"""The wait after a ``rate_limited`` that names none."""
ADDED_BYTES = 128
"""What ``since`` and ``previous`` may add to a frame when it is sent."""


class Sending:
    """Owns the outbox, the token bucket and the futures of the messages."""

    def __init__(
        self,
        environment: Environment,
        link: SessionLink,
        identity: Identity,
        replay: Replay,
        requests: Requests,
    ) -> None:
        self._environment = environment
        self._link = link
        self._identity = identity
        self._replay = replay
        self._requests = requests
        self._outbox = Outbox()
        self._bucket = TokenBucket()
        self._ack_timeout = AckTimeout(environment, self._outbox, on_timeout=link.drop, on_late=link.wake)
        self._futures: dict[str, asyncio.Future[Message]] = {}
        self._cancel_flush: Cancel | None = None
        self._closed_by: RoomError | None = None
        self.limits = Limits()

    @property
    def pending(self) -> tuple[Entry, ...]:
        """The messages in the outbox, in order."""
        return self._outbox.entries

    def set_limits(self, limits: Limits) -> None:
        """Takes the limits of a ``welcome``."""
        self.limits = limits
        self._bucket.set_rate(limits.publish_rate, self._environment.now())

    def publish(
        self, raw: str, reply_to: int | None, mentions: Sequence[Author | Member] = ()
    ) -> asyncio.Future[Message]:
        """Queues a message (SPEC PUB-1, PUB-2).

        Raises RoomError if it cannot be queued: ``too_large``, ``invalid_text``, ``empty_text``, ``outbox_full`` or
        why the session was closed. The future fails with a RoomError if it cannot be stored.
        """
        if self._closed_by is not None:
            raise self._closed_by
        id = self._environment.command_id()
        authors = tuple(Author(each.id, each.name) for each in mentions)
        position = self._replay.position
        reply_epoch = None if reply_to is None or position is None else position.epoch
        text = check_text(raw, self.limits)
        entry = Entry(id, text, reply_to, self._environment.now(), authors, reply_epoch)
        command = {
            "type": "publish",
            "id": id,
            "text": entry.text,
            "replyTo": reply_to,
            "mentions": mentions_to_wire(authors),
        }
        if encoded_bytes(command) + ADDED_BYTES > self.limits.frame_bytes:
            raise room_error("too_large")
        if not self._outbox.add(entry):
            raise client_error("outbox_full")
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._futures[id] = future
        self.flush()
        return future

    def request(self, command: Command, settle: Settle) -> None:
        """Sends a command that has an ``id``; ``settle`` is called once, with the answer or a RoomError. Queued if its
        type is (see ``traits.is_queued``)."""
        self._requests.add(command, settle)
        if is_queued(command["type"]):
            self.flush()
        else:
            self._link.send(command)

    def request_history(self, fields: dict[str, Any], settle: Settle) -> None:
        """Requests a page with these fields of ``history`` (SPEC HIST-1)."""
        self.request({"type": "history", "id": self._environment.command_id(), **fields}, settle)

    def flush(self) -> None:
        """Sends as much of the queue as the limits allow, requests first, and sets a timer for the rest."""
        self_, position = self._identity.self, self._replay.position
        if not self._link.is_online or self_ is None or position is None:
            return
        now = self._environment.now()
        for id, error in self._outbox.take_unsendable(now=now, self_id=self_.id, epoch=position.epoch):
            self._fail(id, error)
        while self._has_capacity and self._bucket.wait_ms(now) == 0:
            command = self._requests.take_next(position.seq) or self._outbox.take_next(
                now=now, self_id=self_.id, position=position
            )
            if command is None:
                break
            self._bucket.take()
            self._link.send(command)
        self._ack_timeout.start()
        self._schedule_flush(now)

    def confirm(self, message: Message) -> None:
        """Removes ``message`` from the outbox if it is there: a message is its own acknowledgement (SPEC PUB-2)."""
        self_ = self._identity.self
        if self._outbox.confirm(message, None if self_ is None else self_.id) is None:
            return
        self.flush()
        self._resolve(message.id, message)

    def cleared(self, before: int) -> None:
        """The room was cleared before that seq: the outbox stays, without replies to what is gone (SPEC LOG-8)."""
        self._outbox.cleared(before)

    def stored(self, event: Stored) -> None:
        """Handles the answer to a resend (SPEC PUB-4). One still to be replayed is left to ``confirm``."""
        if event.id not in self._outbox:
            self._requests.answer(event.id, event)
            self.flush()
            return
        position = self._replay.position
        if event.seq > (0 if position is None else position.seq):
            return
        entry = self._outbox.remove(event.id)
        self.flush()
        if entry is not None:
            self._resolve_from_history(entry, event.seq)

    def refused(self, failure: Failure) -> bool:
        """Handles an ``error`` event (SPEC ERR-1). Returns True if it answered something sent from here."""
        error = refusal_error(failure.code, failure.message, failure.retry_after_ms, failure.until, failure.current)
        page_request = self._requests.page_request(failure.id) if failure.code == "rate_limited" else None
        if page_request is not None:
            return self._read_again_later(page_request, failure)
        if failure.code in ("rate_limited", "out_of_order"):
            return self._send_again_later(failure, error)
        was_publish = failure.id is not None and self._outbox.remove(failure.id) is not None
        if was_publish and failure.id is not None:
            self._fail(failure.id, error)
        was_awaited = self._requests.refuse(failure.id, error) or was_publish
        self.flush()
        return was_awaited

    def _read_again_later(self, command: Command, failure: Failure) -> bool:
        """Too much was read: requests the same page again, unless it has timed out or its connection is lost."""

        def request_again() -> None:
            if self._requests.page_request(command["id"]) is command:
                self._link.send(command)

        self._environment.set_timer(request_again, failure.retry_after_ms or DEFAULT_RETRY_AFTER_MS)
        return True

    def disconnected(self, close_code: int) -> None:
        """The connection is lost: messages are queued again, requests fail with ``connection_lost``. After a frame
        that was too large (close 1009) the largest message fails, so that it is not sent again."""
        largest = self._outbox.largest_sent()
        if close_code == FRAME_TOO_LARGE and largest is not None:
            self._outbox.remove(largest.id)
            self._fail(largest.id, room_error("too_large"))
        self._outbox.requeue()
        self._stop_timers()
        self._requests.refuse_all(client_error("connection_lost"))

    def close(self, error: RoomError) -> None:
        """Closes for good: every message and request that waits fails with ``error``."""
        self._closed_by = error
        self._stop_timers()
        self._requests.refuse_all(error)
        for id in list(self._futures):
            self._fail(id, error)

    @property
    def _has_capacity(self) -> bool:
        """SPEC LIM-3."""
        return self._requests.in_flight + self._outbox.in_flight < self.limits.in_flight

    def _send_again_later(self, failure: Failure, error: RoomError) -> bool:
        """Queues everything unanswered again and pauses: the room drops queued commands meanwhile (SPEC LIM-1, PUB-8)."""
        was_queued = (
            failure.id is not None and failure.id in self._outbox
        ) or self._requests.is_queued_request(failure.id)
        wait_ms = DEFAULT_RETRY_AFTER_MS if failure.retry_after_ms is None else failure.retry_after_ms
        self._bucket.pause(self._environment.now(), wait_ms)
        self._outbox.requeue()
        self._requests.requeue()
        self.flush()
        return was_queued or self._requests.refuse(failure.id, error)

    def _resolve_from_history(self, entry: Entry, seq: int) -> None:
        """Resolves with the stored message ``seq``, or with what is known here if the room cannot return it."""
        self_ = self._identity.self
        member = self_.id if self_ is not None else ""
        if entry.first_sent is not None:
            member = entry.first_sent.member
        author = Author(member, self_.name if self_ is not None else "")
        known = Message(seq, entry.at, author, entry.id, entry.text, entry.reply_to, entry.mentions)

        def found(answer: Answer | RoomError) -> None:
            events = answer.events if isinstance(answer, Page) else ()
            same = (each for each in events if isinstance(each, Message) and each.id == entry.id)
            self._resolve(entry.id, next(same, known))

        self.request_history({"before": seq + 1, "limit": 1}, found)

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
