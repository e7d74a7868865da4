"""Takes what the room sends to the parts it concerns, and to the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from . import events as e
from .connection import Connection
from .decode import decode_events
from .errors import RoomError
from .event_stream import Told
from .identity import Identity
from .position import UNBORN
from .replay import BeWhole, Deliver, Pull, Rejoin, Replay, StartFrom, Step
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
    tell: Callable[[Told], None]
    """for those who read the events as a stream"""


class Inbox:
    def __init__(self, parts: InboxParts) -> None:
        self._parts = parts
        self._session = object()
        """changes when a connection ends: what is left of its frame is void"""
        self.roster = Roster()

    def frame(self, frame: str) -> None:
        session = self._session
        for event in decode_events(frame):
            if session is not self._session:
                return
            self._take(event)

    def lost(self) -> None:
        """The connection is gone."""
        self._session = object()
        self._parts.replay.lost()

    def _take(self, event: e.RoomEvent) -> None:
        parts = self._parts
        if isinstance(event, e.DurableEvent):
            self._follow(parts.replay.event(event))
        elif isinstance(event, e.Welcome):
            self._welcome(event)
        elif isinstance(event, e.Page):
            self._page(event)
        elif isinstance(event, e.More):
            self._follow(parts.replay.more())
        elif isinstance(event, e.Presence):
            self._presence(event)
        elif isinstance(event, e.Typing):
            parts.emit("typing", event)
        elif isinstance(event, e.Signal):
            parts.emit("signal", event)
        elif isinstance(event, e.Stored):
            parts.sending.stored(event)
        elif isinstance(event, e.Flow):
            position = parts.replay.position or UNBORN
            parts.connection.send({"type": "flow", "position": str(position), "id": event.id})
        elif not parts.sending.refused(event):
            parts.emit("failure", event)

    def _welcome(self, welcome: e.Welcome) -> None:
        parts = self._parts
        parts.identity.welcomed(welcome.self_)
        self.roster = roster_of(welcome)
        parts.sending.set_limits(welcome.limits)
        parts.connection.joined(welcome.spread_ms)
        session = self._session
        parts.emit("welcome", welcome)
        if session is self._session:
            self._follow(parts.replay.welcome(welcome))

    def _page(self, page: e.Page) -> None:
        for event in page.events:
            if isinstance(event, e.Message):
                self._parts.sending.confirm(event)
        if page.id is None:
            self._follow(self._parts.replay.newest_page(page))
        else:
            self._parts.requests.answer(page.id, page)

    def _presence(self, presence: e.Presence) -> None:
        parts, identity = self._parts, self._parts.identity
        before = identity.self
        if presence.self_ is not None:
            identity.becomes(presence.self_)
        for member in presence.changed:
            if identity.self is not None and member.id == identity.self.id:
                identity.is_called(member.name)
        self.roster = with_presence(
            self.roster, presence, None if identity.self is None else identity.self.id
        )
        parts.emit("presence", presence)
        if identity.self != before:
            parts.emit("self", identity.self)
        if parts.requests.answer(presence.id, presence):
            parts.sending.flush()

    def _follow(self, steps: list[Step]) -> None:
        session = self._session
        for step in steps:
            if session is not self._session:
                return
            if isinstance(step, Deliver):
                self._deliver(step.event)
            elif isinstance(step, StartFrom):
                known = tuple(each for each in step.page.events if not isinstance(each, e.Unknown))
                self._parts.tell(e.Reset(known, step.page.more))
            elif isinstance(step, Pull):
                self._pull(step.after)
            elif isinstance(step, BeWhole):
                self._parts.connection.whole()
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
        parts.tell(event)
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
                self._follow(parts.replay.pulled(answer))
            else:
                self._follow(parts.replay.pull_failed())

        command = {
            "type": "history",
            "id": parts.random_id(),
            "after": after,
            "limit": parts.sending.limits.history_page,
        }
        parts.sending.request(command, pulled)
