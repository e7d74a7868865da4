"""What this side says, as JSON: commands for the room, events for programs that read them line by line."""

from __future__ import annotations

import json
from typing import Any

from . import events as e

Command = dict[str, Any]


def encode_command(command: Command) -> str:
    """A frame. Fields that are None are left out."""
    present = {name: value for name, value in command.items() if value is not None}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":"))


def encoded_bytes(command: Command) -> int:
    return utf8_bytes(encode_command(command))


def utf8_bytes(text: str) -> int:
    """The UTF-8 length of ``text``. A lone surrogate counts 3, as an encoder would replace it with U+FFFD."""
    return len(text.encode("utf-8", "surrogatepass"))


def event_to_json(event: e.DurableEvent | e.Reset) -> str:
    """One line of ASCII in the protocol's own names. Nothing in it can reach a terminal as more than text."""
    return json.dumps(event_to_wire(event), ensure_ascii=True, separators=(",", ":"))


def event_to_wire(event: e.DurableEvent | e.Reset) -> dict[str, Any]:
    """An event in the protocol's own names; a ``Reset`` as ``{"type":"reset","events":[…],"more":…}``."""
    if isinstance(event, e.Reset):
        return {
            "type": "reset",
            "events": [event_to_wire(each) for each in event.events],
            "more": event.more,
        }
    return {**_head(event), **_body(event)}


def _head(event: e.DurableEvent) -> dict[str, Any]:
    return {
        "type": event.type if isinstance(event, e.Unknown) else type(event).__name__.lower(),
        "seq": event.seq,
        "at": event.at,
        "from": {"id": event.from_.id, "name": event.from_.name},
        "id": event.id,
    }


def _body(event: e.DurableEvent) -> dict[str, Any]:
    if isinstance(event, e.Message):
        return _present(
            text=event.text,
            replyTo=event.reply_to,
            editedAt=event.edited_at,
            deleted=event.deleted or None,
            reactions=[_summary(each) for each in event.reactions] or None,
        )
    if isinstance(event, e.Edit):
        return {"target": event.target, "text": event.text}
    if isinstance(event, e.Delete):
        return {"target": event.target}
    if isinstance(event, e.Reaction):
        return {"target": event.target, "emoji": event.emoji, "on": event.on, "count": event.count}
    return {"settings": event.settings} if isinstance(event, e.Settings) else {}


def _summary(summary: e.ReactionSummary) -> dict[str, Any]:
    return _present(
        emoji=summary.emoji, count=summary.count, mine=summary.mine or None, names=list(summary.names)
    )


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
