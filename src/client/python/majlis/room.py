"""One room, joined: the public face. It wires the parts together and decides nothing itself."""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any, Callable

from .address import Address, room_url, socket_address
from .close_codes import CLOSES, NORMAL
from .connection import Connection, ConnectionPorts, State
from .encode import Command, encoded_bytes, utf8_bytes
from .environment import CloseEvent, Environment, real_environment
from .errors import RoomError, client_error, close_error, room_error
from .event_stream import EventStream, StreamEvent
from .events import Failure, Message, Page, Presence, Reset
from .identity import Identity, Token
from .inbox import Inbox, InboxParts
from .limits import Limits
from .members import Self
from .outbox import Entry
from .position import Position
from .replay import Replay
from .requests import Answer, Requests
from .roster import Roster
from .sending import Sending, SendingPorts
from .message_text import check_text
from .typing_throttle import TypingThrottle

Listener = Callable[[Any], None]

LISTENER_EVENTS = ("state", "welcome", "presence", "typing", "signal", "self", "failure")


class Room:
    """A room, by its URL. Stays joined, through any number of lost connections, until it is left.

    Use it as ``async with Room(url, name="Ana") as room``: the block begins once this side is joined and whole.
    For as long as no room can be reached it waits; ``asyncio.wait_for`` bounds that where it must be bounded.
    """

    def __init__(
        self,
        url: str,
        *,
        name: str | None = None,
        token: Token | None = None,
        position: Position | None = None,
        environment: Environment | None = None,
    ) -> None:
        """``name``: what a guest is called; a token has a name of its own. ``token``: see ``identity.Token``.
        ``position``: where an earlier program of yours stopped, to be told all that came after.

        Raises ValueError if ``url`` is not the URL of a room.
        """
        self.url = room_url(url)
        self._identity = Identity(token, name)
        self._replay = Replay(position)
        self._has_events = position is not None
        self._stream = EventStream()
        self._typing = TypingThrottle()
        self._listeners: dict[str, list[Listener]] = {name: [] for name in LISTENER_EVENTS}
        self._ready: asyncio.Future[None] | None = None
        self.newest = Page("0.0", (), position is not None)
        """The newest messages as they were when this side joined, or was last told to start afresh. What came
        since is told by the loop."""
        self._wire(environment or real_environment())

    def _wire(self, environment: Environment) -> None:
        self._environment = environment
        requests = Requests(environment)
        self._connection = connection = Connection(
            environment,
            ConnectionPorts(
                address=self._address,
                frame=lambda frame: self._inbox.receive(frame),
                lost=self._lost,
                changed=self._state_changed,
                refresh_token=self._refresh_token,
            ),
        )
        self._sending = Sending(
            environment,
            requests,
            SendingPorts(
                send=connection.send,
                is_online=lambda: connection.is_online,
                self_=lambda: self._identity.self,
                position=lambda: self._replay.position,
                probe=connection.wake,
                drop=connection.drop,
            ),
        )
        self._inbox = Inbox(
            InboxParts(
                connection=connection,
                replay=self._replay,
                identity=self._identity,
                requests=requests,
                sending=self._sending,
                random_id=environment.random_id,
                emit=self._emit,
                deliver=self._deliver,
            )
        )

    async def __aenter__(self) -> Room:
        """Joins. Raises RoomError if the room says not to come back: a bad name, a bad token, no such room."""
        if self._ready is not None:
            raise RuntimeError("a Room is joined once; make another one to join again")
        self._ready = asyncio.get_running_loop().create_future()
        self._connection.start()
        try:
            await self._ready
        except BaseException:
            await self.leave()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.leave()

    async def leave(self) -> None:
        """Leaves for good. What was not sent is given up: whoever awaits it gets a RoomError ``closed``."""
        self._connection.close(CloseEvent(NORMAL, "", True), fatal=False)
        await self._connection.wait_closed()

    def __aiter__(self) -> Room:
        """The durable events since the join, replayed or live, each once and in order, until the room is left.

        One loop at a time; a later one goes on where an earlier one stopped. A loop may fall 10,000 events behind.
        It fails with a RoomError if it falls further behind (``reader_too_slow``), or if the room closes the door.
        """
        return self

    async def __anext__(self) -> StreamEvent:
        return await self._stream.next()

    @property
    def state(self) -> State:
        return self._connection.state

    @property
    def self(self) -> Self | None:
        """Who you are; None until the first welcome."""
        return self._identity.self

    @property
    def members(self) -> Roster:
        """Who is here."""
        return self._inbox.roster

    @property
    def position(self) -> Position | None:
        """How far events were delivered. A later program that is given it, and your token, goes on from there."""
        return self._replay.position

    @property
    def pending(self) -> tuple[Entry, ...]:
        """The messages that the room has not confirmed yet, in order."""
        return self._sending.pending

    @property
    def limits(self) -> Limits:
        """The room's limits; the usual ones until the first welcome."""
        return self._sending.limits

    def on(self, name: str, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` with each event of that name, and returns the function that stops it.

        ``state`` (the new State), ``welcome``, ``presence``, ``typing``, ``signal``, ``self`` (a new name or token),
        ``failure`` (a refusal that nobody awaits). Raises KeyError for any other name.
        """
        listeners = self._listeners[name]
        listeners.append(listener)
        return lambda: listeners.remove(listener) if listener in listeners else None

    async def publish(self, text: str, *, reply_to: int | None = None) -> Message:
        """Says something. Returns the stored message (SPEC PUB-2).

        While the room cannot be reached it waits, up to an hour, in an outbox of 100 messages and 64 KiB of text;
        it is stored once, however often it had to be sent (SPEC PUB-3 to PUB-5). To be cancelled stops the waiting,
        not the message.

        Raises RoomError: ``too_large``, ``invalid_text`` or ``empty_text`` before anything is sent (see
        ``texts.check_text``), ``outbox_full``, ``stale`` after an hour, ``closed``, or what the room says.
        """
        return await self._sending.publish(text, reply_to)

    async def edit(self, seq: int, text: str) -> None:
        """Gives your own message ``seq`` another text (SPEC EDIT-1). Raises RoomError, as ``publish`` and ``delete`` do."""
        await self._request({"type": "edit", "seq": seq, "text": check_text(text, self._sending.limits)})

    async def delete(self, seq: int) -> None:
        """Takes your own message ``seq`` back (SPEC DEL-1).

        Raises RoomError: ``not_connected``, ``connection_lost`` or ``timeout`` (10 s) where the room cannot answer,
        or what the room says. The first three are temporary; the latter two leave open whether it was done.
        """
        await self._request({"type": "delete", "seq": seq})

    async def react(self, seq: int, emoji: str, on: bool = True) -> None:
        """Puts one emoji on message ``seq``, or takes it off (SPEC REACT-1). Raises RoomError as ``delete`` does."""
        await self._request({"type": "react", "seq": seq, "emoji": emoji, "on": on})

    async def rename(self, name: str) -> Self:
        """Changes your name (SPEC ID-4). Raises RoomError as ``delete`` does."""
        return await self._request_self({"type": "rename", "name": name})

    async def authenticate(self, token: str) -> Self:
        """Becomes the member that ``token`` names (SPEC ID-5). Raises RoomError as ``delete`` does."""
        return await self._request_self({"type": "authenticate", "token": token})

    async def history(self, *, before: int | None = None, limit: int | None = None) -> Page:
        """A page of the messages before seq ``before``, the newest where there is none; 50, or up to
        ``limits.history_page`` of them (SPEC HIST-1).

        Raises RoomError as ``delete`` does.
        """
        answer = await self._request({"type": "history", "before": before, "limit": limit})
        if not isinstance(answer, Page):
            raise client_error("timeout")
        return answer

    async def typing(self, on: bool) -> None:
        """Tells the others that you are writing, or have stopped. Lossy; dropped while not online (SPEC EPH-1)."""
        if self._connection.is_online and self._typing.should_send(on, self._environment.now()):
            self._connection.send({"type": "typing", "on": on})

    async def signal(self, data: Any, to: str | None = None) -> None:
        """Sends any JSON to the others, or to member ``to``, without storing it (SPEC EPH-2). Lossy; dropped while
        not online.

        Raises TypeError or ValueError if ``data`` is no JSON, RoomError ``too_large`` past 4 KiB of it.
        """
        written = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        if utf8_bytes(written) > self._sending.limits.signal_bytes:
            raise room_error("too_large")
        if self._connection.is_online:
            self._connection.send({"type": "signal", "data": data, "to": to})

    def wake(self) -> None:
        """Tries at once instead of waiting for the next attempt; checks the connection if there is one."""
        self._connection.wake()

    async def _request_self(self, command: Command) -> Self:
        answer = await self._request(command)
        # A repeat of what changes nothing is answered without a self: it is the one of before.
        self_ = answer.self_ if isinstance(answer, Presence) and answer.self_ is not None else self.self
        if self_ is None:
            raise client_error("not_connected")
        return self_

    async def _request(self, asked: Command) -> Answer:
        if self.state.name == "closed":
            raise client_error("closed")
        if not self._connection.is_online:
            raise client_error("not_connected")
        command = {**asked, "id": self._environment.random_id()}
        if encoded_bytes(command) > self._sending.limits.frame_bytes:
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

    async def _address(self) -> Address:
        try:
            given = await self._identity.credentials()
        except Exception as error:
            failure = client_error("token_unavailable")
            self._emit("failure", Failure(failure.code, f"{failure.message} ({error})"))
            raise
        return socket_address(
            self.url, token=given.token, name=given.name, position=self._replay.position
        )

    def _lost(self, close_event: CloseEvent) -> None:
        self._inbox.disconnected()
        self._sending.disconnected(close_event.code)

    def _refresh_token(self, close_event: CloseEvent) -> bool:
        left_to_try = self._identity.token_refused()
        if left_to_try == "new_guest":
            known = CLOSES[close_event.code]
            self._emit("failure", Failure(known.name, close_event.reason or known.reason))
        return left_to_try != "give_up"

    def _state_changed(self, from_: State, to: State) -> None:
        if to.name == "closed":
            self._end(to)
        elif to.name == "online":
            self._has_events = True
            if self._ready is not None and not self._ready.done():
                self._ready.set_result(None)
        self._emit("state", to)
        if self._connection.is_online:
            self._sending.flush()

    def _end(self, state: State) -> None:
        error = _error_of(state)
        self._inbox.disconnected()
        self._sending.close(error)
        self._stream.end(error if state.fatal else None)
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(error)

    def _deliver(self, event: StreamEvent) -> None:
        """The first page is no news to a program that holds nothing yet: it is there, in ``newest``."""
        if isinstance(event, Reset):
            self.newest = Page(str(self._replay.position), event.events, event.more)
            if not self._has_events:
                self._stream.clear()
                return
        self._stream.push(event)

    def _emit(self, name: str, detail: Any) -> None:
        """A listener that fails is the application's affair, and no reason to lose the room."""
        for listener in tuple(self._listeners[name]):
            try:
                listener(detail)
            except Exception as error:
                asyncio.get_running_loop().call_exception_handler(
                    {"message": f"a listener to {name} failed", "exception": error}
                )


def _error_of(state: State) -> RoomError:
    close_event = state.close_event
    if not state.fatal or close_event is None:
        return client_error("closed")
    if close_event.is_permanent:
        return client_error("unreachable", f"There is no room at this address: {close_event.reason}.")
    return close_error(close_event.code, close_event.reason)
