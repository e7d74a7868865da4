"""Formats events as lines for a terminal, sanitized, in the room's own words (SPEC TXT-2, TXT-3, TXT-5)."""

from __future__ import annotations

from . import events as e
from .plain_text import message_line, room_line, shown_name
from .members import Self
from .roster import Roster
from .sanitize import isolate_name, isolate_text

MAX_NAMED = 5
"""Past this many joins and leaves at once the members are counted, not named."""


def event_lines(event: e.DurableEvent | e.Reset) -> list[str]:
    """The lines for ``event``; none for those that plain text leaves out (SPEC TXT-5)."""
    if isinstance(event, e.Message):
        return [_message(event)]
    if isinstance(event, e.Edit):
        name = shown_name(event.from_)
        return [room_line(f"{isolate_name(name)} changed a message: {isolate_text(name, event.text)}")]
    if isinstance(event, e.Delete):
        return [_deletion(shown_name(event.author or event.from_), event.author is not None)]
    if isinstance(event, e.Restore):
        name = shown_name(event.author or event.from_)
        what = "put a message back" if event.author is None else "got a message back"
        return [room_line(f"{isolate_name(name)} {what}: {isolate_text(name, event.text)}")]
    if isinstance(event, e.Moderation) and event.act in _NOTICES:
        return [room_line(f"{isolate_name(shown_name(event.member))} {_NOTICES[event.act]}")]
    if isinstance(event, e.Clear):
        return [room_line(f"{isolate_name(shown_name(event.from_))} cleared the room")]
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
        *(room_line(f"{isolate_name(shown_name(member))} joined") for member in joined),
        *(room_line(f"{isolate_name(shown_name(member))} left") for member in left),
    ]


def greeting_line(self_: Self, room: str, roster: Roster) -> str:
    """Who you are, where, and with whom (SPEC TXT-4). ``room``: its name."""
    names = [shown_name(self_), room, *(shown_name(member) for member in roster.list if member.id != self_.id)]
    me, here, *others = map(isolate_name, names)
    unlisted = roster.count - len(roster.list)
    company = ", ".join([*others, *([f"{unlisted} more"] if unlisted > 0 else [])])
    with_whom = f"with {company}" if company else "alone so far"
    return room_line(f"you are {me} in {here}, {with_whom}")


_NOTICES = {
    "hide": "had all messages removed",
    "show": "got all messages back",
    "mute": "was muted",
    "unmute": "may write again",
    "ban": "was banned",
    "unban": "may come back",
    "kick": "was kicked",
}
"""What was done to a member (SPEC MOD-1)."""


def _deletion(name: str, is_removed: bool) -> str:
    return room_line(f"{isolate_name(name)} {'had a message removed' if is_removed else 'took a message back'}")


def _message(message: e.Message) -> str:
    if message.deleted:
        return _deletion(shown_name(message.from_), message.removed)
    name = shown_name(message.from_)
    return message_line(isolate_name(name), isolate_text(name, message.text))
