"""Errors: a stable code for programs, a sentence for people (SPEC ERR-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .close_codes import CLOSES

if TYPE_CHECKING:
    from .events import KeyState


class ErrorEntry(NamedTuple):
    """What a code means."""

    message: str
    temporary: bool
    """true if the same command may succeed later, unchanged"""


ERRORS: dict[str, ErrorEntry] = {
    "bad_frame": ErrorEntry('A frame is one JSON object with a "type".', False),
    "bad_command": ErrorEntry("A field of this command is missing or has the wrong type.", False),
    "unknown_command": ErrorEntry("This room knows no such command.", False),
    "bad_position": ErrorEntry("A position is written EPOCH.SEQ, as the room gave it.", False),
    "bad_request": ErrorEntry("The request could not be read.", False),
    "empty_text": ErrorEntry("A message needs some text.", False),
    "invalid_text": ErrorEntry("The text holds control characters or is not valid Unicode.", False),
    "invalid_name": ErrorEntry(
        "A name is short, all visible, has no colon, and does not begin with an asterisk.", False
    ),
    "invalid_emoji": ErrorEntry("A reaction is exactly one emoji.", False),
    "invalid_token": ErrorEntry("This token was not made by this room.", False),
    "token_needed": ErrorEntry(
        'This needs your token, as "Authorization: Bearer"; a welcome gave it to you.', False
    ),
    "expired_token": ErrorEntry("This token has expired.", False),
    "revoked_token": ErrorEntry("This token was revoked: its member was forgotten.", False),
    "sign_in_expired": ErrorEntry(
        "Your sign-in has expired. You can read, and write again once your site has renewed it.", False
    ),
    "forbidden": ErrorEntry("You may not do this here.", False),
    "members_only": ErrorEntry("This room is for its members.", False),
    "read_only": ErrorEntry("Only members may write here.", False),
    "muted": ErrorEntry("You are muted: you can read, but not write.", False),
    "banned": ErrorEntry("You are banned from this room.", False),
    "kicked": ErrorEntry("You were kicked from this room for a minute.", False),
    "link_expired": ErrorEntry("This link has expired, was used up, or was revoked.", False),
    "invalid_room_name": ErrorEntry(
        "A room's name has 1 to 64 letters, digits, hyphens or underscores, in any script.", False
    ),
    "room_not_found": ErrorEntry("There is no room of this name.", False),
    "message_not_found": ErrorEntry("There is no such message, or the room no longer keeps it.", False),
    "member_not_found": ErrorEntry("There is no such member here, nor among those who wrote lately.", False),
    "not_found": ErrorEntry("There is nothing at this address.", False),
    "method_not_allowed": ErrorEntry("This address does not take that method.", False),
    "not_acceptable": ErrorEntry("This address has no answer of the type asked for: ask for another.", False),
    "outcome_unknown": ErrorEntry(
        "The room can no longer tell whether this was stored. Look, and send it again if it was not.", False
    ),
    "room_deleted": ErrorEntry("This room was deleted.", False),
    "room_exists": ErrorEntry("There is a room of this name already.", False),
    "undo_expired": ErrorEntry(
        "The room no longer has what was deleted: a deletion can be undone for a few seconds only.", False
    ),
    "too_many_reactions": ErrorEntry(
        "This message has as many different reactions as it can hold.", False
    ),
    "version_mismatch": ErrorEntry("The key has another version: it was changed meanwhile.", False),
    "too_many_keys": ErrorEntry("The room's shared state has as many keys as it can hold.", False),
    "key_reused": ErrorEntry("This key was used before, for another message.", False),
    "too_large": ErrorEntry("This is larger than the room takes.", False),
    "unsupported_media_type": ErrorEntry(
        "This address does not take a body of this type or encoding.", False
    ),
    "upgrade_required": ErrorEntry("This address speaks WebSocket.", False),
    "rate_limited": ErrorEntry("Too much at once. Wait, then go on.", True),
    "slow_mode": ErrorEntry("This room is in slow mode. Wait, then write again.", True),
    "out_of_order": ErrorEntry(
        "The message that you sent before this one is not stored yet. Send both again, in order.", True
    ),
    "session_ended": ErrorEntry(
        "The stream or poll of this session has ended, or a newer one took its place. Join again.", True
    ),
    "internal": ErrorEntry("Something failed on our side. Try again.", True),
    "too_many_connections": ErrorEntry(
        "Your address has as many connections to this room as one may have. Try again later.", True
    ),
    "room_full": ErrorEntry("The room is full. Try again later.", True),
    "overloaded": ErrorEntry("The room has more to do than it can. Try again shortly.", True),
    "unavailable": ErrorEntry("The room cannot be opened at the moment. Try again later.", True),
}
"""The room's own codes (SPEC ERR-1). A newer room may have more."""

