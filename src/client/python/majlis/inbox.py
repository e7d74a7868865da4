"""Routes each event from the room to the parts of the session that it concerns, and to the application."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable

from . import events as e
from .decode import FrameDecoder
from .errors import RoomError
from .event_stream import StreamEvent
from .identity import Identity
from .position import EMPTY, Position
from .replay import CaughtUp, Deliver, Pull, Rejoin, Replay, StartOver, Step
from .requests import Answer, Requests
from .roster import Roster, roster_of, with_presence, with_read
from .sending import Sending
from .session_link import SessionLink


class Inbox:
    """``emit`` gets what is not stored, by name; ``deliver`` gets durable events and resets, in order."""

    def __init__(
        self,
        link: SessionLink,
        identity: Identity,
        replay: Replay,
        requests: Requests,
        sending: Sending,
        emit: Callable[[str, Any], None],
        deliver: Callable[[StreamEvent], None],
    ) -> None:
        self._link = link
        self._identity = identity
        self._replay = replay
        self._requests = requests
        self._sending = sending
        self._emit = emit
        self._decoder = FrameDecoder()
        self._to_application = deliver
        self._generation = object()
        """Changes when a connection is lost: the rest of a frame or of a replay that belongs to it is dropped."""
        self.roster = Roster()
        self.settings: dict[str, Any] = {}
        """those that differ from their defaults (SPEC SET-1)"""
        self._settings_seq = 0
        """what the welcome says of the settings includes every event up to this seq"""

    def receive(self, frame: str) -> None:
        """Handles the events of one frame, in order (SPEC EVT-1). Never raises."""
        generation = self._generation
        for event in self._decoder.decode(frame):
            if generation is not self._generation:
                return
            self._dispatch(event)

    def disconnected(self) -> None:
        """The connection is lost; the position and the roster are kept."""
        self._generation = object()
        self._replay.disconnected()

    def _dispatch(self, event: e.RoomEvent) -> None:
        if isinstance(event, e.DurableEvent):
            self._apply(self._replay.event(event))
        elif isinstance(event, e.Welcome):
            self._welcome(event)
        elif isinstance(event, e.Page):
            self._page(event)
        elif isinstance(event, e.More):
            self._apply(self._replay.more())
        elif isinstance(event, e.Presence):
            self._presence(event)
        elif isinstance(event, e.Typing):
            self._emit("typing", event)
        elif isinstance(event, e.Signal):
            self._emit("signal", event)
        elif isinstance(event, e.Echo):
            self._emit("echo", event)
        elif isinstance(event, e.Read):
            self.roster = with_read(self.roster, event)
            self._emit("read", event)
        elif isinstance(event, e.Time):
            self._requests.answer(event.id, event)
        elif isinstance(event, e.Delta):
            self._emit("delta", event)
            if self._requests.answer(event.id, event):
                self._sending.flush()
        elif isinstance(event, e.StateMap):
            self._requests.answer(event.id, event)
        elif isinstance(event, e.Lanes):
            return
        elif isinstance(event, e.Stored):
            self._sending.stored(event)
        elif isinstance(event, e.Flow):
            position = self._replay.position or EMPTY
            self._link.send({"type": "flow", "position": str(position), "id": event.id})
        elif event.retry_after_ms is not None and self._link.refused(event.retry_after_ms):
            return
        elif not self._sending.refused(event):
            self._emit("failure", event)

    def _welcome(self, welcome: e.Welcome) -> None:
        self._identity.welcomed(welcome.self_)
        if self._identity.self is not None:
            welcome = replace(welcome, self_=self._identity.self)
        self.roster = roster_of(welcome)
        self._sending.set_limits(welcome.limits)
        self._link.welcomed(welcome.spread_ms)
        generation = self._generation
        self._emit("welcome", welcome)
        position = Position.parse(welcome.position)
        self._set_settings(welcome.settings, 0 if position is None else position.seq)
        if generation is self._generation:
            self._apply(self._replay.welcome(welcome))

    def _set_settings(self, settings: dict[str, Any], seq: int) -> None:
        self.settings = settings
        self._settings_seq = seq
        self._emit("settings", settings)

    def _page(self, page: e.Page) -> None:
        for event in page.events:
            if isinstance(event, e.Message):
                self._sending.confirm(event)
        if page.id is None:
            self._apply(self._replay.newest_page(page))
        else:
            self._requests.answer(page.id, page)

    def _presence(self, presence: e.Presence) -> None:
        identity = self._identity
        before = identity.self
        if presence.self_ is not None:
            identity.set_self(presence.self_, self._requests.token_of(presence.id))
        for member in presence.changed:
            if identity.self is not None and member.id == identity.self.id:
                identity.set_member(member.name, member.role)
        self.roster = with_presence(
            self.roster, presence, None if identity.self is None else identity.self.id
        )
        self._emit("presence", presence)
        if identity.self != before:
            self._emit("self", identity.self)
        if self._requests.answer(presence.id, presence):
            self._sending.flush()

    def _apply(self, steps: list[Step]) -> None:
        generation = self._generation
        for step in steps:
            if generation is not self._generation:
                return
            if isinstance(step, Deliver):
                self._deliver(step.event)
            elif isinstance(step, StartOver):
                known = tuple(each for each in step.page.events if not isinstance(each, e.Unknown))
                self._to_application(e.Reset(known, step.page.more))
            elif isinstance(step, Pull):
                self._pull(step.after)
            elif isinstance(step, CaughtUp):
                self._link.caught_up()
            elif isinstance(step, Rejoin):
                self._link.drop()
                return

    def _deliver(self, event: e.DurableEvent) -> None:
        """Confirms before it delivers: a message is never both in the outbox and in the stream."""
        if isinstance(event, e.Unknown):
            return
        if isinstance(event, e.Message):
            self._sending.confirm(event)
        if isinstance(event, e.Clear):
            self._sending.cleared(event.seq)
        if isinstance(event, e.Settings) and event.seq > self._settings_seq:
            self._set_settings(event.settings, event.seq)
        self._to_application(event)
        self_ = self._identity.self
        is_own = self_ is not None and event.from_.id == self_.id
        if is_own and self._requests.answer(event.id, event):
            self._sending.flush()

    def _pull(self, after: int) -> None:
        generation = self._generation

        def pulled(answer: Answer | RoomError) -> None:
            if generation is not self._generation:
                return
            if isinstance(answer, e.Page):
                self._apply(self._replay.pulled(answer))
            else:
                self._apply(self._replay.pull_failed())

        self._sending.request_history({"after": after, "limit": self._sending.limits.history_page}, pulled)
