"""Tickets: what identifies a member on a WebSocket handshake (SPEC ID-16 to ID-18). Tokens are not sent there, because
servers keep what is in a handshake in their logs."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from . import fields as f
from .close_codes import CLOSES
from .codec import decode
from .environment import ABANDONED, CloseEvent, Environment, HttpAnswer
from .http_answer import answer_error, parse_json, parse_object
from .members import Self

_HEADER_VALUE = re.compile(r"[\x21-\x7e]+")
"""What a header can carry (RFC 9110, section 5.5)."""

_CODES = {close.name: code for code, close in CLOSES.items()}
_INVALID_TOKEN = _CODES["invalid_token"]


@dataclass(frozen=True)
class JoinKey:
    """A client and its attempt to join (SPEC READ-2)."""

    session: str
    generation: int


@dataclass(frozen=True)
class TicketGrant:
    """The room's answer to a request for a ticket. ``at`` is its clock, in ms since 1970."""

    ticket: str
    at: float
    self_: Self


class TicketRefusal(Exception):
    """There is no ticket; ``close_event`` is the close that a socket would have got."""

    def __init__(self, close_event: CloseEvent) -> None:
        super().__init__(close_event.reason)
        self.close_event = close_event


def make_ticket(ticket_key: str, key: JoinKey, now: float) -> str:
    """A ticket made with a member's key. ``now``: the room's clock, in ms since 1970. Raises ValueError if it is no key."""
    handle, _, secret = ticket_key.rpartition(".")
    seconds = int(now // 1_000)
    text = f"{seconds}\n{key.session}\n{key.generation}"
    proof = hmac.new(_from_base64url(secret), text.encode(), hashlib.sha256).digest()
    return f"{handle}.{seconds}.{base64.urlsafe_b64encode(proof).decode().rstrip('=')}"


async def request_ticket(
    environment: Environment,
    room: str,
    *,
    token: str | None = None,
    name: str | None = None,
    key: JoinKey | None = None,
) -> TicketGrant:
    """A ticket for the member of ``token``, else for a new guest called ``name``. Raises TicketRefusal."""
    if token is not None and not _HEADER_VALUE.fullmatch(token):
        raise TicketRefusal(CloseEvent(_INVALID_TOKEN, "", True))
    query = "" if key is None else f"?{urlencode({'session': key.session, 'generation': key.generation})}"
    headers = {
        "Content-Type": "application/json",
        **({} if token is None else {"Authorization": f"Bearer {token}"}),
    }
    answer = await environment.request("POST", f"{room}/ticket{query}", headers, json.dumps({"name": name}))
    if isinstance(answer, CloseEvent):
        raise TicketRefusal(answer)
    grant = parse_grant(answer)
    if grant is None:
        raise TicketRefusal(_refusal(answer, parse_object(answer.body)))
    return grant


def parse_grant(answer: HttpAnswer) -> TicketGrant | None:
    """The ticket in an answer of ID-16; None if it is a refusal."""
    fields = parse_object(answer.body)
    ticket, at, self_ = fields.get("ticket"), f.optional_number(fields, "at"), fields.get("self")
    if answer.status != 200 or not isinstance(ticket, str) or not isinstance(self_, dict):
        return None
    return None if at is None else TicketGrant(ticket, at, decode(Self, self_))


async def revoke_token(environment: Environment, room: str, token: str) -> None:
    """Revokes the tokens of ``token``'s member (SPEC ID-20). Raises RoomError."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    command = json.dumps({"type": "revoke", "id": environment.random_id()})
    answer = await environment.request("POST", f"{room}/commands", headers, command)
    if isinstance(answer, HttpAnswer):
        if answer.status == 401:
            # A token that the room does not take any more needs no revocation.
            return
        events = parse_json(answer.body)
        if answer.status == 200 and events == []:
            return
        if answer.status == 200 and isinstance(events, list):
            # The command was refused, with an error event, which has its code where a problem has it.
            answer = answer._replace(body=json.dumps(events[0]))
    raise answer_error(answer)


def _refusal(answer: HttpAnswer, problem: dict[str, object]) -> CloseEvent:
    """The room's own refusal, unless waiting helps without saying for how long; else that the answer was not a room's."""
    code = problem.get("code")
    if not isinstance(code, str):
        return not_a_room(answer.status)
    if code == "rate_limited":
        return CloseEvent(_CODES["flood"], str(problem.get("detail", "")), True, retry_after_ms=answer.retry_after_ms)
    if code not in _CODES:
        return ABANDONED
    return CloseEvent(_CODES[code], str(problem.get("detail", "")), True)


_TRANSIENT_STATUSES = frozenset({408, 425, 429})
"""HTTP 4xx statuses after which a retry may succeed."""


def not_a_room(status: int) -> CloseEvent:
    """The close event for an HTTP answer that is not a room's."""
    is_permanent = 300 <= status < 500 and status not in _TRANSIENT_STATUSES or status == 200
    return CloseEvent(ABANDONED.code, f"the answer was HTTP {status}", False, is_permanent)


def _from_base64url(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(f"not a ticket key: {error}") from None
