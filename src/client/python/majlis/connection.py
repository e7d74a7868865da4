"""Keeps one link to the room: opens it, watches it, and opens another when it is lost, until told to stop."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Awaitable, Callable, Literal, Union

from .address import Address
from .backoff import STEADY_AFTER_MS, Backoff
from .close_codes import advice_for
from .encode import Command, encode_command
from .environment import GIVEN_UP, Cancel, Ending, Environment
from .link import Link, LinkEvents
from .traits import is_lossy

JOIN_TIMEOUT_MS = 10_000
"""From the attempt to the welcome, and from one frame of the replay to the next."""
SOON_MS = 300
"""Where somebody is waiting, the next try comes within this."""


@dataclass(frozen=True)
class State:
    """Where the connection stands. Times are ms since 1970 by this side's clock."""

    name: Literal["idle", "connecting", "online", "reconnecting", "closed"]
    """online: joined and whole, every event up to now was delivered"""
    since: float = 0
    retry_at: float | None = None
    """when the next attempt begins, or began; only while reconnecting"""
    ending: Ending | None = None
    """how the last connection ended, if one has"""
    fatal: bool = False
    """closed because the room said not to come back, not by ``close()``"""


@dataclass(frozen=True)
class ConnectionPorts:
    address: Callable[[], Awaitable[Address]]
    frame: Callable[[str], None]
    lost: Callable[[Ending], None]
    """The link is gone; nothing that waited for an answer on it will get one."""
    changed: Callable[[State, State], None]
    refresh_token: Callable[[Ending], bool]
    """The room does not take the token. Returns True if there is another way to try."""


@dataclass(eq=False)
class _Attempting:
    link: Link | None = None


@dataclass(eq=False)
class _Joined:
    link: Link
    is_whole: bool = False


@dataclass(eq=False)
class _Without:
    """No link: not yet, not now, or no more."""

    name: Literal["idle", "waiting", "over"]


def _nothing() -> None:
    pass


