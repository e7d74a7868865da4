"""People in a room (SPEC, "Identity")."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Author:
    """The sender of an event, with the name at that time (SPEC ID-4).

    ``via`` is ``"http"`` if a program sent it without a token (SPEC HTTP-19). ``vouched``: a site vouched for them
    (SPEC VOUCH-1).
    """

    id: str
    name: str
    via: str | None = None
    vouched: bool = False


@dataclass(frozen=True)
class Member:
    """A member who is here. ``away``: silent for 90 s (SPEC PRES-2). ``read``: up to which message they reported to
    have read (SPEC EPH-3). ``vouched``: a site vouches for them (SPEC VOUCH-1)."""

    id: str
    name: str
    role: str
    away: bool = False
    read: int | None = None
    vouched: bool = False


@dataclass(frozen=True)
class Mute:
    """That a member may not write (SPEC MOD-5). ``until`` is in ms since 1970; None for good."""

    until: float | None = None


@dataclass(frozen=True)
class Self:
    """Yourself. ``token`` lets any program join as you, for 30 days (SPEC ID-3): keep it like a password, and
    ``ticket_key`` too, with which tickets are made (SPEC ID-18). With a site's token it is that one, which expires
    ``expires_in_ms`` after the room sent this (SPEC VOUCH-7). ``muted`` is as of that moment too (SPEC MOD-5), and so
    is ``wait_ms``, the ms until your next message is admitted in slow mode (SPEC SET-5)."""

    id: str
    name: str
    role: str
    token: str
    ticket_key: str | None = None
    vouched: bool = False
    expires_in_ms: float | None = None
    muted: Mute | None = None
    wait_ms: float | None = None

    def __repr__(self) -> str:
        return f"Self(id={self.id!r}, name={self.name!r}, role={self.role!r})"
