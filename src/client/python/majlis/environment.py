"""Time, random_value and network, injected so that a test can stop the world."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from dataclasses import dataclass
from typing import Callable, Protocol, Sequence

from .close_codes import ABNORMAL_CLOSURE

Cancel = Callable[[], None]
"""Ends a timer or a subscription. Safe to call twice, and after it fired."""


@dataclass(frozen=True)
class CloseEvent:
    """How a connection ended: by a close frame if ``is_clean``, else cut off or never made."""

    code: int
    reason: str
    is_clean: bool
    is_permanent: bool = False
    """the address answered, but not as a room does: nobody who was never in would get in by trying again"""


ABANDONED = CloseEvent(ABNORMAL_CLOSURE, "", False)
"""A connection that this side gave up; the code is the one of a socket that was cut."""


@dataclass(frozen=True)
class SocketEvents:
    """Called by a socket from the event loop. After ``on_close`` it calls nothing more."""

    on_frame: Callable[[str], None]
    on_close: Callable[[CloseEvent], None]


class Socket(Protocol):
    """One WebSocket, opening or open."""

    @property
    def backlog(self) -> int:
        """How many frames wait to be written."""

    def send(self, frame: str) -> None:
        """Queues a frame, in order. Never raises: a frame that is lost is found missing by its answer."""

    def close(self) -> None:
        """Lets go without waiting for the close handshake, and calls no event any more. Safe to call twice."""

    async def wait_closed(self) -> None:
        """Returns when it is closed, within seconds, whatever the other end does."""


OpenSocket = Callable[[str, Sequence[str], SocketEvents], Socket]
"""Opens a socket to a URL, offering subprotocols. Never raises, and calls no event before it has returned."""

SetTimer = Callable[[Callable[[], None], float], Cancel]
"""Calls a function after so many ms."""


@dataclass(frozen=True)
class Environment:
    open_socket: OpenSocket
    now: Callable[[], float]
    """ms since 1970"""
    set_timer: SetTimer
    random: Callable[[], float]
    """from 0 up to, not including, 1"""
    random_id: Callable[[], str]
    """128 random bits in the letters that a command's id may have (SPEC CMD-5)"""


def real_environment() -> Environment:
    """What this machine has. Importing the library for sockets waits until here, so that tests can do without."""
    from .websocket import open_websocket

    return Environment(
        open_socket=open_websocket,
        now=lambda: time.time() * 1_000,
        set_timer=_set_timer,
        random=random.random,
        random_id=lambda: secrets.token_hex(16),
    )


def _set_timer(call: Callable[[], None], ms: float) -> Cancel:
    return asyncio.get_running_loop().call_later(max(0.0, ms) / 1_000, call).cancel
