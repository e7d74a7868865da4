"""The audit log of a room, in pages, for its moderators (SPEC MOD-9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .codec import decode
from .environment import Environment
from .http_answer import request_list
from .members import Author


@dataclass(frozen=True)
class AuditEntry:
    """``from_`` did ``action`` at ``at``, in ms since 1970: an act of ``events.Moderation``, or ``delete``, ``restore``,
    ``role``, ``claim``, ``link``, ``unlink``, ``owner_key``, ``add_key``, ``remove_key``, ``revoke_token``, ``clear`` or ``settings``. The other fields are there where they apply;
    ``address``: addresses of the member were banned too; ``kid``: of the key that was added or removed; ``jti``: of the token."""

    id: int
    at: float
    from_: Author
    action: str
    member: Author | None = None
    until: float | None = None
    reason: str | None = None
    address: bool = False
    seq: int | None = None
    role: str | None = None
    kid: str | None = None
    jti: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AuditPage:
    """At most 50 entries, newest first. ``before`` continues the log, and is there exactly if there is ``more``."""

    entries: tuple[AuditEntry, ...]
    more: bool
    before: int | None = None


async def request_audit(environment: Environment, room: str, token: str, before: int | None) -> AuditPage:
    """One page. Raises RoomError."""
    query = "" if before is None else f"?before={before}"
    headers = {"Authorization": f"Bearer {token}"}
    return decode(AuditPage, await request_list(environment, f"{room}/audit{query}", headers, "entries"))
