"""Keeps one link to the room open: connects, monitors, and reconnects with backoff until closed (SPEC LIVE-4)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Awaitable, Callable, Literal, Union

from .address import Address
from .backoff import STABLE_AFTER_MS, Backoff
from .close_codes import advice_for
from .encode import Command, encode_command
from .environment import ABANDONED, Cancel, CloseEvent, Environment
from .link import Link, LinkEvents
from .tickets import TicketRefusal
from .traits import is_lossy

JOIN_TIMEOUT_MS = 10_000
"""From the attempt to the welcome, and from one frame of the replay to the next."""
WAKE_RETRY_MS = 300
"""After ``wake`` the next attempt begins within this."""


@dataclass(frozen=True)
class State:
    """The state of a connection. Times are ms since 1970 by the local clock."""

    name: Literal["idle", "connecting", "online", "reconnecting", "closed"]
    """``online``: joined and caught up, every event up to now was delivered"""
    since: float = 0
    """when this state was entered"""
    retry_at: float | None = None
    """when the next attempt begins or began; only while ``reconnecting``"""
    close_event: CloseEvent | None = None
    """how the last connection ended, if there was one"""
    fatal: bool = False
    """closed because the room refused for good, not by ``leave``"""


@dataclass(frozen=True)
class ConnectionListener:
    """What a connection calls."""

    address: Callable[[], Awaitable[Address]]
    """where and as whom to join; asked before each attempt, which fails if it raises"""
    on_frame: Callable[[str], None]
    on_disconnect: Callable[[CloseEvent], None]
    """the link is lost, and with it every answer that was to come by it"""
    on_state: Callable[[State], None]
    """the state changed; ``state`` has the new one already"""
    refresh_token: Callable[[CloseEvent], bool]
    """the room refused the token; returns True to try again with another (SPEC ID-6)"""


@dataclass(eq=False)
class _Connecting:
    link: Link | None = None


@dataclass(eq=False)
class _Joined:
    link: Link
    is_caught_up: bool = False


@dataclass(eq=False)
class _Disconnected:
    name: Literal["idle", "backing_off", "closed"]


def _nothing() -> None:
    pass


class Connection:
    """The ``SessionLink`` over real sockets. Call ``listen`` once, then ``start``."""

    _listener: ConnectionListener

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._backoff = Backoff(environment.random)
        self._phase: Union[_Connecting, _Joined, _Disconnected] = _Disconnected("idle")
        self._state = State("idle")
        self._spread_ms = 0.0
        self._retry_after_ms = 0.0
        """the pause that the room asked for when it refused the present attempt"""
        self._has_joined = False
        self._cancel_timer: Cancel = _nothing
        self._cancel_stable_timer: Cancel = _nothing
        self._opening: asyncio.Future[None] | None = None
        self._last_link: Link | None = None

    @property
    def state(self) -> State:
        """The state as the listener last heard it."""
        return self._state

    @property
    def is_online(self) -> bool:
        """True if commands can be sent. False from the moment the link is lost, before ``state`` says so."""
        return self._link is not None and self._state.name == "online"

    def listen(self, listener: ConnectionListener) -> None:
        """Sets what is called from now on."""
        self._listener = listener

    def start(self) -> None:
        """Makes the first attempt. Does nothing if it was started or closed before."""
        if self._state.name != "idle":
            return
        self._set_state(State("connecting", since=self._environment.now()))
        self._attempt()

    def send(self, command: Command) -> None:
        """See ``SessionLink.send``."""
        link = self._link
        if link is None:
            return
        send = link.send_lossy if is_lossy(command["type"]) else link.send
        send(encode_command(command))

    def welcomed(self, spread_ms: float) -> None:
        """See ``SessionLink.welcomed``. Starts the heartbeat."""
        link = self._link
        if link is None:
            return
        self._cancel_stable_timer()
        self._phase = _Joined(link)
        self._has_joined = True
        self._spread_ms = spread_ms
        self._cancel_stable_timer = self._environment.set_timer(self._backoff.reset, STABLE_AFTER_MS)
        link.start_heartbeat()

    def refused(self, retry_after_ms: float) -> bool:
        """See ``SessionLink.refused``."""
        if not isinstance(self._phase, _Connecting):
            return False
        self._retry_after_ms = retry_after_ms
        return True

    def caught_up(self) -> None:
        """See ``SessionLink.caught_up``. The state becomes ``online``."""
        if isinstance(self._phase, _Joined):
            self._phase.is_caught_up = True
            self._cancel_timer()
            self._set_online()

    def drop(self) -> None:
        """See ``SessionLink.drop``."""
        if self._link is not None:
            self._disconnect(ABANDONED)

    def wake(self) -> None:
        """See ``SessionLink.wake``."""
        if isinstance(self._phase, _Joined):
            self._phase.link.probe()
        elif isinstance(self._phase, _Disconnected) and self._phase.name == "backing_off":
            self._retry_soon()

    def close(self, close_event: CloseEvent, *, fatal: bool) -> None:
        """Closes for good. ``fatal``: the room refused, else the application left."""
        if self._state.name == "closed":
            return
        self._release_link("closed")
        if self._opening is not None and not fatal:
            self._opening.cancel()
        self._set_state(State("closed", since=self._environment.now(), close_event=close_event, fatal=fatal))

    async def wait_closed(self) -> None:
        """Returns when the last link has closed its socket, within seconds."""
        if self._last_link is not None:
            await self._last_link.wait_closed()

    @property
    def _link(self) -> Link | None:
        return None if isinstance(self._phase, _Disconnected) else self._phase.link

    def _attempt(self) -> None:
        self._retry_after_ms = 0.0
        attempt = self._phase = _Connecting()
        self._restart_join_timeout()
        self._opening = asyncio.ensure_future(self._open(attempt))

    async def _open(self, attempt: _Connecting) -> None:
        refused = ABANDONED
        try:
            address = await self._listener.address()
        except TicketRefusal as refusal:
            address, refused = None, refusal.close_event
        except Exception:
            # The application's token function failed. The listener reported it; the next attempt calls it again.
            address = None
        if self._phase is not attempt:
            return
        if address is None:
            self._disconnect(refused)
            return
        attempt.link = self._last_link = Link(
            self._environment,
            address,
            LinkEvents(
                on_frame=self._listener.on_frame,
                on_activity=self._on_activity,
                on_close=self._disconnect,
            ),
        )

    def _on_activity(self) -> None:
        if isinstance(self._phase, _Joined) and self._phase.is_caught_up:
            self._set_online()
        else:
            self._restart_join_timeout()

    def _restart_join_timeout(self) -> None:
        self._cancel_timer()
        self._cancel_timer = self._environment.set_timer(
            lambda: self._disconnect(ABANDONED), JOIN_TIMEOUT_MS
        )

    def _set_online(self) -> None:
        if not self.is_online:
            self._set_state(State("online", since=self._environment.now()))

    def _disconnect(self, close_event: CloseEvent) -> None:
        was_joined = isinstance(self._phase, _Joined)
        spread_ms = self._spread_ms if was_joined and not close_event.is_clean else None
        disconnected = self._release_link("backing_off")
        self._listener.on_disconnect(close_event)
        if self._phase is not disconnected:
            # A callback of the application closed the room.
            return
        advice = advice_for(close_event.code)
        if close_event.is_permanent and not self._has_joined:
            self.close(close_event, fatal=True)
        elif advice == "retry":
            self._retry_later(close_event, spread_ms)
        elif advice == "refresh_token" and self._listener.refresh_token(close_event):
            self._retry_later(close_event)
        else:
            self.close(close_event, fatal=True)

    def _release_link(self, next: Literal["backing_off", "closed"]) -> _Disconnected:
        self._cancel_timer()
        self._cancel_stable_timer()
        if self._link is not None:
            self._link.abandon()
        disconnected = self._phase = _Disconnected(next)
        return disconnected

    def _retry_later(self, close_event: CloseEvent, spread_ms: float | None = None) -> None:
        pause_ms = close_event.retry_after_ms or self._retry_after_ms
        self._schedule_retry(pause_ms + self._backoff.next_delay_ms(spread_ms), close_event)

    def _retry_soon(self) -> None:
        retry_at = self._state.retry_at
        left_ms = 0 if retry_at is None else retry_at - self._environment.now()
        # An overdue attempt waits for the timer of a machine that was suspended: schedule it again.
        if not 0 < left_ms <= WAKE_RETRY_MS:
            self._schedule_retry(self._environment.random() * WAKE_RETRY_MS, self._state.close_event)

    def _schedule_retry(self, exact_delay_ms: float, close_event: CloseEvent | None) -> None:
        delay_ms = round(exact_delay_ms)
        self._cancel_timer()
        self._cancel_timer = self._environment.set_timer(self._attempt, delay_ms)
        now = self._environment.now()
        since = self._state.since if self._state.name == "reconnecting" else now
        self._set_state(
            State("reconnecting", since=since, retry_at=now + delay_ms, close_event=close_event)
        )

    def _set_state(self, state: State) -> None:
        self._state = state
        self._listener.on_state(state)
