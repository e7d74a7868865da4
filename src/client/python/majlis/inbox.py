"""Takes what the room sends to the parts it concerns, and to the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from . import events as e
from .connection import Connection
from .decode import decode_events
from .errors import RoomError
from .event_stream import StreamEvent
from .identity import Identity
from .position import EMPTY
from .replay import CaughtUp, Deliver, Pull, Rejoin, Replay, StartOver, Step
from .requests import Answer, Requests
from .roster import Roster, roster_of, with_presence
from .sending import Sending


@dataclass(frozen=True)
class InboxParts:
    connection: Connection
    replay: Replay
    identity: Identity
    requests: Requests
    sending: Sending
    random_id: Callable[[], str]
    emit: Callable[[str, Any], None]
    deliver: Callable[[StreamEvent], None]
    """for those who read the events as a stream"""


class Inbox:
    def __init__(self, parts: InboxParts) -> None:
        self._parts = parts
        self._session = object()
        """changes when a connection ends: what is left of its frame is void"""
        self.roster = Roster()

    def receive(self, frame: str) -> None:
        session = self._session
        for event in decode_events(frame):
            if session is not self._session:
                return
            self._dispatch(event)

    def disconnected(self) -> None:
        """The connection is gone."""
        self._session = object()
        self._parts.replay.disconnected()

    def _dispatch(self, event: e.RoomEvent) -> None:
        parts = self._parts
        if isinstance(event, e.DurableEvent):
            self._apply(parts.replay.event(event))
        elif isinstance(event, e.Welcome):
            self._welcome(event)
        elif isinstance(event, e.Page):
            self._page(event)
        elif isinstance(event, e.More):
            self._apply(parts.replay.more())
        elif isinstance(event, e.Presence):
            self._presence(event)
        elif isinstance(event, e.Typing):
            parts.emit("typing", event)
        elif isinstance(event, e.Signal):
            parts.emit("signal", event)
        elif isinstance(event, e.Stored):
            parts.sending.stored(event)
        elif isinstance(event, e.Flow):
            position = parts.replay.position or EMPTY
            parts.connection.send({"type": "flow", "position": str(position), "id": event.id})
        elif not parts.sending.refused(event):
            parts.emit("failure", event)

    def _welcome(self, welcome: e.Welcome) -> None:
        parts = self._parts
        parts.identity.welcomed(welcome.self_)
        self.roster = roster_of(welcome)
        parts.sending.set_limits(welcome.limits)
        parts.connection.welcomed(welcome.spread_ms)
        session = self._session
        parts.emit("welcome", welcome)
        if session is self._session:
            self._apply(parts.replay.welcome(welcome))

    def _page(self, page: e.Page) -> None:
        for event in page.events:
            if isinstance(event, e.Message):
                self._parts.sending.confirm(event)
        if page.id is None:
            self._apply(self._parts.replay.newest_page(page))
        else:
            self._parts.requests.answer(page.id, page)

    def _presence(self, presence: e.Presence) -> None:
        parts, identity = self._parts, self._parts.identity
        before = identity.self
        if presence.self_ is not None:
            identity.set_self(presence.self_)
        for member in presence.changed:
            if identity.self is not None and member.id == identity.self.id:
                identity.set_name(member.name)
        self.roster = with_presence(
            self.roster, presence, None if identity.self is None else identity.self.id
        )
        parts.emit("presence", presence)
        if identity.self != before:
            parts.emit("self", identity.self)
        if parts.requests.answer(presence.id, presence):
            parts.sending.flush()

    def _apply(self, steps: list[Step]) -> None:
        session = self._session
        for step in steps:
            if session is not self._session:
                return
            if isinstance(step, Deliver):
                self._deliver(step.event)
            elif isinstance(step, StartOver):
                known = tuple(each for each in step.page.events if not isinstance(each, e.Unknown))
                self._parts.deliver(e.Reset(known, step.page.more))
            elif isinstance(step, Pull):
                self._pull(step.after)
            elif isinstance(step, CaughtUp):
                self._parts.connection.caught_up()
            elif isinstance(step, Rejoin):
                self._parts.connection.drop()
                return

    def _deliver(self, event: e.DurableEvent) -> None:
        """The outbox lets go of a message in the moment in which it becomes an event."""
        if isinstance(event, e.Unknown):
            return
        parts = self._parts
        if isinstance(event, e.Message):
            parts.sending.confirm(event)
        parts.deliver(event)
        self_ = parts.identity.self
        is_own = self_ is not None and event.from_.id == self_.id
        if is_own and parts.requests.answer(event.id, event):
            parts.sending.flush()

    def _pull(self, after: int) -> None:
        parts, session = self._parts, self._session

        def pulled(answer: Answer | RoomError) -> None:
            if session is not self._session:
                return
            if isinstance(answer, e.Page):
                self._apply(parts.replay.pulled(answer))
            else:
                self._apply(parts.replay.pull_failed())

        command = {
            "type": "history",
            "id": parts.random_id(),
            "after": after,
            "limit": parts.sending.limits.history_page,
        }
        parts.sending.request(command, pulled)
