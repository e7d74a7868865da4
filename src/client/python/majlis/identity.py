"""As whom to join: with the application's token, with the guest's own, or as a new guest (SPEC ID-1 to ID-6)."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from typing import Awaitable, Callable, Literal, Union

from .members import Self

GetToken = Callable[[], Union[str, None, Awaitable[Union[str, None]]]]
"""Returns the token to join with, or None to join as a guest. Called before each join; may be async."""

Token = Union[str, GetToken]
"""A token that the room issued before (``room.self.token``), or a function that returns one."""


@dataclass(frozen=True)
class Credentials:
    """What a join carries: a token, else the name of a guest."""

    token: str | None = None
    name: str | None = None


class Identity:
    """``self`` is who the room said this member is; None until the first welcome."""

    def __init__(self, token: Token | None, name: str | None) -> None:
        self._get_token = None if token is None or isinstance(token, str) else token
        self._token = token if isinstance(token, str) else None
        self._requires_token = isinstance(token, str)
        """with a fixed token, joining as a new guest would be the wrong member"""
        self._name = name
        self._offered: str | None = None
        self._is_application_token = False
        self._was_token_refused = False
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
        """The room accepted the credentials (SPEC JOIN-4)."""
        self._was_token_refused = False
        self.set_self(self_)

    def set_self(self, self_: Self) -> None:
        """A rename or another member: takes its token too, unless the application supplies them (SPEC ID-4, ID-5)."""
        self.self = self_
        if not self._is_application_token and self_.token:
            self._token = self_.token

    def set_name(self, name: str) -> None:
        """Renamed in another session of the same member (SPEC ID-4)."""
        if self.self is not None:
            self.self = replace(self.self, name=name)

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
