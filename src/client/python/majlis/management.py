"""What owners and moderators do. What is no command they request beside the connection (SPEC HTTP-22): the answers are for
them alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from . import fields as f
from .audit import AuditPage, request_audit
from .codec import decode
from .environment import CloseEvent, Environment
from .http_answer import answer_error, parse_object
from .members import Self
from .session import Session


@dataclass(frozen=True)
class RoomLink:
    """A link that gives ``role`` to those who claim the key in its ``url`` (SPEC OWN-7).

    ``expires_at`` is in ms since 1970. ``uses`` is how many more members may claim it; None for any number.
    """

    id: str
    url: str
    role: str
    expires_at: float
    uses: int | None = None


@dataclass(frozen=True)
class RoomKey:
    """A key with which a site vouches for its users in a room (SPEC VOUCH-11), without what it consists of.

    ``max_role`` is the highest role that its tokens may give. ``created_at`` is in ms since 1970.
    """

    kid: str
    iss: str
    alg: str
    max_role: str
    created_at: float


class _Room(Protocol):
    """What the methods need of a room."""

    url: str
    _environment: Environment
    _session: Session

    @property
    def self(self) -> Self | None: ...


class Management:
    """The methods of a Room for its owners and moderators.

    Each raises RoomError: ``forbidden`` without the role that it needs, or another refusal. ``configure``,
    ``set_role``, ``moderate`` and ``clear`` need a connection, and raise what ``Room.delete`` raises besides; the others do without,
    and raise ``not_connected`` if the room cannot be reached.
    """

    async def configure(self: _Room, **settings: Any) -> None:
        """Changes the settings that are given, in the protocol's names: ``slowModeSeconds=5`` (SPEC SET-2)."""
        await self._session.request({"type": "configure", "settings": settings})

    async def set_role(self: _Room, member: str, role: str) -> None:
        """Gives a member, by id, a role, as an owner (SPEC OWN-5)."""
        await self._session.request({"type": "role", "member": member, "role": role})

    async def moderate(
        self: _Room,
        act: str,
        member: str,
        *,
        seq: int | None = None,
        until: float | None = None,
        reason: str | None = None,
        address: bool = False,
    ) -> None:
        """Does ``act`` to a member, by id, as a moderator: ``hide``, ``mute``, ``ban`` or ``kick``, undone by ``show``,
        ``unmute`` and ``unban`` (SPEC MOD-1).

        ``seq``: a message of theirs, for a member who has left and wrote long ago. ``until``: when a mute or ban ends, in ms since 1970; for good without it. ``address``: bans their address too.
        """
        command = {"type": "moderate", "act": act, "member": member, "reason": reason}
        found = {} if seq is None else {"seq": seq}
        timed = {} if until is None else {"until": int(until)}
        await self._session.request({**command, **found, **timed, **({"address": True} if address else {})})

    async def audit(self: _Room, *, before: int | None = None) -> AuditPage:
        """A page of what was done to members and settings, newest first, for moderators; ``before`` continues it (SPEC
        MOD-9)."""
        token = "" if self.self is None else self.self.token
        return await request_audit(self._environment, self.url, token, before)

    async def create_link(
        self: _Room, role: str, *, expires_in_seconds: int | None = None, uses: int | None = None
    ) -> RoomLink:
        """Makes a link that gives ``role``, ``moderator`` or ``member``, to those who claim its key, or to the first
        ``uses`` members who do. It expires in 7 days, or as given in at most 365."""
        body = {"role": role, "expiresInSeconds": expires_in_seconds, "uses": uses}
        return _link(await _request(self, "POST", "/links", body))

    async def links(self: _Room) -> tuple[RoomLink, ...]:
        """The links that you may make, the first to expire first."""
        return tuple(_link(each) for each in f.records(await _request(self, "GET", "/links"), "links"))

    async def revoke_link(self: _Room, id: str) -> None:
        """Revokes a link: from now on it gives no role."""
        await _request(self, "DELETE", f"/links/{quote(id, safe='')}")

    async def put_key(self: _Room, kid: str, *, iss: str, alg: str, key: Any, max_role: str) -> RoomKey:
        """Adds a key with which your site vouches for its users in this room, as an owner, or replaces the one named
        ``kid`` (SPEC VOUCH-11). ``key`` is a public JWK for ``EdDSA`` and ``ES256``, or a secret of at least 32 bytes in
        base64url for ``HS256``; ``max_role`` the highest role that its tokens may give."""
        body = {"iss": iss, "alg": alg, "key": key, "maxRole": max_role}
        return decode(RoomKey, await _request(self, "PUT", f"/keys/{quote(kid, safe='')}", body))

    async def keys(self: _Room) -> tuple[RoomKey, ...]:
        """The room's keys, for owners, the oldest first: without what they consist of."""
        return tuple(decode(RoomKey, each) for each in f.records(await _request(self, "GET", "/keys"), "keys"))

    async def remove_key(self: _Room, kid: str) -> None:
        """Removes a key, as an owner: those for whom it vouched may only read until they sign in by another."""
        await _request(self, "DELETE", f"/keys/{quote(kid, safe='')}")

    async def revoke_site_token(self: _Room, iss: str, jti: str, *, exp: float | None = None) -> None:
        """Revokes one token of a site in this room, as an owner or a moderator: it is refused until its ``exp``, in seconds
        since 1970, and its member may only read until they sign in by another (SPEC VOUCH-14)."""
        await _request(self, "POST", "/revocations", {"iss": iss, "jti": jti, "exp": exp})

    async def clear(self: _Room) -> None:
        """Deletes everything that was said in the room, as an owner (SPEC LOG-8)."""
        await self._session.request({"type": "clear"})

    async def delete_room(self: _Room) -> None:
        """Deletes the room for good, as an owner: nothing of it is left, and its name cannot be used again (SPEC OWN-9).
        It closes this Room too, with ``room_deleted``."""
        await _request(self, "DELETE", "")

    async def renew_owner_key(self: _Room) -> str:
        """Replaces the room's owner key, as an owner, and returns the new one: the old one is void at once (SPEC
        OWN-8)."""
        return f.text(await _request(self, "POST", "/owner-key", {}), "ownerKey")


async def _request(room: _Room, method: str, path: str, body: dict[str, Any] | None = None) -> f.Fields:
    token = None if room.self is None else room.self.token
    headers = {} if not token else {"Authorization": f"Bearer {token}"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    text = None if body is None else json.dumps(body)
    answer = await room._environment.request(method, f"{room.url}{path}", headers, text)
    if isinstance(answer, CloseEvent) or not 200 <= answer.status < 300:
        raise answer_error(answer)
    fields = parse_object(answer.body)
    if answer.status != 204 and not fields:
        raise answer_error(answer)
    return fields


def _link(fields: f.Fields) -> RoomLink:
    # A link that is used up has 0 of them, which is no seq, as other optional integers are.
    uses = f.optional_number(fields, "uses")
    return decode(RoomLink, fields, uses=None if uses is None else int(uses))
