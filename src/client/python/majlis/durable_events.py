"""The events that a room stores and replays (SPEC LOG-1). ``events`` has them too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .members import Author


@dataclass(frozen=True)
class DurableEvent:
    """Stored, numbered by ``seq`` and replayed (SPEC LOG-1). ``id`` is that of the command that caused it."""

    seq: int
    at: float
    from_: Author
    id: str


@dataclass(frozen=True)
class ReactionSummary:
    """One emoji on a message now: ``count`` members reacted with it, ``names`` has up to ten of them, ``mine`` is true
    if you did (SPEC REACT-2)."""

    emoji: str
    count: int
    names: tuple[str, ...]
    mine: bool = False


@dataclass(frozen=True)
class Message(DurableEvent):
    """A message. If ``deleted``, ``text`` is empty (SPEC DEL-1); ``removed``: by a moderator (SPEC MOD-3, MOD-8). ``reply_to`` is the seq of another message,
    ``mentions`` are the members whom the text mentions by id (SPEC MENT-1)."""

    text: str
    reply_to: int | None = None
    mentions: tuple[Author, ...] = ()
    edited_at: float | None = None
    deleted: bool = False
    removed: bool = False
    reactions: tuple[ReactionSummary, ...] = ()


@dataclass(frozen=True)
class Edit(DurableEvent):
    """Message ``target`` has the text ``text`` now. A replay has today's text, empty once deleted (SPEC EDIT-2)."""

    target: int
    text: str
    mentions: tuple[Author, ...] = ()


@dataclass(frozen=True)
class Delete(DurableEvent):
    """Message ``target`` was deleted (SPEC DEL-2); if ``author`` is there, by a moderator, perhaps with a ``reason`` (SPEC
    MOD-8)."""

    target: int
    author: Author | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Restore(DurableEvent):
    """The deletion of message ``target`` was undone (SPEC DEL-5): it has this text, mentions and reactions again. A replay
    has today's, nothing once it was deleted again. ``author`` is there if a moderator restored it (SPEC MOD-8)."""

    target: int
    text: str
    author: Author | None = None
    mentions: tuple[Author, ...] = ()
    edited_at: float | None = None
    reactions: tuple[ReactionSummary, ...] = ()


@dataclass(frozen=True)
class Reaction(DurableEvent):
    """``emoji`` was added to message ``target``, or removed if not ``on``; ``count`` members react with it now (SPEC
    REACT-2)."""

    target: int
    emoji: str
    on: bool
    count: int


@dataclass(frozen=True)
class Settings(DurableEvent):
    """The room's settings after a change: those that differ from their defaults (SPEC SET-1)."""

    settings: dict[str, Any]


@dataclass(frozen=True)
class Role(DurableEvent):
    """``member`` has another role (SPEC OWN-5)."""

    member: Author
    role: str


@dataclass(frozen=True)
class Moderation(DurableEvent):
    """A moderator did ``act`` to ``member``: ``hide``, ``show``, ``mute``, ``unmute``, ``ban``, ``unban`` or ``kick`` (SPEC
    MOD-1). ``until``: when it ends, for good if None. After ``hide``, earlier messages of theirs are to be shown as deleted;
    after ``show``, to be read again (SPEC MOD-4)."""

    act: str
    member: Author
    until: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Clear(DurableEvent):
    """Everything before it was deleted: drop all events, as after a Reset (SPEC LOG-8). Those that were not read yet are
    not delivered."""


@dataclass(frozen=True)
class StateChange(DurableEvent):
    """``key`` of the shared state holds ``value`` from now on; None if it was deleted. Its version is ``seq`` (SPEC
    STATE-3)."""

    key: str
    value: Any = None


@dataclass(frozen=True)
class Unknown(DurableEvent):
    """A durable event of a later release. It takes its place in the order, and is not delivered (SPEC EVT-2)."""

    type: str
