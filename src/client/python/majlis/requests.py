"""Commands that wait for an answer, messages excepted (see ``outbox``), each with the callback that takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Union

from .encode import Command
from .environment import Cancel, Environment
from .errors import RoomError, client_error
from .events import Delta, DurableEvent, Page, Presence, StateMap, Stored, Time
from .traits import is_durable, is_queued

Answer = Union[DurableEvent, Stored, Presence, Page, Time, Delta, StateMap]
"""What the room may answer a command with (SPEC, "Commands")."""
Settle = Callable[[Union[Answer, RoomError]], None]

ANSWER_TIMEOUT_MS = 10_000
PAGE_REQUESTS = ("history", "map")
"""The types of commands that are answered with a page."""


@dataclass
class _Request:
    command: Command
    settle: Settle
    cancel_timeout: Cancel
    was_sent: bool


class Requests:
    """Each request fails with ``timeout`` after ten seconds, whether it was sent or not."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._requests: dict[str, _Request] = {}

    @property
    def in_flight(self) -> int:
        """How many queued commands were sent and not answered (SPEC LIM-3)."""
        return sum(request.was_sent for request in self._queued)

    @property
    def has_waiting(self) -> bool:
        """True if a queued command is still to be sent."""
        return any(not request.was_sent for request in self._queued)

    def add(self, command: Command, settle: Settle) -> None:
        """Registers ``command``, which has an ``id``. One that is not queued counts as sent."""
        id = command["id"]
        cancel_timeout = self._environment.set_timer(
            lambda: self._time_out(id), ANSWER_TIMEOUT_MS
        )
        self._requests[id] = _Request(command, settle, cancel_timeout, not is_queued(command["type"]))

    def take_next(self, seq: int) -> Command | None:
        """The next queued command to send, marked as sent; None if there is none. A durable one keeps the ``seq`` of its
        first send as ``since``: the room looks for a repeat after it (SPEC PUB-5)."""
        request = next((each for each in self._queued if not each.was_sent), None)
        if request is None:
            return None
        request.was_sent = True
        if is_durable(request.command["type"]):
            request.command = {"since": seq, **request.command}
        return request.command

    def page_request(self, id: str | None) -> Command | None:
        """The command of request ``id`` if it is for a page, which the room sends later if too much was read (SPEC
        LIM-12)."""
        request = self._requests.get(id or "")
        return request.command if request is not None and request.command["type"] in PAGE_REQUESTS else None

    def token_of(self, id: str | None) -> str | None:
        """The token of an ``authenticate`` that is not answered yet."""
        request = self._requests.get(id or "")
        return request.command.get("token") if request is not None else None

    def requeue(self) -> None:
        """Marks every queued command as unsent: the room dropped them (SPEC LIM-1)."""
        for request in self._queued:
            request.was_sent = False

    def answer(self, id: str | None, answer: Answer) -> bool:
        """Settles request ``id``. Returns False if there is none."""
        return self._settle(id, answer)

    def refuse(self, id: str | None, error: RoomError) -> bool:
        """Fails request ``id``. Returns False if there is none."""
        return self._settle(id, error)

    def refuse_all(self, error: RoomError) -> None:
        """Fails every request with ``error``."""
        for id in list(self._requests):
            self._settle(id, error)

    def is_queued_request(self, id: str | None) -> bool:
        """True if ``id`` is an unanswered command of a type that is queued."""
        return any(request.command["id"] == id for request in self._queued)

    @property
    def _queued(self) -> list[_Request]:
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
