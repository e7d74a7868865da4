"""Builds the socket's URL from the room's (SPEC JOIN-1, JOIN-2)."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from .position import Position

JSON_SUBPROTOCOL = "majlis.v1"
TICKET_PREFIX = "ticket."
"""The prefix of the offered subprotocol that carries a ticket (SPEC ID-16)."""

_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
_PAGE = re.compile(r"(/r/[^/]+)/+(?:embed|plain|socket|events)$")
"""An address of a room's below its own, as one finds it in a page. A room may have one of these names too."""
_PATH_SAFE = "/%:@!$&'()*+,;=-._~"


class Address(NamedTuple):
    """A WebSocket URL and the subprotocols to offer."""

    url: str
    protocols: list[str]
    deflates: bool = False
    """asks for compressed frames (SPEC FAN-6)"""


def room_url(url: str) -> str:
    """The canonical URL of a room: ``http`` or ``https``, without query, fragment and trailing slash.

    Accepts ``ws`` and ``wss`` too, and the URL of the room's socket, embed, plain page or stream. Raises ValueError for
    anything else.
    """
    try:
        parts = urlsplit(url.strip())
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise ValueError(f"not a room's URL: {error}") from None
    if parts.scheme not in _SCHEMES or not has_host:
        raise ValueError("a room's URL begins with http://, https://, ws:// or wss:// and names a host")
    path = _PAGE.sub(r"\1", parts.path.rstrip("/"))
    return f"{_SCHEMES[parts.scheme]}://{parts.netloc}{quote(path, safe=_PATH_SAFE)}"


def socket_address(
    room: str,
    *,
    session: str,
    generation: int,
    ticket: str | None = None,
    position: Position | None = None,
    deflates: bool = False,
) -> Address:
    """The address to join at. ``room``: as ``room_url`` returns it. Without a ticket: as a new guest. Names and tokens
    are not in it, as servers log it (SPEC CLIMB-9). ``session`` names this client, and ``generation`` its attempts to join, counted up (SPEC READ-2). ``deflates`` asks for compressed frames (SPEC FAN-6)."""
    query = {
        **({} if position is None else {"position": str(position)}),
        "session": session,
        "generation": str(generation),
        **({"frames": "deflate"} if deflates else {}),
    }
    url = f"ws{room[len('http'):]}/socket"
    protocols = [JSON_SUBPROTOCOL, *([] if ticket is None else [TICKET_PREFIX + ticket])]
    return Address(f"{url}?{urlencode(query)}", protocols, deflates)
