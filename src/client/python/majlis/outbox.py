"""The messages that the room has not confirmed, in the order of publishing. Pure: no socket, no timer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable

from .encode import Command, mentions_to_wire, utf8_bytes
from .errors import RoomError, client_error, room_error
from .events import Message
from .members import Author
from .position import Position

MAX_MESSAGES = 100
MAX_TEXT_BYTES = 64 * 1_024
"""UTF-8. Past either bound a message is rejected with ``outbox_full``."""
STALE_AFTER_MS = 3_600_000
"""A message that waited longer than this fails with ``stale`` instead of being sent."""


@dataclass(frozen=True)
class FirstSend:
    """The position and the member id at the first send, by which the room recognizes a resend (SPEC PUB-3, PUB-5)."""

    position: Position
    member: str


@dataclass(frozen=True)
class Entry:
    """One unconfirmed message. Times are ms since 1970 by the local clock."""

    id: str
    text: str
    reply_to: int | None
    at: float
    """when it was published"""
    mentions: tuple[Author, ...] = ()
    reply_epoch: str | None = None
    """the epoch of the log that ``reply_to`` is about; None if it was not known yet"""
    first_sent: FirstSend | None = None
    sent_at: float | None = None
    """when it was sent on the current connection; None while it waits"""

    @property
    def is_waiting(self) -> bool:
        """True if it is still to be sent on the current connection."""
        return self.sent_at is None


class Outbox:
    """A bounded FIFO queue, keyed by command id."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, in order."""
        return tuple(self._entries.values())

    @property
    def in_flight(self) -> int:
        """How many were sent on this connection and not confirmed (SPEC LIM-3)."""
        return len(self._sent)

    @property
    def has_waiting(self) -> bool:
        """True if a message is still to be sent."""
        return any(entry.is_waiting for entry in self._entries.values())

    @property
    def oldest_sent_at(self) -> float | None:
        """When the oldest unconfirmed message of this connection was sent; None if there is none."""
        return min((entry.sent_at for entry in self._sent if entry.sent_at is not None), default=None)

    def __contains__(self, id: str) -> bool:
        return id in self._entries

    def add(self, entry: Entry) -> bool:
        """Appends a message. Returns False if it does not fit."""
        texts = [each.text for each in self._entries.values()] + [entry.text]
        if len(texts) > MAX_MESSAGES or sum(map(utf8_bytes, texts)) > MAX_TEXT_BYTES:
            return False
        self._entries[entry.id] = entry
        return True

    def take_next(self, *, now: float, self_id: str, position: Position) -> Command | None:
        """The next ``publish`` to send, marked as sent; None if there is none. It has the
        ``since`` of its first send, and names the unconfirmed message before it (SPEC PUB-5, PUB-8)."""
        previous: Entry | None = None
        for entry in self._entries.values():
            if entry.is_waiting:
                break
            previous = entry
        else:
            return None
        first = entry.first_sent
        # A log of another epoch has no rows from before, and so not this message.
        is_known = first is not None and first.position.epoch == position.epoch
        sent = first if first is not None and is_known else FirstSend(position, self_id)
        # What it replies to is gone with its log: another message has that seq now, or none.
        is_reply_gone = entry.reply_epoch not in (None, position.epoch)
        reply_to = None if is_reply_gone else entry.reply_to
        self._put(replace(entry, sent_at=now, first_sent=sent, reply_to=reply_to))
        return {
            "type": "publish",
            "id": entry.id,
            "text": entry.text,
            "replyTo": reply_to,
            "mentions": mentions_to_wire(entry.mentions),
            "since": sent.position.seq,
            "previous": None if previous is None else previous.id,
        }

    def cleared(self, before: int) -> None:
        """Everything before seq ``before`` was deleted: what a message replies to there is gone (SPEC LOG-8)."""
        for entry in self.entries:
            if entry.reply_to is not None and entry.reply_to < before:
                self._put(replace(entry, reply_to=None))

    def take_unsendable(self, *, now: float, self_id: str, epoch: str) -> list[tuple[str, RoomError]]:
        """Removes the waiting messages that must not be sent any more; returns their ids, each with the reason."""
        failed: list[tuple[str, RoomError]] = []
        for entry in self.entries:
            if not entry.is_waiting:
                continue
            first = entry.first_sent
            if first is not None and first.position.epoch == epoch and first.member != self_id:
                # A repeat is recognized per member (SPEC PUB-3): sent by another, it would be a second message of the log.
                failed.append((entry.id, room_error("outcome_unknown")))
            elif now - entry.at > STALE_AFTER_MS:
                failed.append((entry.id, client_error("stale")))
        for id, _ in failed:
            self.remove(id)
        return failed

    def confirm(self, message: Message, self_id: str | None) -> Entry | None:
        """Removes and returns the entry that ``message`` confirms, if any (SPEC PUB-2)."""
        entry = self._entries.get(message.id)
        if entry is None:
            return None
        was_sent_by = None if entry.first_sent is None else entry.first_sent.member
        return self.remove(message.id) if message.from_.id in (self_id, was_sent_by) else None

    def remove(self, id: str) -> Entry | None:
        """Removes and returns an entry, if there is one."""
        return self._entries.pop(id, None)

    def requeue(self) -> None:
        """Marks every message as unsent: none of them will be confirmed on this connection."""
        self._update_sent(lambda entry: replace(entry, sent_at=None))

    def restart_ack_timeouts(self, now: float) -> None:
        """Counts every sent message as sent now."""
        self._update_sent(lambda entry: replace(entry, sent_at=now))

    def largest_sent(self) -> Entry | None:
        """The largest message in flight, by UTF-8 bytes; None if there is none."""
        largest_first = sorted(self._sent, key=lambda entry: utf8_bytes(entry.text), reverse=True)
        return largest_first[0] if largest_first else None

    @property
    def _sent(self) -> list[Entry]:
        return [entry for entry in self._entries.values() if not entry.is_waiting]

    def _update_sent(self, change: Callable[[Entry], Entry]) -> None:
        for entry in self._sent:
            self._put(change(entry))

    def _put(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
