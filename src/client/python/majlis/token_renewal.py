"""Renews the token of a site before it expires, on the open connection (SPEC VOUCH-10)."""

from __future__ import annotations

import asyncio
import inspect
from typing import Awaitable, Callable

from .connection import State
from .environment import Cancel, Environment
from .events import Presence, Welcome
from .identity import GetToken
from .listeners import Listeners
from .members import Self

RENEW_BEFORE_MS = 60_000
"""A token is renewed so long before it expires, or after half of its time if that is later."""
RETRY_MS = 10_000
"""The pause after an attempt without a new token, and the shortest one before a token expires."""
MIN_RETRY_MS = 1_000
"""The shortest pause for a token that has expired or was revoked; at random up to RETRY_MS, as others renew theirs too."""
JITTER = 0.1
"""The part of the delay by which it may be shorter, so that a crowd's tokens are not renewed all at once."""


class TokenRenewal:
    """Keeps the token of a room valid while it is joined: asks ``get_token`` for the next one in time."""

    def __init__(
        self,
        environment: Environment,
        listeners: Listeners,
        get_token: GetToken,
        authenticate: Callable[[str], Awaitable[Self]],
    ) -> None:
        self._environment = environment
        self._get_token = get_token
        self._authenticate = authenticate
        self._cancel: Cancel | None = None
        self._renewing: asyncio.Future[None] | None = None
        listeners.add("welcome", self._welcomed)
        listeners.add("presence", self._present)
        listeners.add("state", self._state_changed)

    def _welcomed(self, welcome: Welcome) -> None:
        self._schedule(welcome.self_)

    def _present(self, presence: Presence) -> None:
        if presence.self_ is not None:
            self._schedule(presence.self_)

    def _state_changed(self, state: State) -> None:
        """Each join brings a token of its own."""
        if state.name != "online":
            self._stop()

    def _schedule(self, self_: Self) -> None:
        """Nothing expires for a guest: each join renews the room's own token."""
        if self_.expires_in_ms is None:
            self._stop()
            return
        if self_.expires_in_ms == 0:
            self._start(MIN_RETRY_MS + (RETRY_MS - MIN_RETRY_MS) * self._environment.random())
            return
        delay_ms = max(self_.expires_in_ms - RENEW_BEFORE_MS, self_.expires_in_ms / 2)
        self._start(max(delay_ms * (1 - JITTER * self._environment.random()), RETRY_MS))

    def _start(self, ms: float) -> None:
        self._stop()
        self._cancel = self._environment.set_timer(self._due, ms)

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    def _due(self) -> None:
        # Unless the answer schedules the next one.
        self._start(RETRY_MS)
        self._renewing = asyncio.ensure_future(self._renew())

    async def _renew(self) -> None:
        try:
            asked = self._get_token()
            token = await asked if inspect.isawaitable(asked) else asked
            if token is not None and self._cancel is not None:
                await self._authenticate(token)
        except Exception:
            # The site or the room gives none at the moment: the timer is set.
            pass
