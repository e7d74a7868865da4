"""Orders and deduplicates durable events by seq, without gaps (SPEC P-2, P-3, REC-1 to REC-5).

Pure: each method takes an event from the room and returns the steps to carry out, in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from .events import DurableEvent, Page, Welcome
from .position import Position


@dataclass(frozen=True)
class Deliver:
    """Pass this event to the application: it is the next one."""

    event: DurableEvent


@dataclass(frozen=True)
class StartOver:
    """Drop what was delivered, and start over from this page (SPEC REC-2)."""

    page: Page


@dataclass(frozen=True)
class Pull:
    """Request the events after this seq (SPEC REC-3, REC-5)."""

    after: int


@dataclass(frozen=True)
class CaughtUp:
    """Everything up to the position of the welcome was delivered."""


@dataclass(frozen=True)
class Rejoin:
    """The gap cannot be closed in this connection: reconnect and recover."""


Step = Union[Deliver, StartOver, Pull, CaughtUp, Rejoin]
"""One thing that ``Inbox`` does for the replay."""

MAX_BUFFERED_EVENTS = 500
"""Live events buffered while earlier ones are pulled. Later ones are dropped, and pulled too."""
MAX_FAILED_PULLS = 2
"""After this many failures at the same position the replay starts over."""


@dataclass(frozen=True)
class _Detached:
    """Not joined, or about to rejoin: events are ignored."""


@dataclass(frozen=True)
class _AwaitingPage:
    """Joined without recovery; the newest page is to come, and stands at ``start``."""

    start: Position


@dataclass
class _Streaming:
    """Events are delivered as they come, and pulled where there is a gap."""

    target: int | None
    """the seq of the welcome, until it is reached"""
    is_pulling: bool = False


class Replay:
    """``position``: how far an earlier program had got (SPEC REC-1)."""

    def __init__(self, position: Position | None = None) -> None:
        self._position = position
        self._stage: _Detached | _AwaitingPage | _Streaming = _Detached()
        self._buffer: dict[int, DurableEvent] = {}
        self._highest = 0
        """the highest seq received in this connection, delivered or not"""
        self._failed_pulls = 0

    @property
    def position(self) -> Position | None:
        """How far events were delivered; None until the first page, or while starting over."""
        return self._position

    def welcome(self, welcome: Welcome) -> list[Step]:
        """A connection begins: its replay or newest page follows (SPEC JOIN-4)."""
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
        """The page that follows a welcome without recovery (SPEC REC-2)."""
        if not isinstance(self._stage, _AwaitingPage):
            return []
        self._position = self._stage.start
        self._stage = _Streaming(target=self._seq)
        return [StartOver(page), *self._drain(), *self._close_gap()]

    def event(self, event: DurableEvent) -> list[Step]:
        """A durable event, replayed or live. A gap before it is pulled first (SPEC REC-5); a repeat is ignored."""
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
        """The room stopped pushing the replay: pull the rest (SPEC REC-3)."""
        stage = self._stage
        return self._pull() if isinstance(stage, _Streaming) and not stage.is_pulling else []

    def pulled(self, page: Page) -> list[Step]:
        """The answer to a Pull."""
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
            # A gap in the room's own log: these events are no longer stored.
            return self._start_over()
        steps: list[Step] = [self._deliver(event) for event in missing]
        steps += self._drain()
        if not (page.more or stage.target is not None or self._seq < self._highest):
            return steps
        return [*steps, *self._pull()] if self._seq > before else self._start_over()

    def pull_failed(self) -> list[Step]:
        """A Pull was refused or timed out: rejoin, and start over the second time."""
        self._failed_pulls += 1
        if self._failed_pulls >= MAX_FAILED_PULLS:
            return self._start_over()
        self._stage = _Detached()
        return [Rejoin()]

    def disconnected(self) -> None:
        """The connection is lost; the position stays, the buffer does not."""
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
        """Delivers the buffered events that are next."""
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
