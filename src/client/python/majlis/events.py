"""What a room tells (SPEC, "Events"), typed. Times (``at``, ``edited_at``) are ms since 1970 by the room's clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Union

from .limits import Limits
from .members import Author, Member, Self


@dataclass(frozen=True)
class DurableEvent:
    """Stored, numbered and replayed (SPEC LOG-1). ``id`` is that of the command it came from."""

    seq: int
    at: float
    from_: Author
    id: str


@dataclass(frozen=True)
class ReactionSummary:
    """One emoji on a message as it stands (SPEC REACT-2): ``mine`` if you are among those who hold it."""

    emoji: str
    count: int
    names: tuple[str, ...] = ()
    mine: bool = False


@dataclass(frozen=True)
class Message(DurableEvent):
    """Something said. ``deleted``: taken back, ``text`` is empty."""

    text: str
    reply_to: int | None = None
    edited_at: float | None = None
    deleted: bool = False
    reactions: tuple[ReactionSummary, ...] = ()


@dataclass(frozen=True)
class Edit(DurableEvent):
    """Message ``target`` says ``text`` now. Replayed, it is the text of today: empty once deleted (SPEC EDIT-2)."""

    target: int
    text: str


@dataclass(frozen=True)
class Delete(DurableEvent):
    """Message ``target`` was taken back (SPEC DEL-2)."""

    target: int


@dataclass(frozen=True)
class Reaction(DurableEvent):
    """``emoji`` was put on message ``target`` or taken off it; ``count`` is how many hold it now (SPEC REACT-2)."""

    target: int
    emoji: str
    on: bool
    count: int


@dataclass(frozen=True)
class Settings(DurableEvent):
    """The room's settings as they now are (SPEC SET-1)."""

    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Unknown(DurableEvent):
    """A durable event of a later release: it takes its place in the order, and is then passed over (SPEC EVT-2)."""

    type: str


@dataclass(frozen=True)
class Reset:
    """What was missed cannot be had any more (SPEC REC-2): forget every event held, and start from these.

    ``more``: there are older messages, to be asked for with ``history``.
    """

    events: tuple[DurableEvent, ...]
    more: bool


@dataclass(frozen=True)
class Page:
    """A page of the past, oldest first (SPEC HIST-2). ``more``: there is more in the direction asked for."""

    position: str
    events: tuple[DurableEvent, ...]
    more: bool
    id: str | None = None


@dataclass(frozen=True)
class Presence:
    """Who came, went or changed (SPEC PRES-1); ``count`` of members is the truth."""

    count: int
    joined: tuple[Member, ...] = ()
    left: tuple[Author, ...] = ()
    changed: tuple[Member, ...] = ()
    id: str | None = None
    self_: Self | None = None


@dataclass(frozen=True)
class Typing:
    """Somebody else is writing, or has stopped (SPEC EPH-1)."""

    from_: Author
    on: bool


@dataclass(frozen=True)
class Signal:
    """Any JSON from another member, never stored (SPEC EPH-2). ``to`` is set if it was meant for you alone."""

    from_: Author
    data: Any
    to: str | None = None


@dataclass(frozen=True)
class Welcome:
    """Opens a joined session (SPEC JOIN-4)."""

    position: str
    recovered: bool
    self_: Self
    room: str
    limits: Limits
    count: int
    members: tuple[Member, ...]
    spread_ms: float
    version: str


@dataclass(frozen=True)
class More:
    """The replay stops here; the rest is fetched (SPEC REC-3)."""

    after: int


@dataclass(frozen=True)
class Stored:
    """The command ``id`` was carried out before, as event ``seq``, and is not carried out again (SPEC PUB-4)."""

    id: str
    seq: int


@dataclass(frozen=True)
class Flow:
    """Much was sent since you last spoke: say how far you have read, and this ``id`` (SPEC FLOW-1)."""

    id: str


@dataclass(frozen=True)
class Failure:
    """A refused command (SPEC ERR-1). ``retry_after_ms`` where waiting helps."""

    code: str
    message: str
    id: str | None = None
    retry_after_ms: float | None = None


RoomEvent = Union[
    DurableEvent, Page, Presence, Typing, Signal, Welcome, More, Stored, Flow, Failure
]
"""Everything that a frame can hold."""
