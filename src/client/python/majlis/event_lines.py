"""Formats events as lines for a terminal, sanitized, in the room's own words (SPEC TXT-2, TXT-3, TXT-5)."""

from __future__ import annotations

from . import events as e
from .plain_text import message_line, room_line
from .members import Self
from .roster import Roster
from .sanitize import isolate_name, sanitize

MAX_NAMED = 5
"""Past this many joins and leaves at once the members are counted, not named."""


def event_lines(event: e.DurableEvent | e.Reset) -> list[str]:
    """The lines for ``event``; none for those that plain text leaves out (SPEC TXT-5)."""
    if isinstance(event, e.Message):
        return [_message(event)]
    if isinstance(event, e.Edit):
        text = sanitize(event.text)
        return [room_line(f"{isolate_name(event.from_.name, text)} changed a message: {text}")]
    if isinstance(event, e.Delete):
        return [room_line(f"{isolate_name(event.from_.name)} took a message back")]
    if isinstance(event, e.Reset):
        missed = room_line("some messages were missed and cannot be replayed; these are the newest")
        return [missed, *(line for each in event.events for line in event_lines(each))]
    return []


def presence_lines(presence: e.Presence) -> list[str]:
    """The lines for members who joined or left (SPEC PRES-1)."""
    joined, left = presence.joined, presence.left
    if len(joined) + len(left) > MAX_NAMED:
        return [room_line(f"people come and go: {presence.count} are here")]
    return [
        *(room_line(f"{isolate_name(member.name)} joined") for member in joined),
        *(room_line(f"{isolate_name(member.name)} left") for member in left),
    ]


def greeting_line(self_: Self, room: str, roster: Roster) -> str:
    """Who you are, where, and with whom (SPEC TXT-4). ``room``: its name."""
    names = [self_.name, room, *(member.name for member in roster.list if member.id != self_.id)]
    # One right-to-left name on the line could reorder the others.
    me, here, *others = (isolate_name(name, "".join(names)) for name in names)
    unlisted = roster.count - len(roster.list)
    company = ", ".join([*others, *([f"{unlisted} more"] if unlisted > 0 else [])])
    with_whom = f"with {company}" if company else "alone so far"
    return room_line(f"you are {me} in {here}, {with_whom}")


def _message(message: e.Message) -> str:
    if message.deleted:
        return room_line(f"{isolate_name(message.from_.name)} took a message back")
    text = sanitize(message.text)
    return message_line(isolate_name(message.from_.name, text), text)
