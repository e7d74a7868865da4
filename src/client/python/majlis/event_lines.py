"""Events as lines for a terminal, safe to print (SPEC TXT-2, TXT-3, TXT-5)."""

from __future__ import annotations

from . import events as e
from .plain_text import message_line, room_line
from .members import Author, Member, Self
from .roster import Roster
from .sanitize import sanitize, sanitize_name

MAX_NAMED = 5
"""More than so many comings and goings at once are counted and not named."""


def event_lines(event: e.DurableEvent | e.Reset) -> list[str]:
    """The lines that tell ``event``; none for what a terminal leaves out."""
    if isinstance(event, e.Message):
        return [_message(event)]
    if isinstance(event, e.Edit):
        return [room_line(f"{_by(event.from_)} changed a message: {sanitize(event.text)}")]
    if isinstance(event, e.Delete):
        return [room_line(f"{_by(event.from_)} took a message back")]
    if isinstance(event, e.Reset):
        missed = room_line("some of what was said meanwhile is gone; these are the newest messages")
        return [missed, *(line for each in event.events for line in event_lines(each))]
    return []


def presence_lines(presence: e.Presence) -> list[str]:
    joined, left = presence.joined, presence.left
    if len(joined) + len(left) > MAX_NAMED:
        return [room_line(f"people come and go: {presence.count} are here")]
    return [
        *(room_line(f"{_by(member)} joined") for member in joined),
        *(room_line(f"{_by(member)} left") for member in left),
    ]


def greeting_line(self_: Self, room: str, roster: Roster) -> str:
    others = [sanitize_name(member.name) for member in roster.list if member.id != self_.id]
    unlisted = roster.count - len(roster.list)
    company = ", ".join([*others, *([f"{unlisted} more"] if unlisted > 0 else [])])
    with_whom = f"with {company}" if company else "alone so far"
    return room_line(f"you are {_by(self_)} in {sanitize_name(room)}, {with_whom}")


def _message(message: e.Message) -> str:
    if message.deleted:
        return room_line(f"{_by(message.from_)} took a message back")
    return message_line(_by(message.from_), sanitize(message.text))


def _by(somebody: Author | Member | Self) -> str:
    return sanitize_name(somebody.name)
