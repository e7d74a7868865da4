"""People in a room (SPEC, "Identity")."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Author:
    """The sender of an event, with the name at that time (SPEC ID-4)."""

    id: str
    name: str


@dataclass(frozen=True)
class Member:
    """A member who is here. ``away``: silent for 90 s (SPEC PRES-2)."""

    id: str
    name: str
    role: str
    away: bool = False


@dataclass(frozen=True)
class Self:
    """Yourself. ``token`` lets any program join as you, for 30 days (SPEC ID-3): keep it like a password."""

    id: str
    name: str
    role: str
    token: str

    def __repr__(self) -> str:
        return f"Self(id={self.id!r}, name={self.name!r}, role={self.role!r})"
