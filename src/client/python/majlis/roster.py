"""The members in the room, from the welcome and the presence since (SPEC JOIN-6, PRES-1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterable

from .events import Presence, Read, Welcome
from .members import Member

MAX_LISTED = 500
"""Members past this are counted, not listed."""


@dataclass(frozen=True)
class Roster:
    """``count`` is the number of members; ``list`` has some of them, yourself first."""

    count: int = 0
    list: tuple[Member, ...] = ()


def roster_of(welcome: Welcome) -> Roster:
    """The roster of a welcome."""
    return Roster(welcome.count, _self_first(welcome.members, welcome.self_.id))


def with_presence(roster: Roster, presence: Presence, self_id: str | None) -> Roster:
    """``roster`` after ``presence``; ``self_id`` is your own member id."""
    members = {member.id: member for member in roster.list}
    members.update((member.id, member) for member in (*presence.joined, *presence.changed))
    for gone in presence.left:
        members.pop(gone.id, None)
    return Roster(presence.count, _self_first(members.values(), self_id)[:MAX_LISTED])


def with_read(roster: Roster, read: Read) -> Roster:
    """``roster`` after a member has reported up to which message they have read (SPEC EPH-3)."""
    members = (
        replace(member, read=read.seq) if member.id == read.from_.id else member for member in roster.list
    )
    return Roster(roster.count, tuple(members))


def _self_first(members: Iterable[Member], self_id: str | None) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: member.id != self_id))
