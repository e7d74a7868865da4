"""Who is in a room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Author:
    """The sender of an event, under the name of then."""

    id: str
    name: str


@dataclass(frozen=True)
class Member:
    """``away``: nothing was heard of them for 90 s (SPEC PRES-2)."""

    id: str
    name: str
    role: str
    away: bool = False


@dataclass(frozen=True)
class Self:
    """Yourself. Whoever joins with ``token`` is you, for 30 days (SPEC ID-3): keep it like a password."""

    id: str
    name: str
    role: str
    token: str

    def __repr__(self) -> str:
        return f"Self(id={self.id!r}, name={self.name!r}, role={self.role!r})"
