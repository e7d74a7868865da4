"""The events of a room, typed (SPEC, "Events"). Times (``at``, ``edited_at``) are ms since 1970 by its clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Union

from .durable_events import (
    Clear,
    Delete,
    DurableEvent,
    Edit,
    Message,
    Moderation,
    Reaction,
    ReactionSummary,
    Restore,
    Role,
    Settings,
    StateChange,
    Unknown,
)
from .limits import Limits
from .members import Author, Member, Self

__all__ = (
    "Clear",
    "Delete",
    "DurableEvent",
    "Echo",
    "Edit",
    "Failure",
    "Message",
    "Moderation",
    "Page",
    "Presence",
    "Reaction",
    "ReactionSummary",
    "Read",
    "Reset",
    "Restore",
    "Role",
    "Settings",
    "Signal",
    "StateChange",
    "StateEntry",
    "Typing",
    "Welcome",
)
"""What the package exports of this module."""


@dataclass(frozen=True)
class StateEntry:
    """A key of the shared state as it is now: set by ``from_``, or deleted if ``value`` is None."""

    key: str
    version: int
    from_: Author
    value: Any = None


@dataclass(frozen=True)
class JoinedState:
    """The shared state in a welcome; ``more``: it is too large, and is requested (SPEC STATE-4)."""

    entries: tuple[StateEntry, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class Delta:
    """Ephemeral keys of the shared state changed (SPEC STATE-5)."""

    entries: tuple[StateEntry, ...]
    id: str | None = None


@dataclass(frozen=True)
class StateMap:
    """A page of the shared state; ``more``: there are keys behind the last one (SPEC STATE-4)."""

    id: str
    entries: tuple[StateEntry, ...]
    more: bool


@dataclass(frozen=True)
class KeyState:
    """What a key holds: ``version`` 0 if it is not set (SPEC STATE-2)."""

    version: int
    value: Any = None


@dataclass(frozen=True)
class Reset:
    """Events were missed that the room can no longer replay (SPEC REC-2): drop all events, and start from these.

    ``more``: there are older messages, which ``Room.history`` returns.
    """

    events: tuple[DurableEvent, ...]
    more: bool


@dataclass(frozen=True)
class Page:
    """A page of history, oldest first (SPEC HIST-2). ``more``: there are further events in the direction asked for.
    ``position``: the room's, as ``EPOCH.SEQ`` (SPEC POS-1). ``before``: where the next page of messages begins, if not
    before the first event (SPEC HIST-5)."""

    position: str
    events: tuple[DurableEvent, ...]
    more: bool
    id: str | None = None
    before: int | None = None


@dataclass(frozen=True)
class Presence:
    """Members joined, left or changed (SPEC PRES-1). ``count`` is exact; the lists may be samples (SPEC PRES-3).
    ``id`` and ``self_`` are set in the answer to your own command (SPEC ID-4)."""

    count: int
    joined: tuple[Member, ...] = ()
    left: tuple[Author, ...] = ()
    changed: tuple[Member, ...] = ()
    id: str | None = None
    self_: Self | None = None


@dataclass(frozen=True)
class Typing:
    """Another member is typing, or has stopped (SPEC EPH-1)."""

    from_: Author
    on: bool


@dataclass(frozen=True)
class Signal:
    """Any JSON from another member, never stored (SPEC EPH-2). ``to`` is your member id if it was sent to you alone,
    ``role`` the least role of those to whom it was sent. With a ``key`` older ones may have been left out (SPEC EPH-4)."""

    from_: Author
    data: Any
    to: str | None = None
    role: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Lane:
    """A sender and a key, to which the rows of signals refer by number."""

    from_: Author
    key: str


@dataclass(frozen=True)
class Lanes:
    """The lanes with the numbers from ``first`` on (SPEC EPH-5). The SDK keeps them: it is not delivered."""

    first: int
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Echo:
    """The room has sent on your signals with counts up to ``n`` (SPEC EPH-6)."""

    n: int


@dataclass(frozen=True)
class Time:
    """The time by the room's clock, in ms since 1970 (SPEC TIME-1)."""

    id: str
    at: float


@dataclass(frozen=True)
class Read:
    """Another member has read up to message ``seq``; 0 takes that back (SPEC EPH-3)."""

    from_: Author
    seq: int


@dataclass(frozen=True)
class Welcome:
    """The first event of a session (SPEC JOIN-4). ``recovered``: what was missed follows, else the newest page (SPEC
    REC-1, REC-2). ``room`` is its name, ``settings`` are those that differ from their defaults (SPEC SET-1). ``spread_ms``: over how long to spread reconnects (SPEC LIVE-4)."""

    position: str
    recovered: bool
    self_: Self
    room: str
    settings: dict[str, Any]
    limits: Limits
    count: int
    members: tuple[Member, ...]
    spread_ms: float
    version: str
    state: JoinedState = JoinedState()


@dataclass(frozen=True)
class More:
    """The pushed replay stops here; the rest is pulled with ``history`` (SPEC REC-3)."""

    after: int


@dataclass(frozen=True)
class Stored:
    """The command ``id`` was executed before, as event ``seq``, or would change nothing (SPEC PUB-4, REACT-3)."""

    id: str
    seq: int


@dataclass(frozen=True)
class Flow:
    """Flow control: the client must answer with its position and this ``id`` (SPEC FLOW-1)."""

    id: str


@dataclass(frozen=True)
class Failure:
    """A refused command, or another error (SPEC ERR-1). ``retry_after_ms`` where waiting helps, ``until`` when a mute or
    ban ends (SPEC MOD-5, MOD-6), ``current`` where a key has another version (SPEC STATE-2)."""

    code: str
    message: str
    id: str | None = None
    retry_after_ms: float | None = None
    until: float | None = None
    current: KeyState | None = None


RoomEvent = Union[
    DurableEvent, Page, Presence, Typing, Signal, Lanes, Echo, Time, Read, Delta, StateMap, Welcome, More, Stored, Flow, Failure
]
"""Every event that a frame can contain (SPEC EVT-1)."""

EVENTS: dict[str, type[Any]] = {
    "welcome": Welcome,
    "message": Message,
    "edit": Edit,
    "delete": Delete,
    "restore": Restore,
    "reaction": Reaction,
    "presence": Presence,
    "typing": Typing,
    "signal": Signal,
    "lanes": Lanes,
    "echo": Echo,
    "time": Time,
    "read": Read,
    "state": StateChange,
    "delta": Delta,
    "map": StateMap,
    "page": Page,
    "more": More,
    "stored": Stored,
    "settings": Settings,
    "role": Role,
    "moderation": Moderation,
    "clear": Clear,
    "flow": Flow,
    "error": Failure,
}
"""Every event type that this release understands; it ignores the others (SPEC EVT-2)."""


def is_durable(event_type: str) -> bool:
    """True if events of this type are durable. So is an unknown type: it counts if it has a ``seq`` (SPEC EVT-2)."""
    cls = EVENTS.get(event_type)
    return cls is None or issubclass(cls, DurableEvent)
