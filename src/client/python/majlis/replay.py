"""Brings durable events into order: each once, by seq, nothing left out (SPEC P-2, P-3, REC-1 to REC-5).

Pure: it takes what the room sends and says what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from .events import DurableEvent, Page, Welcome
from .position import Position


@dataclass(frozen=True)
class Deliver:
    event: DurableEvent


@dataclass(frozen=True)
class StartOver:
    """Start afresh from the newest page."""

    page: Page


@dataclass(frozen=True)
class Pull:
    """Ask for the events after this seq."""

    after: int


@dataclass(frozen=True)
class CaughtUp:
    """Everything up to the welcome was delivered."""


@dataclass(frozen=True)
class Rejoin:
    """This session cannot be made whole: begin another."""


Step = Union[Deliver, StartOver, Pull, CaughtUp, Rejoin]

MAX_BUFFERED_EVENTS = 500
"""Live events held while earlier ones are fetched. Past it they are let go, and fetched like the rest."""
MAX_FAILED_PULLS = 2
"""A pull that fails twice at the same place will not succeed a third time."""


@dataclass(frozen=True)
class _Detached:
    """No session, or one that is given up."""


@dataclass(frozen=True)
class _AwaitingPage:
    """The newest page is to come."""

    start: Position


@dataclass
class _Streaming:
    target: int | None
    """where the welcome stood, until that is reached"""
    is_pulling: bool = False


class Replay:
    def __init__(self, position: Position | None = None) -> None:
        self._position = position
        self._stage: _Detached | _AwaitingPage | _Streaming = _Detached()
        self._buffer: dict[int, DurableEvent] = {}
        self._highest = 0
        """the highest seq this session has shown, be it delivered, held or let go"""
        self._failed_pulls = 0

    @property
    def position(self) -> Position | None:
        """How far events were delivered; None until there is a log to stand in."""
        return self._position

    def welcome(self, welcome: Welcome) -> list[Step]:
        self.disconnected()
        room = Position.parse(welcome.position)
        if room is None:
            return self._start_over()
        if not welcome.recovered:
            self._stage = _AwaitingPage(room)
            return []
        mine = self._position
        if mine is None or mine.epoch != room.epoch or mine.seq > room.seq:
            return self._start_over()
        self._stage = _Streaming(target=room.seq)
        return self._drain()

    def newest_page(self, page: Page) -> list[Step]:
        """The page that follows a welcome which could not recover (SPEC REC-2)."""
        if not isinstance(self._stage, _AwaitingPage):
            return []
        self._position = self._stage.start
        self._stage = _Streaming(target=self._seq)
        return [StartOver(page), *self._drain(), *self._close_gap()]

    def event(self, event: DurableEvent) -> list[Step]:
        stage = self._stage
        if isinstance(stage, _Detached) or (isinstance(stage, _Streaming) and event.seq <= self._seq):
            return []
        self._highest = max(self._highest, event.seq)
        is_next = isinstance(stage, _Streaming) and event.seq == self._seq + 1
        if is_next or len(self._buffer) < MAX_BUFFERED_EVENTS:
            self._buffer[event.seq] = event
        if isinstance(stage, _AwaitingPage) or stage.is_pulling:
            return []
        return [*self._drain(), *self._close_gap()]

    def more(self) -> list[Step]:
        """The replay stops here, and goes on by asking (SPEC REC-3)."""
        stage = self._stage
        return self._pull() if isinstance(stage, _Streaming) and not stage.is_pulling else []

    def pulled(self, page: Page) -> list[Step]:
        """What a pull brought."""
        stage = self._stage
        if not isinstance(stage, _Streaming):
            return []
        stage.is_pulling = False
        there, here = Position.parse(page.position), self._position
        if there is None or here is None or there.epoch != here.epoch:
            return self._start_over()
        before = self._seq
        missing = [event for event in page.events if event.seq > before]
        if any(event.seq != before + 1 + index for index, event in enumerate(missing)):
            # A hole in the room's own log: these events are no longer kept.
            return self._start_over()
        steps: list[Step] = [self._deliver(event) for event in missing]
        steps += self._drain()
        if not (page.more or stage.target is not None or self._seq < self._highest):
            return steps
        return [*steps, *self._pull()] if self._seq > before else self._start_over()

    def pull_failed(self) -> list[Step]:
        self._failed_pulls += 1
        if self._failed_pulls >= MAX_FAILED_PULLS:
            return self._start_over()
        self._stage = _Detached()
        return [Rejoin()]

    def disconnected(self) -> None:
        """The session is over; the position stays."""
        self._stage = _Detached()
        self._buffer.clear()
        self._highest = 0

    @property
    def _seq(self) -> int:
        return 0 if self._position is None else self._position.seq

    def _deliver(self, event: DurableEvent) -> Deliver:
        if self._position is not None:
            self._position = Position(self._position.epoch, event.seq)
        self._failed_pulls = 0
        return Deliver(event)

    def _drain(self) -> list[Step]:
        """Delivers what was held and is due."""
        steps: list[Step] = []
        while (due := self._buffer.get(self._seq + 1)) is not None:
            steps.append(self._deliver(due))
            del self._buffer[due.seq]
        if self._buffer and min(self._buffer) <= self._seq:
            self._buffer = {seq: event for seq, event in self._buffer.items() if seq > self._seq}
        stage = self._stage
        if isinstance(stage, _Streaming) and stage.target is not None and self._seq >= stage.target:
            stage.target = None
            steps.append(CaughtUp())
        return steps

    def _close_gap(self) -> list[Step]:
        return self._pull() if self._highest > self._seq else []

    def _pull(self) -> list[Step]:
        if not isinstance(self._stage, _Streaming):
            return []
        self._stage.is_pulling = True
        return [Pull(self._seq)]

    def _start_over(self) -> list[Step]:
        self._position = None
        self._failed_pulls = 0
        self._stage = _Detached()
        return [Rejoin()]
