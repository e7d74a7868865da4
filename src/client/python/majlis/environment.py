"""Clock, randomness and network, injected for tests."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from dataclasses import dataclass
from typing import Callable, Mapping, NamedTuple, Protocol, Sequence

from .close_codes import ABNORMAL_CLOSURE
from .command_ids import command_ids

Cancel = Callable[[], None]
"""Cancels a timer. Safe to call twice, and after it fired."""


@dataclass(frozen=True)
class CloseEvent:
    """How a connection ended: by a close frame if ``is_clean``, else by a network failure, or it was never made.

    ``code`` and ``reason`` are those of the close frame (SPEC, "Close codes"), else 1006 and what is known.
    """

    code: int
    reason: str
    is_clean: bool
    is_permanent: bool = False
    """the address answered, but not as a room does: a first join does not retry"""
    retry_after_ms: float = 0
    """the room asks for this pause before the next attempt (SPEC JOIN-7)"""


ABANDONED = CloseEvent(ABNORMAL_CLOSURE, "", False)
"""The client gave up on the connection; the code is that of a network failure."""


def _ignore(_frame: bytes) -> None:
    pass


@dataclass(frozen=True)
class SocketEvents:
    """What a socket calls, from the event loop, in the order in which frames came. After ``on_close`` it calls nothing."""

    on_frame: Callable[[str], None]
    on_close: Callable[[CloseEvent], None]
    on_binary: Callable[[bytes], None] = _ignore


class Socket(Protocol):
    """One WebSocket, opening or open."""

    @property
    def backlog(self) -> int:
        """How many frames are queued and not written."""

    def send(self, frame: str) -> None:
        """Queues a frame. Never raises."""

    def close(self) -> None:
        """Closes without waiting for the close handshake, and calls no event any more. Safe to call twice."""

    async def wait_closed(self) -> None:
        """Returns when it is closed, within seconds, whatever the peer does."""


OpenSocket = Callable[[str, Sequence[str], SocketEvents], Socket]
"""Opens a socket to a URL, offering subprotocols. Never raises, and calls no event before it has returned."""

class HttpAnswer(NamedTuple):
    """The answer to a request, whatever its status."""

    status: int
    body: str
    retry_after_ms: float = 0
    """of the header ``Retry-After``; 0 without one"""


class Request(Protocol):
    """An HTTP request."""

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: str | None = None
    ) -> HttpAnswer | CloseEvent:
        """Without an answer it returns why, as the close of a socket. Never raises."""

SetTimer = Callable[[Callable[[], None], float], Cancel]
"""Calls a function after a delay in ms."""


@dataclass(frozen=True)
class Environment:
    """Everything that the client takes from its surroundings."""

    open_socket: OpenSocket
    request: Request
    now: Callable[[], float]
    """ms since 1970"""
    set_timer: SetTimer
    random: Callable[[], float]
    """from 0 up to, not including, 1"""
    random_id: Callable[[], str]
    """128 random bits in hexadecimal"""
    command_id: Callable[[], str]
    """the id of the client's next command (SPEC CMD-5)"""


def real_environment() -> Environment:
    """The system's clock, randomness and network. Imports ``websockets`` only here, so that tests run without it."""
    from .http_request import request
    from .websocket import open_websocket

    return Environment(
        open_socket=open_websocket,
        request=request,
        now=lambda: time.time() * 1_000,
        set_timer=set_timer,
        random=random.random,
        random_id=lambda: secrets.token_hex(16),
        command_id=command_ids(),
    )


def set_timer(call: Callable[[], None], ms: float) -> Cancel:
    """The timer of the event loop, see ``SetTimer``."""
    return asyncio.get_running_loop().call_later(max(0.0, ms) / 1_000, call).cancel
