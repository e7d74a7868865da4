"""What a session needs of its connection, so that it can be used and tested with any other."""

from __future__ import annotations

from typing import Protocol

from .encode import Command


class SessionLink(Protocol):
    """Carries a session's commands to the room. ``Connection`` is the real one."""

    @property
    def is_online(self) -> bool:
        """True while joined and caught up: resends must wait for the replay to end (SPEC PUB-5)."""

    def send(self, command: Command) -> None:
        """Sends ``command`` if there is a link, else drops it; a lossy one also where too much is waiting to be
        written. Never raises."""

    def welcomed(self, spread_ms: float) -> None:
        """The room's ``welcome`` came, with the ms over which to spread reconnects (SPEC LIVE-4)."""

    def refused(self, retry_after_ms: float) -> bool:
        """The room refuses the join and asks for a pause (SPEC JOIN-7). Returns False if the link is joined already."""

    def caught_up(self) -> None:
        """The replay is over: everything missed was delivered (SPEC REC-1, REC-2)."""

    def drop(self) -> None:
        """Gives up the link and reconnects, as after a network failure."""

    def wake(self) -> None:
        """Probes the link with a ping; reconnects at once where there is none."""
