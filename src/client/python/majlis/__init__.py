"""Majlis: chat rooms at the edge. A room is a URL.

    async with Room("https://chat.example/r/tea", name="Ana") as room:
        await room.publish("hello")
        async for event in room:
            if isinstance(event, Message):
                print(event.from_.name, event.text)
"""

from importlib import import_module

TYPE_CHECKING = False
"""True for type checkers. Not imported from ``typing``, which would take time to load (see ``__getattr__``)."""

if TYPE_CHECKING:
    from .connection import State as State
    from .environment import CloseEvent as CloseEvent
    from .environment import Environment as Environment
    from .errors import RoomError as RoomError
    from .events import Delete as Delete
    from .events import DurableEvent as DurableEvent
    from .events import Edit as Edit
    from .events import Failure as Failure
    from .events import Message as Message
    from .events import Page as Page
    from .events import Presence as Presence
    from .events import Reaction as Reaction
    from .events import ReactionSummary as ReactionSummary
    from .events import Reset as Reset
    from .events import Settings as Settings
    from .events import Signal as Signal
    from .events import Typing as Typing
    from .events import Welcome as Welcome
    from .members import Author as Author
    from .members import Member as Member
    from .members import Self as Self
    from .position import Position as Position
    from .room import Room as Room
    from .roster import Roster as Roster

__version__ = "0.1.0"

_EXPORTS = {
    "connection": ("State",),
    "environment": ("CloseEvent", "Environment"),
    "errors": ("RoomError",),
    "events": (
        "Delete",
        "DurableEvent",
        "Edit",
        "Failure",
        "Message",
        "Page",
        "Presence",
        "Reaction",
        "ReactionSummary",
        "Reset",
        "Settings",
        "Signal",
        "Typing",
        "Welcome",
    ),
    "members": ("Author", "Member", "Self"),
    "position": ("Position",),
    "room": ("Room",),
    "roster": ("Roster",),
}
_MODULES = {name: module for module, names in _EXPORTS.items() for name in names}

__all__ = list(_MODULES)


def __getattr__(name: str) -> object:
    """Imports lazily. ``python -m majlis`` loads this file before its own code: an interrupt during slow imports here
    would end in a traceback that nothing could catch."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value
