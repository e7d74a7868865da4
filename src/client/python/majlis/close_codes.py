"""Close codes, and what a client does about each (SPEC, "Close codes").

The range decides for unknown codes: 4500-4999 are final, all others reconnect.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Advice = Literal["retry", "refresh_token", "stop"]
"""``retry``: reconnect with backoff. ``refresh_token``: get a new token and reconnect, once. ``stop``: do neither."""


class Close(NamedTuple):
    """What a code means."""

    name: str
    reason: str
    """shown to a person if the room gave no reason"""
    advice: Advice


CLOSES: dict[int, Close] = {
    1003: Close("binary_frame", "Frames are text.", "stop"),
    1009: Close("frame_too_large", "A frame is larger than the room takes.", "retry"),
    4000: Close("slow", "You read too slowly: come back and recover.", "retry"),
    4001: Close("silent", "Nothing was heard from you for two minutes.", "retry"),
    4002: Close("flood", "Too much at once: come back later.", "retry"),
    4003: Close("room_full", "The room is full. Try again later.", "retry"),
    4004: Close("unavailable", "The room cannot be opened at the moment. Try again later.", "retry"),
    4005: Close("replaced", "A newer stream or poll of yours took this one's place.", "retry"),
    4006: Close("too_many_connections", "Your address has too many connections: come back later.", "retry"),
    4007: Close("invalid_ticket", "This ticket is not of this minute, or was used: get another one.", "retry"),
    4500: Close("invalid_name", "A name is short, all visible, has no colon, and does not begin with an asterisk.", "stop"),
    4501: Close("invalid_room_name", "No room can have this name.", "stop"),
    4502: Close("unsupported_protocol", "Offer majlis.v1, majlis.text or nothing.", "stop"),
    4503: Close("invalid_token", "This token was not made by this room.", "refresh_token"),
    4504: Close("expired_token", "This token has expired.", "refresh_token"),
    4505: Close("revoked_token", "This token was revoked: its member was forgotten.", "refresh_token"),
    4506: Close("banned", "You are banned from this room.", "stop"),
    4507: Close("kicked", "You were kicked from this room for a minute.", "stop"),
    4508: Close("members_only", "This room is for its members.", "stop"),
    4509: Close("room_deleted", "This room was deleted.", "stop"),
    4510: Close("forbidden_origin", "This site's pages may not use the room.", "stop"),
    4511: Close("room_not_found", "There is no room of this name.", "stop"),
}

NORMAL = 1000
ABNORMAL_CLOSURE = 1006
"""No close frame came: the network or the client dropped the connection."""
FRAME_TOO_LARGE = 1009
INVALID_TICKET = 4007
INVALID_TOKEN = 4503


def advice_for(code: int) -> Advice:
    """What to do about ``code``, known or unknown."""
    known = CLOSES.get(code)
    if known is not None:
        return known.advice
    return "stop" if 4500 <= code <= 4999 else "retry"
