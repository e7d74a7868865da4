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
    from .audit import AuditEntry as AuditEntry
    from .audit import AuditPage as AuditPage
    from .connection import State as State
    from .environment import CloseEvent as CloseEvent
    from .environment import Environment as Environment
    from .errors import RoomError as RoomError
    from .events import *
    from .management import RoomKey as RoomKey
    from .management import RoomLink as RoomLink
    from .members import Author as Author
    from .members import Member as Member
    from .members import Mute as Mute
    from .members import Self as Self
    from .position import Position as Position
    from .reaction_holders import HolderPage as HolderPage
    from .room import Room as Room
    from .roster import Roster as Roster
    from .server_time import ServerTime as ServerTime
    from .shared_state import SharedState as SharedState
    from .shared_state import SharedStateChange as SharedStateChange

__version__ = "0.1.0"

_EXPORTS = {
    "audit": ("AuditEntry", "AuditPage"),
    "connection": ("State",),
    "environment": ("CloseEvent", "Environment"),
    "errors": ("RoomError",),
    "management": ("RoomKey", "RoomLink"),
    "members": ("Author", "Member", "Mute", "Self"),
    "position": ("Position",),
    "reaction_holders": ("HolderPage",),
    "room": ("Room",),
    "roster": ("Roster",),
    "server_time": ("ServerTime",),
    "shared_state": ("SharedState", "SharedStateChange"),
}
_MODULES = {name: module for module, names in _EXPORTS.items() for name in names}


def __getattr__(name: str) -> object:
    """Imports lazily. ``python -m majlis`` loads this file before its own code: an interrupt during slow imports here
    would end in a traceback that nothing could catch."""
    events: tuple[str, ...] = import_module(".events", __name__).__all__
    if name == "__all__":
        return [*_MODULES, *events]
    module = "events" if name in events else _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = value
    return value
