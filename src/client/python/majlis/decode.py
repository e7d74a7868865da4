"""Decodes frames from the room into typed events (SPEC EVT-1, EVT-2)."""

from __future__ import annotations

import json
from typing import Any, Callable, NoReturn

from . import events as e
from . import fields as f
from .limits import Limits, Rate
from .members import Author, Member, Self
from .traits import is_durable_event


def decode_events(frame: str) -> list[e.RoomEvent]:
    """The events in ``frame``: one event or an array of them, in order. Never raises.

    Skips unknown events, pongs, and durable events without a ``seq``, so that one bad event does not cost the others.
    An unknown event with a ``seq`` is kept as ``Unknown``: without it there would be a gap that nothing could fill.
    """
    try:
        value = json.loads(frame, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return []
    decoded = [_event(entry) for entry in (value if isinstance(value, list) else [value])]
    return [event for event in decoded if event is not None]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _event(value: object) -> e.RoomEvent | None:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return None
    event_type = value["type"]
    return _durable(value) if is_durable_event(event_type) else _TRANSIENT[event_type](value)


def _durable(fields: f.Fields) -> e.DurableEvent | None:
    """None without a ``seq``: it has no place in the order."""
    seq = f.as_seq(fields.get("seq"))
    if seq is None:
        return None
    head: dict[str, Any] = {
        "seq": seq,
        "at": f.number(fields, "at"),
        "from_": _author(f.record(fields, "from")),
        "id": f.text(fields, "id"),
    }
    type_ = f.text(fields, "type")
    make = _DURABLE.get(type_)
    return e.Unknown(**head, type=type_) if make is None else make(fields, head)


def _message(fields: f.Fields, head: dict[str, Any]) -> e.DurableEvent:
    return e.Message(
        **head,
        text=f.text(fields, "text"),
        reply_to=f.as_seq(fields.get("replyTo")),
        edited_at=f.optional_number(fields, "editedAt"),
        deleted=f.boolean(fields, "deleted"),
        reactions=tuple(
            e.ReactionSummary(
                emoji=f.text(each, "emoji"),
                count=f.integer(each, "count"),
                names=tuple(f.text_list(each, "names")),
                mine=f.boolean(each, "mine"),
            )
            for each in f.records(fields, "reactions")
        ),
    )


def _edit(fields: f.Fields, head: dict[str, Any]) -> e.DurableEvent:
    return e.Edit(**head, target=f.integer(fields, "target"), text=f.text(fields, "text"))


def _delete(fields: f.Fields, head: dict[str, Any]) -> e.DurableEvent:
    return e.Delete(**head, target=f.integer(fields, "target"))


def _reaction(fields: f.Fields, head: dict[str, Any]) -> e.DurableEvent:
    return e.Reaction(
        **head,
        target=f.integer(fields, "target"),
        emoji=f.text(fields, "emoji"),
        on=f.boolean(fields, "on"),
        count=f.integer(fields, "count"),
    )


def _settings(fields: f.Fields, head: dict[str, Any]) -> e.DurableEvent:
    return e.Settings(**head, settings=dict(f.record(fields, "settings")))


def _welcome(fields: f.Fields) -> e.RoomEvent:
    members = f.record(fields, "members")
    return e.Welcome(
        position=f.text(fields, "position"),
        recovered=f.boolean(fields, "recovered"),
        self_=_self(f.record(fields, "self")),
        room=f.text(f.record(fields, "room"), "name"),
        limits=_limits(f.record(fields, "limits")),
        count=f.integer(members, "count"),
        members=tuple(_member(each) for each in f.records(members, "list")),
        spread_ms=f.number(fields, "spreadMs"),
        version=f.text(fields, "version"),
    )


def _limits(fields: f.Fields) -> Limits:
    """Missing, zero and negative limits are the defaults."""
    default = Limits()
    rate = f.record(fields, "publishRate")

    def positive(source: f.Fields, name: str, otherwise: float) -> float:
        value = f.number(source, name, otherwise)
        return value if value > 0 else otherwise

    return Limits(
        frame_bytes=int(positive(fields, "frameBytes", default.frame_bytes)),
        text_graphemes=int(positive(fields, "textGraphemes", default.text_graphemes)),
        text_bytes=int(positive(fields, "textBytes", default.text_bytes)),
        name_graphemes=int(positive(fields, "nameGraphemes", default.name_graphemes)),
        signal_bytes=int(positive(fields, "signalBytes", default.signal_bytes)),
        history_page=int(positive(fields, "historyPage", default.history_page)),
        in_flight=int(positive(fields, "inFlight", default.in_flight)),
        publish_rate=Rate(
            positive(rate, "perSecond", default.publish_rate.per_second),
            positive(rate, "burst", default.publish_rate.burst),
        ),
    )


def _page(fields: f.Fields) -> e.RoomEvent:
    durable = [_durable(each) for each in f.records(fields, "events")]
    return e.Page(
        id=f.optional_text(fields, "id"),
        position=f.text(fields, "position"),
        events=tuple(event for event in durable if event is not None),
        more=f.boolean(fields, "more"),
    )


def _presence(fields: f.Fields) -> e.RoomEvent:
    self_ = f.record(fields, "self")
    return e.Presence(
        count=f.integer(fields, "count"),
        joined=tuple(_member(each) for each in f.records(fields, "joined")),
        left=tuple(_author(each) for each in f.records(fields, "left")),
        changed=tuple(_member(each) for each in f.records(fields, "changed")),
        id=f.optional_text(fields, "id"),
        self_=_self(self_) if self_ else None,
    )


def _failure(fields: f.Fields) -> e.RoomEvent:
    return e.Failure(
        id=f.optional_text(fields, "id"),
        code=f.text(fields, "code"),
        message=f.text(fields, "message"),
        retry_after_ms=f.optional_number(fields, "retryAfterMs"),
    )


def _author(fields: f.Fields) -> Author:
    return Author(f.text(fields, "id"), f.text(fields, "name"))


def _member(fields: f.Fields) -> Member:
    return Member(
        f.text(fields, "id"), f.text(fields, "name"), f.text(fields, "role"), f.boolean(fields, "away")
    )


def _self(fields: f.Fields) -> Self:
    return Self(
        f.text(fields, "id"), f.text(fields, "name"), f.text(fields, "role"), f.text(fields, "token")
    )


_DURABLE: dict[str, Callable[[f.Fields, dict[str, Any]], e.DurableEvent]] = {
    "message": _message,
    "edit": _edit,
    "delete": _delete,
    "reaction": _reaction,
    "settings": _settings,
}

_TRANSIENT: dict[str, Callable[[f.Fields], e.RoomEvent]] = {
    "welcome": _welcome,
    "presence": _presence,
    "typing": lambda fields: e.Typing(_author(f.record(fields, "from")), f.boolean(fields, "on")),
    "signal": lambda fields: e.Signal(
        _author(f.record(fields, "from")), fields.get("data"), f.optional_text(fields, "to")
    ),
    "page": _page,
    "more": lambda fields: e.More(f.integer(fields, "after")),
    "stored": lambda fields: e.Stored(f.text(fields, "id"), f.integer(fields, "seq")),
    "flow": lambda fields: e.Flow(f.text(fields, "id")),
    "error": _failure,
}
