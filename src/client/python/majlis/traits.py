"""Which commands the client does not queue. ``test/vectors/commands.json`` has the traits of all commands; the room and
both SDKs are tested against it."""

from __future__ import annotations

_LOSSY = frozenset({"typing", "signal", "read"})
"""may be dropped under load, and have no answer (SPEC EPH-1 to EPH-3, LIM-4)"""

_DURABLE = frozenset({"publish", "edit", "delete", "restore", "react", "state", "configure", "role", "moderate", "clear"})

_SENT_AT_ONCE = _LOSSY | {"history", "map", "flow", "time", "authenticate"}
"""Not limited in rate, but for ``authenticate``: a change of identity does not wait behind queued messages."""


def is_queued(command_type: str) -> bool:
    """True if the client queues commands of this type, to stay within the room's rate and within ten unanswered
    ones (SPEC LIM-1, LIM-3). The others are sent at once."""
    return command_type not in _SENT_AT_ONCE


def is_durable(command_type: str) -> bool:
    """True if commands of this type lead to an event that is stored, and carry ``since`` (SPEC PUB-5)."""
    return command_type in _DURABLE


def is_lossy(command_type: str) -> bool:
    """True if commands of this type are dropped, not queued, while the connection is congested or offline."""
    return command_type in _LOSSY
