"""The public API: one room, joined."""

from __future__ import annotations

import asyncio
from typing import Any, Callable

from .address import room_url
from .close_codes import NORMAL
from .connection import Connection, ConnectionListener, State
from .environment import CloseEvent, Environment, real_environment
from .event_stream import EventStream, StreamEvent
from .events import Clear, DurableEvent, Page, Reset
from .final_error import final_error
from .identity import Identity, Token
from .limits import Limits
from .listeners import Listener, Listeners
from .management import Management
from .members import Self
from .messages import Messages
from .outbox import Entry
from .position import Position
from .roster import Roster
from .shared_state import SharedState
from .server_time import ServerTime, sync_time
from .session import Session, SessionEvents
from .token_renewal import TokenRenewal
from .tickets import revoke_token


class Room(Messages, Management):
    """A room, by its URL. Stays joined through any number of lost connections, until it is left.

    Use it as ``async with Room(url, name="Ana") as room``: the block begins once the room is joined and everything
    missed was delivered. Joining waits for as long as no room can be reached; bound it with ``asyncio.wait_for``.
    """

    def __init__(
        self,
        url: str,
        *,
        name: str | None = None,
        token: Token | None = None,
        key: str | None = None,
        position: Position | None = None,
        environment: Environment | None = None,
    ) -> None:
        """``name``: a guest's name; a token has its own (SPEC ID-3). ``token``: see ``identity.Token``.
        ``key``: that of a link (SPEC OWN-7), or the owner key: gives its role before the first join, and so lets you into a
        private room (SPEC PRIV-4). One that the room refuses is a ``failure``, ``forbidden`` or ``link_expired``; you then
        join without it.
        ``position``: where an earlier program stopped, to get everything that came after it (SPEC REC-1).
        ``environment``: clock, randomness and network, for tests.

        Raises ValueError if ``url`` is not the URL of a room.
        """
        self.url = room_url(url)
        self.newest = Page("0.0", (), position is not None)
        """The newest messages as of the join, or of the last Reset or Clear. Later events come from the loop."""
        self._has_events = position is not None
        self._stream = EventStream()
        self._listeners = Listeners()
        self._joined: asyncio.Future[None] | None = None
        environment = environment or real_environment()
        self._environment = environment
        self._connection = Connection(environment)
        self._session = Session(
            self.url,
            environment,
            self._connection,
            Identity(token, name, environment.now),
            position,
            SessionEvents(emit=self._listeners.emit, deliver=self._deliver),
            key,
        )
        self._shared = SharedState(self._session.request, environment)
        self._listeners.add("welcome", self._shared.welcomed)
        self._listeners.add("delta", self._shared.changed)
        if token is not None and not isinstance(token, str):
            TokenRenewal(environment, self._listeners, token, self.authenticate)
        self._connection.listen(
            ConnectionListener(
                address=self._session.address,
                on_frame=self._session.receive,
                on_disconnect=self._session.disconnected,
                on_state=self._state_changed,
                refresh_token=self._session.refresh_token,
            )
        )

    async def __aenter__(self) -> Room:
        """Joins the room (SPEC JOIN-1).

        Raises RoomError if the room refuses for good (a bad name, a bad token, no such room: SPEC JOIN-3), and
        RuntimeError if it was joined before: a Room is joined once.
        """
        if self._joined is not None:
            raise RuntimeError("a Room is joined once; make another one to join again")
        self._joined = asyncio.get_running_loop().create_future()
        self._connection.start()
        try:
            await self._joined
        except BaseException:
            await self.leave()
            raise
        return self

    async def __aexit__(self, *error: object) -> None:
        """Leaves the room, see ``leave``."""
        await self.leave()

    async def leave(self) -> None:
        """Leaves for good, within seconds. Messages that were not confirmed raise RoomError ``closed``."""
        self._connection.close(CloseEvent(NORMAL, "", True), fatal=False)
        await self._connection.wait_closed()

    def __aiter__(self) -> Room:
        """The durable events since the join, replayed or live, each once and in order, until the room is left
        (SPEC P-2, P-3).

        One loop at a time; a later one continues where an earlier one stopped. A loop may fall 10,000 events behind.
        Raises RoomError ``reader_too_slow`` past that, or the reason for which the room closed the connection for
        good. Raises RuntimeError if another loop is reading.
        """
        return self

    async def __anext__(self) -> StreamEvent:
        """The next durable event or Reset; see ``__aiter__``."""
        return await self._stream.next()

    @property
    def state(self) -> State:
        """The state of the connection, as of now."""
        return self._connection.state

    @property
    def self(self) -> Self | None:
        """Your own id, name, role and token; None until the first welcome (SPEC ID-3)."""
        return self._session.self

    @property
    def members(self) -> Roster:
        """Who is here: ``count`` members, some of them in ``list`` (SPEC JOIN-6, PRES-1)."""
        return self._session.roster

    @property
    def settings(self) -> dict[str, Any]:
        """The room's settings that differ from their defaults; empty until the first welcome (SPEC SET-1, SET-2)."""
        return self._session.settings

    @property
    def shared(self) -> SharedState:
        """What members share beside messages (SPEC STATE-1)."""
        self._shared.use()
        return self._shared

    @property
    def position(self) -> Position | None:
        """How far events were delivered (SPEC POS-1). A later program with this position and your token resumes
        from there."""
        return self._session.position

    @property
    def pending(self) -> tuple[Entry, ...]:
        """The messages that the room has not confirmed yet, in order."""
        return self._session.pending

    @property
    def limits(self) -> Limits:
        """The room's limits; the defaults until the first welcome (SPEC, "Limits")."""
        return self._session.limits

    def on(self, name: str, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` with each event of that name, and returns the function that stops it.

        ``state`` (the new State), ``welcome``, ``presence``, ``settings`` (the new ones), ``typing``, ``signal``,
        ``echo``, ``read``, ``delta`` (see ``shared``), ``self`` (a new name, role or token), ``failure`` (an error that no call is waiting for). Raises KeyError for any other name.
        """
        return self._listeners.add(name, listener)

    async def rename(self, name: str) -> Self:
        """Changes your name, and returns who you are now (SPEC ID-4, ID-7). Raises RoomError as ``delete`` does."""
        return await self._session.request_self({"type": "rename", "name": name})

    async def authenticate(self, token: str) -> Self:
        """Becomes the member of ``token``, and returns who you are now (SPEC ID-5)."""
        return await self._session.request_self({"type": "authenticate", "token": token})

    async def claim(self, key: str) -> Self:
        """Takes the role of a key: an owner's for the room's owner key, else that of a link (SPEC OWN-3, OWN-7).
        Returns who you are now. Raises RoomError ``link_expired`` for a link that gives none any more."""
        return await self._session.request_self({"type": "claim", "key": key})

    async def typing(self, on: bool) -> None:
        """Shows the others that you are typing, or have stopped (SPEC EPH-1). Lossy; dropped while not online."""
        self._session.send_typing(on)

    async def signal(
        self,
        data: Any,
        to: str | None = None,
        *,
        role: str | None = None,
        key: str | None = None,
        n: int | None = None,
    ) -> None:
        """Sends any JSON to the others, to member ``to``, or to those with ``role`` or a higher one, without storing it
        (SPEC EPH-2). With a ``key`` it replaces your last one with that key that the room has not sent yet (SPEC EPH-4);
        ``n`` counts your inputs, and comes back as ``echo`` (SPEC EPH-6). Lossy; dropped while not online.

        Raises TypeError or ValueError if ``data`` is not JSON, RoomError ``too_large`` past 4 KiB of it.
        """
        self._session.send_signal(data, {"to": to, "role": role, "key": key, "n": n})

    async def sync_time(self, samples: int = 5) -> ServerTime:
        """Compares your clock with the room's: asks a few times, one after the other, and trusts the fastest answer
        (SPEC TIME-2). Raises RoomError as ``delete`` does."""
        return await sync_time(self._environment.now, self._session.request, samples)

    async def mark_read(self, seq: int) -> None:
        """Reports to the others that you have read up to message ``seq``; 0 takes that back. Only in a room of at most
        ``limits.read_members``, at most once in 2 s, and not your own messages (SPEC EPH-3). Lossy; dropped while not
        online.
        """
        self._session.send_read(seq)

    async def forget(self) -> None:
        """Forgets you: leaves the room for good, and revokes your token, which ends your sessions everywhere
        (SPEC ID-20).

        Raises RoomError if the room cannot be reached, or its refusal: then only the last is not done.
        """
        token = None if self.self is None else self.self.token
        await self.leave()
        if token:
            await revoke_token(self._environment, self.url, token)

    def wake(self) -> None:
        """Reconnects now instead of at the next attempt; with a connection, checks that it is alive (SPEC LIVE-1)."""
        self._connection.wake()

    def _state_changed(self, state: State) -> None:
        if state.name == "closed":
            self._close(state)
        elif state.name == "online":
            self._has_events = True
            if self._joined is not None and not self._joined.done():
                self._joined.set_result(None)
        self._shared.online(state.name == "online")
        self._listeners.emit("state", state)
        if self._connection.is_online:
            self._session.flush()

    def _close(self, state: State) -> None:
        error = final_error(state)
        self._session.close(error)
        self._stream.end(error if state.fatal else None)
        if self._joined is not None and not self._joined.done():
            self._joined.set_exception(error)

    def _deliver(self, event: StreamEvent) -> None:
        """The first page is no Reset to a program that has no events yet: it finds the page in ``newest``."""
        if isinstance(event, DurableEvent):
            self._shared.delivered(event)
        if isinstance(event, Reset):
            self.newest = Page(str(self.position), event.events, event.more)
            if not self._has_events:
                self._stream.clear()
                return
        if isinstance(event, Clear):
            self.newest = Page(str(self.position), (), False)
            self._stream.clear()
        self._stream.push(event)
