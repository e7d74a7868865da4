"""As whom this side joins: by a token that was given, by the guest's own, or as a new guest (SPEC ID-1 to ID-5)."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from typing import Awaitable, Callable, Literal, Union

from .members import Self

GetToken = Callable[[], Union[str, None, Awaitable[Union[str, None]]]]
"""A token of the application, asked for anew before each join; None to come as a guest."""

Token = Union[str, GetToken]
"""A token that the room once gave (``room.self.token``), or where to get one."""


@dataclass(frozen=True)
class Credentials:
    token: str | None = None
    name: str | None = None


class Identity:
    def __init__(self, token: Token | None, name: str | None) -> None:
        self._get_token = None if token is None or isinstance(token, str) else token
        self._token = token if isinstance(token, str) else None
        self._requires_token = isinstance(token, str)
        """somebody else than who was asked for would be a surprise, not a help"""
        self._name = name
        self._offered: str | None = None
        self._is_application_token = False
        self._was_token_refused = False
        self.self: Self | None = None

    async def credentials(self) -> Credentials:
        """What to join with. Raises whatever the application's own function raises."""
        asked = None if self._get_token is None else self._get_token()
        given = await asked if inspect.isawaitable(asked) else asked
        self._is_application_token = given is not None
        self._offered = self._token if given is None else given
        if self._offered is not None:
            return Credentials(token=self._offered)
        return Credentials(name=self._name if self.self is None else self.self.name)

    def welcomed(self, self_: Self) -> None:
        self._was_token_refused = False
        self.set_self(self_)

    def set_self(self, self_: Self) -> None:
        """Renamed, or another member: the room gave a new token."""
        self.self = self_
        if not self._is_application_token and self_.token:
            self._token = self_.token

    def set_name(self, name: str) -> None:
        """Renamed in another session."""
        if self.self is not None:
            self.self = replace(self.self, name=name)

    def token_refused(self) -> Literal["next_token", "new_guest", "give_up"]:
        """The room refused the token. What is left to try, once: the next token, or coming as a new guest."""
        if self._was_token_refused or self._offered is None:
            return "give_up"
        self._was_token_refused = True
        if self._is_application_token:
            return "next_token"
        if self._requires_token:
            return "give_up"
        self._token = None
        return "new_guest"
