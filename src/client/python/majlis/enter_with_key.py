"""Takes the role of a key before joining: a client that may not read a private room cannot join it to claim one (SPEC PRIV-4)."""

from __future__ import annotations

import json
from dataclasses import replace

from .close_codes import CLOSES
from .environment import ABANDONED, CloseEvent, Environment, HttpAnswer
from .errors import RoomError, refusal_error
from .http_answer import answer_error, parse_json
from .identity import Credentials
from .tickets import TicketGrant, TicketRefusal, parse_grant

_CODES = {close.name: code for code, close in CLOSES.items()}


class KeyRefused(Exception):
    """The room gives nothing for the key: ``error`` is ``forbidden`` or ``link_expired``."""

    def __init__(self, error: RoomError) -> None:
        super().__init__(str(error))
        self.error = error


async def enter_with_key(
    environment: Environment, room: str, key: str, credentials: Credentials
) -> TicketGrant | None:
    """Gives the member of the token the role of ``key``, or makes a new guest who has it, and returns that one.

    Raises KeyRefused, and TicketRefusal if the room cannot be reached or refuses the client.
    """
    headers = {"Content-Type": "application/json"}
    if credentials.token is None:
        body = json.dumps({"name": credentials.name, "key": key})
        answer = await environment.request("POST", f"{room}/ticket", headers, body)
        grant = None if isinstance(answer, CloseEvent) else parse_grant(answer)
        if grant is None:
            raise _refusal(answer_error(answer))
        return grant
    headers["Authorization"] = f"Bearer {credentials.token}"
    command = json.dumps({"type": "claim", "id": environment.random_id(), "key": key})
    answer = await environment.request("POST", f"{room}/commands", headers, command)
    events = parse_json(answer.body) if isinstance(answer, HttpAnswer) and answer.status == 200 else None
    if not isinstance(events, list):
        raise _refusal(answer_error(answer))
    for event in events:
        if isinstance(event, dict) and event.get("type") == "error":
            raise _refusal(refusal_error(str(event.get("code")), str(event.get("message")), None))
    return None


def _refusal(error: RoomError) -> KeyRefused | TicketRefusal:
    """What is wrong beside the key is the close that a socket would get."""
    if error.temporary:
        return TicketRefusal(replace(ABANDONED, retry_after_ms=(error.retry_after or 0) * 1_000))
    if error.code in _CODES:
        return TicketRefusal(CloseEvent(_CODES[error.code], error.message, True))
    return KeyRefused(error)
