"""How the room treats each type of command: the one list of commands (SPEC, "Commands").

``test/vectors/commands.json`` holds the same facts; both SDKs and the room are tested against it.
"""

from __future__ import annotations

from typing import NamedTuple


class CommandTraits(NamedTuple):
    """How the room treats a command type."""

    rated: bool = False
    """rate-limited per member, address and room (SPEC LIM-1)"""
    lossy: bool = False
    """may be dropped under load, and has no answer (SPEC EPH-1, EPH-2, LIM-4)"""
    durable: bool = False
    """answered with a durable event (SPEC LOG-1)"""


COMMANDS: dict[str, CommandTraits] = {
    "publish": CommandTraits(rated=True, durable=True),
    "edit": CommandTraits(rated=True, durable=True),
    "delete": CommandTraits(rated=True, durable=True),
    "react": CommandTraits(rated=True, durable=True),
    "typing": CommandTraits(lossy=True),
    "signal": CommandTraits(lossy=True),
    "rename": CommandTraits(rated=True),
    "history": CommandTraits(),
    "authenticate": CommandTraits(rated=True),
    "flow": CommandTraits(),
}
"""Every command type that this release sends."""

_NEVER_QUEUED = frozenset({"authenticate"})
"""Rated, but sent at once: a change of identity does not wait behind queued messages."""


def is_queued(command_type: str) -> bool:
    """True if the client queues commands of this type, to stay within the room's rate and within ten unanswered
    ones (SPEC LIM-1, LIM-3). The others are sent at once."""
    return COMMANDS[command_type].rated and command_type not in _NEVER_QUEUED


def is_lossy(command_type: str) -> bool:
    """True if commands of this type are dropped, not queued, while the connection is congested or offline."""
    return COMMANDS[command_type].lossy
