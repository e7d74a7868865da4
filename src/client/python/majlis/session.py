"""One member's session: everything between the connection and the application.

It outlives any number of lost connections: it keeps the position, the outbox and the identity, and is given one link
to send by.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Callable, Sequence

from .address import Address, socket_address
from .close_codes import CLOSES, INVALID_TICKET
from .encode import Command, encoded_bytes, utf8_bytes
from .enter_with_key import KeyRefused, enter_with_key
from .environment import CloseEvent, Environment
from .errors import RoomError, client_error, room_error
from .event_stream import StreamEvent
from .events import Failure, Message, Presence
from .identity import Credentials, Identity
from .inflate import CAN_INFLATE, DAMAGED_FRAME
from .inbox import Inbox
from .limits import Limits
from .members import Author, Member, Self
from .outbox import Entry
from .position import Position
from .replay import Replay
from .requests import Answer, Requests
from .roster import Roster
from .sending import ADDED_BYTES, Sending
from .session_link import SessionLink
from .tickets import JoinKey, make_ticket, request_ticket
from .typing_throttle import TypingThrottle


@dataclass(frozen=True)
class SessionEvents:
    """What a session calls the application with."""

    emit: Callable[[str, Any], None]
    """an event that is not stored, by its name in ``listeners.EVENT_NAMES``"""
    deliver: Callable[[StreamEvent], None]
    """a durable event, each once and in order; or a reset (SPEC P-2, P-3)"""


class Session:
    """Owns the replay, the outbox, the requests and the inbox, and sends by ``link``."""

    def __init__(
        self,
        room: str,
        environment: Environment,
        link: SessionLink,
        identity: Identity,
        position: Position | None,
        events: SessionEvents,
        key: str | None = None,
    ) -> None:
        """``room``: the room's URL. ``position``: up to where events were delivered before (SPEC REC-1). ``key``: gives a
        role before the first join (SPEC PRIV-4)."""
        self._room = room
        self._name = environment.random_id()
        self._generation = 0
        """of the last attempt to join: the room ends the connections of smaller ones (SPEC READ-2)"""
        self._deflates = CAN_INFLATE
        """whether to ask for compressed frames (SPEC FAN-6)"""
        self._environment = environment
        self._link = link
        self._identity = identity
        self._key = key
        """None once it was used, or refused"""
        self._emit = events.emit
        self._replay = Replay(position)
        self._typing = TypingThrottle()
        requests = Requests(environment)
        self._sending = Sending(environment, link, identity, self._replay, requests)
        self._inbox = Inbox(link, identity, self._replay, requests, self._sending, events.emit, events.deliver)
        self._closed_by: RoomError | None = None

    @property
    def self(self) -> Self | None:
        """Who this member is; None until the first welcome."""
        return self._identity.self

    @property
    def roster(self) -> Roster:
        """Who is in the room, as of the last welcome and the presence since (SPEC PRES-1)."""
        return self._inbox.roster

    @property
    def settings(self) -> dict[str, Any]:
        """The room's settings that differ from their defaults; empty until the first welcome (SPEC SET-1)."""
        return self._inbox.settings

    @property
    def position(self) -> Position | None:
        """How far events were delivered; None until the first page or replay."""
        return self._replay.position

    @property
    def pending(self) -> tuple[Entry, ...]:
        """The messages that the room has not confirmed, in order."""
        return self._sending.pending

    @property
    def limits(self) -> Limits:
        """The room's limits; the defaults until the first welcome."""
        return self._sending.limits

    async def address(self) -> Address:
        """Where and as whom to join next. Raises what the application's own token function raises, after a
        ``failure`` event with the code ``token_unavailable``; and TicketRefusal."""
        try:
            credentials = await self._identity.credentials()
        except Exception as error:
            failure = client_error("token_unavailable")
            self._emit("failure", Failure(failure.code, f"{failure.message} ({error})"))
            raise
        self._generation += 1
        key = JoinKey(self._name, self._generation)
        token = await self._enter(credentials) if self._key is not None else credentials.token
        if token is None and credentials.name is not None and credentials.name.strip():
            token = await self._new_guest(credentials.name)
        ticket = None if token is None else await self._ticket(token, key)
        return socket_address(
            self._room,
            session=key.session,
            generation=key.generation,
            ticket=ticket,
            position=self._replay.position,
            deflates=self._deflates,
        )

    async def _enter(self, credentials: Credentials) -> str | None:
        """Takes the role of the key, and returns the token to join with. A refused key is a ``failure``."""
        assert self._key is not None
        try:
            grant = await enter_with_key(self._environment, self._room, self._key, credentials)
        except KeyRefused as refused:
            grant = None
            self._emit("failure", Failure(refused.error.code, refused.error.message))
        self._key = None
        if grant is None:
            return credentials.token
        self._identity.exchanged(None, grant)
        return grant.self_.token

    async def _new_guest(self, name: str) -> str:
        """The token of a new guest. Their name goes in a body: servers log what is in the URL of a join (SPEC ID-16)."""
        grant = await request_ticket(self._environment, self._room, name=name)
        self._identity.exchanged(None, grant)
        return grant.self_.token

    async def _ticket(self, token: str, key: JoinKey) -> str:
        source = self._identity.ticket_source(token)
        if source is not None:
            return make_ticket(source.ticket_key, key, self._environment.now() + source.clock_offset)
        grant = await request_ticket(self._environment, self._room, token=token, key=key)
        self._identity.exchanged(token, grant)
        return grant.ticket

    def receive(self, frame: str) -> None:
        """Handles one frame from the room (SPEC EVT-1)."""
        self._inbox.receive(frame)

    def disconnected(self, close_event: CloseEvent) -> None:
        """The link is lost. Unconfirmed messages are queued again; requests fail with ``connection_lost``."""
        if close_event.code == INVALID_TICKET:
            self._identity.ticket_refused()
        if close_event.code == DAMAGED_FRAME.code:
            # What damaged it, such as a proxy, would do so to the next one too (SPEC FAN-9).
            self._deflates = False
        self._inbox.disconnected()
        self._sending.disconnected(close_event.code)

    def refresh_token(self, close_event: CloseEvent) -> bool:
        """The room refused the token (close 4503, 4504). Returns True if there is another way to join (SPEC ID-6)."""
        next_try = self._identity.token_refused()
        if next_try == "new_guest":
            known = CLOSES[close_event.code]
            self._emit("failure", Failure(known.name, close_event.reason or known.reason))
        return next_try != "give_up"

    def flush(self) -> None:
        """Sends what is queued, as far as the limits allow. Called whenever the link is online again."""
        self._sending.flush()

    def close(self, error: RoomError) -> None:
        """Ends the session for good: everything that waits for the room fails with ``error``."""
        self._closed_by = error
        self._inbox.disconnected()
        self._sending.close(error)

    def publish(
        self, text: str, reply_to: int | None, mentions: Sequence[Author | Member]
    ) -> asyncio.Future[Message]:
        """Queues a message (SPEC PUB-2). Raises RoomError if it cannot be queued; see ``Room.publish``."""
        return self._sending.publish(text, reply_to, mentions)

    async def request(self, command: Command) -> Answer:
        """Sends ``command`` under a new id and returns the room's answer.

        Raises RoomError: ``closed`` or ``not_connected`` at once, ``too_large`` past ``limits.frame_bytes``,
        ``connection_lost`` or ``timeout`` (10 s), or the room's refusal (SPEC ERR-1).
        """
        if self._closed_by is not None:
            raise client_error("closed")
        if not self._link.is_online:
            raise client_error("not_connected")
        command = {**command, "id": self._environment.command_id()}
        if encoded_bytes(command) + ADDED_BYTES > self.limits.frame_bytes:
            raise room_error("too_large")
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def settle(result: Answer | RoomError) -> None:
            if answered.done():
                return
            if isinstance(result, RoomError):
                answered.set_exception(result)
            else:
                answered.set_result(result)

        self._sending.request(command, settle)
        return await answered

    async def request_self(self, command: Command) -> Self:
        """Like ``request``, for a command that changes the member; returns who they are now (SPEC ID-4, ID-5)."""
        answer = await self.request(command)
        self_ = answer.self_ if isinstance(answer, Presence) and answer.self_ is not None else self.self
        if self_ is None:
            raise client_error("not_connected")
        return self_

    def send_typing(self, on: bool) -> None:
        """Sends ``typing``, throttled; drops it while not online (SPEC EPH-1)."""
        if self._link.is_online and self._typing.should_send(on, self._environment.now()):
            self._link.send({"type": "typing", "on": on})

    def send_read(self, seq: int) -> None:
        """Sends ``read``; drops it while not online (SPEC EPH-3)."""
        if self._link.is_online:
            self._link.send({"type": "read", "seq": seq})

    def send_signal(self, data: Any, options: dict[str, str | int | None]) -> None:
        """Sends ``signal``; drops it while not online (SPEC EPH-2).

        Raises TypeError or ValueError if ``data`` is not JSON, RoomError ``too_large`` past ``limits.signal_bytes``.
        """
        encoded = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        if utf8_bytes(encoded) > self.limits.signal_bytes:
            raise room_error("too_large")
        if self._link.is_online:
            self._link.send({"type": "signal", "data": data, **options})
