"""As whom to join: with the application's token, with the guest's own, or as a new guest (SPEC ID-1 to ID-6)."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from typing import Awaitable, Callable, Literal, Union

from .members import Self
from .tickets import TicketGrant

GetToken = Callable[[], Union[str, None, Awaitable[Union[str, None]]]]
"""Returns the token to join with, or None to join as a guest. Called before each join, and a minute before a token of a
site expires (SPEC VOUCH-10); may be async."""

Token = Union[str, GetToken]
"""A token that the room issued before (``room.self.token``), or a function that returns one."""


@dataclass(frozen=True)
class Credentials:
    """What a join carries: a token, else the name of a guest."""

    token: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class TicketSource:
    """What the tickets of ``token`` are made with. Times are in ms."""

    token: str
    ticket_key: str
    issued_at: float
    clock_offset: float
    """what the room's clock is ahead of this one"""


RENEW_AFTER_MS = 7 * 86_400_000
"""A join by ticket renews no token, so past this age it is exchanged for a new one (SPEC ID-17)."""


class Identity:
    """``self`` is who the room said this member is; None until the first welcome."""

    def __init__(self, token: Token | None, name: str | None, now: Callable[[], float]) -> None:
        self._get_token = None if token is None or isinstance(token, str) else token
        self._token = token if isinstance(token, str) else None
        self._requires_token = isinstance(token, str)
        """with a fixed token, joining as a new guest would be the wrong member"""
        self._name = name
        self._now = now
        self._offered: str | None = None
        self._is_application_token = False
        self._was_token_refused = False
        self._source: TicketSource | None = None
        self._was_ticket_refused = False
        self._clock_offset = 0.0
        self.self: Self | None = None

    async def credentials(self) -> Credentials:
        """What to join with next. Raises what the application's GetToken raises."""
        asked = None if self._get_token is None else self._get_token()
        given = await asked if inspect.isawaitable(asked) else asked
        self._is_application_token = given is not None
        self._offered = self._token if given is None else given
        if self._offered is not None:
            return Credentials(token=self._offered)
        return Credentials(name=self._name if self.self is None else self.self.name)

    def welcomed(self, self_: Self) -> None:
        """The room accepted the credentials (SPEC JOIN-4). After a join by ticket ``self_`` has no token: it is the one
        that is known (SPEC ID-17)."""
        self._was_token_refused = False
        self.set_self(self_)

    def set_self(self, self_: Self, authenticated: str | None = None) -> None:
        """A rename or another member: takes its token too, unless the application supplies them (SPEC ID-4, ID-5). The
        room sends none to a member of a site: then it is the one that was ``authenticated`` (SPEC VOUCH-7)."""
        if not self_.token and authenticated is not None:
            self._offered = authenticated
            self._is_application_token = True
        self.self = self_ if self_.token else replace(self_, token=self._offered or "")
        self._take_token(self_)

    def ticket_source(self, token: str) -> TicketSource | None:
        """What tickets of ``token`` can be made with; None if the room has to be asked for one."""
        source = self._source
        if source is None or source.token != token or self._was_ticket_refused:
            return None
        return source if abs(self._now() - source.issued_at) < RENEW_AFTER_MS else None

    def exchanged(self, token: str | None, grant: TicketGrant) -> None:
        """The room gave a ticket for ``token``, or made a new guest, and with it a new token."""
        self._was_ticket_refused = False
        self._clock_offset = grant.at - self._now()
        if token is not None and self._is_application_token:
            self._keep_source(grant.self_, token)
        else:
            self._take_token(grant.self_)
            self._offered = self._token

    def ticket_refused(self) -> None:
        """The room refused a ticket: the clock may be wrong, or the key too old. The next one comes from the room."""
        self._was_ticket_refused = True

    def _take_token(self, self_: Self) -> None:
        if not self._is_application_token and self_.token:
            self._token = self_.token
            self._keep_source(self_, self_.token)

    def _keep_source(self, self_: Self, token: str) -> None:
        if self_.ticket_key is not None:
            self._source = TicketSource(token, self_.ticket_key, self._now(), self._clock_offset)

    def set_member(self, name: str, role: str) -> None:
        """Renamed in another session of the same member (SPEC ID-4), or given a role (SPEC OWN-5)."""
        if self.self is not None:
            self.self = replace(self.self, name=name, role=role)

    def token_refused(self) -> Literal["next_token", "new_guest", "give_up"]:
        """The room refused the token (SPEC ID-6). Returns what to try next, once."""
        if self._was_token_refused or self._offered is None:
            return "give_up"
        self._was_token_refused = True
        if self._is_application_token:
            return "next_token"
        if self._requires_token:
            return "give_up"
        self._token = None
        return "new_guest"
