"""Who is here: what the welcome told, kept up to date by presence (SPEC PRES-1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from .events import Presence, Welcome
from .members import Member

MAX_LISTED = 500
"""More than these are counted, not listed."""


@dataclass(frozen=True)
class Roster:
    """The truth in ``count``, some of them in ``list``, yourself first."""

    count: int = 0
    list: tuple[Member, ...] = ()


def roster_of(welcome: Welcome) -> Roster:
    return Roster(welcome.count, _self_first(welcome.members, welcome.self_.id))


def with_presence(roster: Roster, presence: Presence, self_id: str | None) -> Roster:
    members = {member.id: member for member in roster.list}
    members.update((member.id, member) for member in (*presence.joined, *presence.changed))
    for gone in presence.left:
        members.pop(gone.id, None)
    return Roster(presence.count, _self_first(members.values(), self_id)[:MAX_LISTED])


def _self_first(members: Iterable[Member], self_id: str | None) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: member.id != self_id))
