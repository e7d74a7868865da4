"""Encodes commands as frames, and events as JSON lines for other programs."""

from __future__ import annotations

import json
from typing import Any, Sequence

from . import events as e
from .codec import encode
from .members import Author, Member

Command = dict[str, Any]
"""The fields of a command in the protocol's names, ``type`` among them (SPEC, "Commands")."""

_NAMES = {cls: name for name, cls in e.EVENTS.items()}
"""The event types by their classes."""


def mentions_to_wire(mentions: Sequence[Author | Member]) -> list[dict[str, str]] | None:
    """The field ``mentions`` of a command (SPEC MENT-1); None, and so absent, if there are none."""
    return [{"id": each.id, "name": each.name} for each in mentions] or None


def encode_command(command: Command) -> str:
    """The frame of ``command``, without the fields that are None. Lone surrogates are escaped, as a frame is UTF-8."""
    present = {name: value for name, value in command.items() if value is not None}
    frame = json.dumps(present, ensure_ascii=False, separators=(",", ":"))
    return frame.encode("utf-8", "backslashreplace").decode()


def encoded_bytes(command: Command) -> int:
    """The size of the frame of ``command`` in UTF-8 bytes (SPEC CMD-4)."""
    return utf8_bytes(encode_command(command))


def utf8_bytes(text: str) -> int:
    """The length of ``text`` in UTF-8 bytes. A lone surrogate counts 3, like the U+FFFD that replaces it."""
    return len(text.encode("utf-8", "surrogatepass"))


def event_to_json(event: e.DurableEvent | e.Reset) -> str:
    """``event`` as one line of JSON, in the protocol's names. ASCII only, so that it is safe to print to a terminal."""
    return json.dumps(event_to_wire(event), ensure_ascii=True, separators=(",", ":"))


def event_to_wire(event: e.DurableEvent | e.Reset) -> dict[str, Any]:
    """``event`` in the protocol's names; a ``Reset`` as ``{"type":"reset","events":[…],"more":…}``."""
    if isinstance(event, e.Reset):
        return {
            "type": "reset",
            "events": [event_to_wire(each) for each in event.events],
            "more": event.more,
        }
    head = {} if isinstance(event, e.Unknown) else {"type": _NAMES[type(event)]}
    return {**head, **encode(event)}