CLIENT_ERRORS: dict[str, ErrorEntry] = {
    "not_connected": ErrorEntry("There is no connection to the room at the moment.", True),
    "connection_lost": ErrorEntry("The connection was lost before the room answered.", True),
    "timeout": ErrorEntry("The room did not answer in time.", True),
    "closed": ErrorEntry("The room was left.", False),
    "outbox_full": ErrorEntry("Too many messages are waiting to be sent.", True),
    "stale": ErrorEntry("This was written a while ago and never sent.", False),
    "token_unavailable": ErrorEntry("The application gave no token.", True),
    "reader_too_slow": ErrorEntry("Too many events were left unread.", False),
    "unreachable": ErrorEntry("There is no room at this address.", False),
}
"""The client's own codes, for what fails before or without an answer of the room."""


class RoomError(Exception):
    """A command was refused or failed. ``str(error)`` is a sentence for a person.

    ``code`` is stable: one of ``ERRORS`` or ``CLIENT_ERRORS``, or the name of a close code if the room closed the
    connection for good. ``temporary`` is true if the same may succeed later, unchanged. ``retry_after`` is when, in
    seconds, or None if that is unknown. ``until`` is when a mute or ban ends, in ms since 1970. ``current`` is what a key holds that
    has another version (SPEC STATE-2).
    """

    def __init__(
        self,
        code: str,
        message: str,
        temporary: bool = False,
        retry_after: float | None = None,
        until: float | None = None,
        current: KeyState | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.temporary = temporary
        self.retry_after = retry_after
        self.until = until
        self.current = current

    def __repr__(self) -> str:
        return f"RoomError({self.code!r}, {self.message!r})"


def client_error(code: str, detail: str | None = None) -> RoomError:
    """An error of ``CLIENT_ERRORS``, with ``detail`` instead of its sentence if given."""
    entry = CLIENT_ERRORS[code]
    return RoomError(code, detail or entry.message, entry.temporary)


def room_error(code: str, detail: str | None = None) -> RoomError:
    """An error of ``ERRORS`` that the client raises because the room would refuse the command.

    ``detail`` replaces its sentence, if given.
    """
    entry = ERRORS[code]
    return RoomError(code, detail or entry.message, entry.temporary)


def refusal_error(
    code: str,
    message: str,
    retry_after_ms: float | None,
    until: float | None = None,
    current: KeyState | None = None,
) -> RoomError:
    """The error that the room answered with. An unknown code is temporary if there is a ``retry_after_ms``."""
    known = ERRORS.get(code)
    temporary = known.temporary if known is not None else retry_after_ms is not None
    retry_after = None if retry_after_ms is None else retry_after_ms / 1_000
    return RoomError(code, message, temporary, retry_after, until, current)


def close_error(code: int, reason: str) -> RoomError:
    """The room closed the connection for good (SPEC, "Close codes")."""
    known = CLOSES.get(code)
    if known is None:
        return RoomError(f"close_{code}", reason or f"The room closed the connection ({code}).")
    return RoomError(known.name, reason or known.reason)
