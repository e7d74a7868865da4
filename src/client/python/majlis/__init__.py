"""Majlis: chat rooms at the edge. A room is a URL.

    async with Room("https://chat.example/r/tea", name="Ana") as room:
        await room.publish("hello")
        async for event in room:
            if isinstance(event, Message):
                print(event.from_.name, event.text)
"""

from .connection import State
from .environment import Ending, Environment
from .errors import RoomError
from .events import (
    Delete,
    DurableEvent,
    Edit,
    Failure,
    Message,
    Page,
    Presence,
    Reaction,
    ReactionSummary,
    Reset,
    Settings,
    Signal,
    Typing,
    Welcome,
)
from .members import Author, Member, Self
from .position import Position
from .room import Room
from .roster import Roster

__version__ = "0.1.0"

__all__ = [
    "Author",
    "Delete",
    "DurableEvent",
    "Edit",
    "Ending",
    "Environment",
    "Failure",
    "Member",
    "Message",
    "Page",
    "Position",
    "Presence",
    "Reaction",
    "ReactionSummary",
    "Reset",
    "Room",
    "RoomError",
    "Roster",
    "Self",
    "Settings",
    "Signal",
    "State",
    "Typing",
    "Welcome",
]