class Connection:
    def __init__(self, environment: Environment, ports: ConnectionPorts) -> None:
        self._environment = environment
        self._ports = ports
        self._backoff = Backoff(environment.random)
        self._phase: Union[_Attempting, _Joined, _Without] = _Without("idle")
        self._state = State("idle")
        self._spread_ms = 0.0
        self._was_ever_joined = False
        self._cancel_timer: Cancel = _nothing
        self._cancel_steady: Cancel = _nothing
        self._opening: asyncio.Future[None] | None = None
        self._last_link: Link | None = None

    @property
    def state(self) -> State:
        return self._state

    @property
    def is_online(self) -> bool:
        """Asked of the link as well: whoever hears of its loss hears it before the state says so."""
        return self._link is not None and self._state.name == "online"

    def start(self) -> None:
        if self._state.name != "idle":
            return
        self._show(State("connecting", since=self._environment.now()))
        self._attempt()

    def send(self, command: Command) -> None:
        link = self._link
        if link is None:
            return
        send = link.send_lossy if is_lossy(command["type"]) else link.send
        send(encode_command(command))

    def joined(self, spread_ms: float) -> None:
        """The room has welcomed this side."""
        link = self._link
        if link is None:
            return
        self._cancel_steady()
        self._phase = _Joined(link)
        self._was_ever_joined = True
        self._spread_ms = spread_ms
        self._cancel_steady = self._environment.set_timer(self._backoff.start_again, STEADY_AFTER_MS)
        link.start_heartbeat()

    def whole(self) -> None:
        """Everything missed was delivered."""
        if isinstance(self._phase, _Joined):
            self._phase.is_whole = True
            self._cancel_timer()
            self._be_online()

    def drop(self) -> None:
        """Gives the link up, as if it had been cut."""
        if self._link is not None:
            self._lose(GIVEN_UP)

    def wake(self) -> None:
        """Tries now; or finds out soon whether the link is still alive."""
        if isinstance(self._phase, _Joined):
            self._phase.link.probe()
        elif isinstance(self._phase, _Without) and self._phase.name == "waiting":
            self._try_soon()

    def close(self, ending: Ending, *, fatal: bool) -> None:
        if self._state.name == "closed":
            return
        self._leave_link("over")
        if self._opening is not None and not fatal:
            self._opening.cancel()
        self._show(State("closed", since=self._environment.now(), ending=ending, fatal=fatal))

    async def wait_closed(self) -> None:
        """Returns when the last link has closed its socket, within seconds."""
        if self._last_link is not None:
            await self._last_link.wait_closed()

    @property
    def _link(self) -> Link | None:
        return None if isinstance(self._phase, _Without) else self._phase.link

    def _attempt(self) -> None:
        attempt = self._phase = _Attempting()
        self._expect_progress()
        self._opening = asyncio.ensure_future(self._open(attempt))

    async def _open(self, attempt: _Attempting) -> None:
        try:
            address = await self._ports.address()
        except Exception:
            # Whatever the application's own code raised: it was told, and is asked again later.
            address = None
        if self._phase is not attempt:
            return
        if address is None:
            self._lose(GIVEN_UP)
            return
        attempt.link = self._last_link = Link(
            self._environment,
            address,
            LinkEvents(frame=self._ports.frame, heard=self._heard, over=self._lose),
        )

    def _heard(self) -> None:
        if isinstance(self._phase, _Joined) and self._phase.is_whole:
            self._be_online()
        else:
            self._expect_progress()

    def _expect_progress(self) -> None:
        """Gives the link up if nothing comes for a while."""
        self._cancel_timer()
        self._cancel_timer = self._environment.set_timer(lambda: self._lose(GIVEN_UP), JOIN_TIMEOUT_MS)

    def _be_online(self) -> None:
        if not self.is_online:
            self._show(State("online", since=self._environment.now()))

    def _lose(self, ending: Ending) -> None:
        was_joined = isinstance(self._phase, _Joined)
        spread_ms = self._spread_ms if was_joined and not ending.is_clean else None
        waiting = self._leave_link("waiting")
        self._ports.lost(ending)
        if self._phase is not waiting:
            # Whoever was told may have closed the room.
            return
        advice = advice_for(ending.code)
        if ending.is_hopeless and not self._was_ever_joined:
            self.close(ending, fatal=True)
        elif advice == "retry":
            self._try_later(ending, spread_ms)
        elif advice == "refresh_token" and self._ports.refresh_token(ending):
            self._try_later(ending)
        else:
            self.close(ending, fatal=True)

    def _leave_link(self, next: Literal["waiting", "over"]) -> _Without:
        self._cancel_timer()
        self._cancel_steady()
        if self._link is not None:
            self._link.abandon()
        without = self._phase = _Without(next)
        return without

    def _try_later(self, ending: Ending, spread_ms: float | None = None) -> None:
        self._try_in(self._backoff.next_delay_ms(spread_ms), ending)

    def _try_soon(self) -> None:
        retry_at = self._state.retry_at
        left_ms = 0 if retry_at is None else retry_at - self._environment.now()
        # A try that is overdue is stuck in the timer of a machine that slept: it is made anew.
        if not 0 < left_ms <= SOON_MS:
            self._try_in(self._environment.random() * SOON_MS, self._state.ending)

    def _try_in(self, exact_ms: float, ending: Ending | None) -> None:
        delay_ms = round(exact_ms)
        self._cancel_timer()
        self._cancel_timer = self._environment.set_timer(self._attempt, delay_ms)
        now = self._environment.now()
        since = self._state.since if self._state.name == "reconnecting" else now
        self._show(State("reconnecting", since=since, retry_at=now + delay_ms, ending=ending))

    def _show(self, to: State) -> None:
        from_ = self._state
        self._state = to
        self._ports.changed(from_, to)
