"""Commands that were asked and not yet answered, each with whoever waits for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Union

from .encode import Command
from .environment import Cancel, Environment
from .errors import RoomError, client_error
from .events import DurableEvent, Page, Presence, Stored
from .traits import is_queued

Answer = Union[DurableEvent, Stored, Presence, Page]
Settle = Callable[[Union[Answer, RoomError]], None]

ANSWER_TIMEOUT_MS = 10_000


@dataclass
class _Request:
    command: Command
    settle: Settle
    cancel_timeout: Cancel
    was_sent: bool


class Requests:
    """Bounded by time: what has no answer after ten seconds is out, whether it went out or not."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._requests: dict[str, _Request] = {}

    @property
    def in_flight(self) -> int:
        """How many rated ones are on their way."""
        return sum(request.was_sent for request in self._rated)

    @property
    def has_waiting(self) -> bool:
        return any(not request.was_sent for request in self._rated)

    def add(self, command: Command, settle: Settle) -> None:
        id = command["id"]
        cancel_timeout = self._environment.set_timer(
            lambda: self._time_out(id), ANSWER_TIMEOUT_MS
        )
        self._requests[id] = _Request(command, settle, cancel_timeout, not is_queued(command["type"]))

    def take_next(self) -> Command | None:
        """The next rated command to send; it counts as sent from now on."""
        request = next((each for each in self._rated if not each.was_sent), None)
        if request is None:
            return None
        request.was_sent = True
        return request.command

    def requeue(self) -> None:
        """The room dropped what was rated: it is to be sent again."""
        for request in self._rated:
            request.was_sent = False

    def answer(self, id: str | None, answer: Answer) -> bool:
        """True if somebody waited for this answer."""
        return self._settle(id, answer)

    def refuse(self, id: str | None, error: RoomError) -> bool:
        """True if somebody waited for an answer to ``id``."""
        return self._settle(id, error)

    def refuse_all(self, error: RoomError) -> None:
        for id in list(self._requests):
            self._settle(id, error)

    def is_waiting_rated(self, id: str | None) -> bool:
        return any(request.command["id"] == id for request in self._rated)

    @property
    def _rated(self) -> list[_Request]:
        return [request for request in self._requests.values() if is_queued(request.command["type"])]

    def _time_out(self, id: str) -> None:
        self._settle(id, client_error("timeout"))

    def _settle(self, id: str | None, result: Answer | RoomError) -> bool:
        request = None if id is None else self._requests.pop(id, None)
        if request is None:
            return False
        request.cancel_timeout()
        request.settle(result)
        return True
