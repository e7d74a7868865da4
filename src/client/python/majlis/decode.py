"""Decodes frames from the room into typed events (SPEC EVT-1, EVT-2)."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from . import events as e
from . import fields as f
from .codec import decode
from .limits import Limits, Rate
from .members import Member


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
    if e.is_durable(event_type):
        return _durable(value)
    if event_type == "welcome":
        return _welcome(value)
    if event_type == "page":
        return _page(value)
    event: e.RoomEvent = decode(e.EVENTS[event_type], value)
    return event


def _durable(fields: f.Fields) -> e.DurableEvent | None:
    """None without a ``seq``: it has no place in the order."""
    seq = f.as_seq(fields.get("seq"))
    if seq is None:
        return None
    event_type = f.text(fields, "type")
    cls = e.EVENTS.get(event_type, e.Unknown) if e.is_durable(event_type) else e.Unknown
    event: e.DurableEvent = decode(cls, fields, seq=seq)
    return event


def _welcome(fields: f.Fields) -> e.Welcome:
    members = f.record(fields, "members")
    return decode(
        e.Welcome,
        fields,
        room=f.text(f.record(fields, "room"), "name"),
        limits=_limits(f.record(fields, "limits")),
        count=f.integer(members, "count"),
        members=tuple(decode(Member, each) for each in f.records(members, "list")),
    )


def _page(fields: f.Fields) -> e.Page:
    durable = [_durable(each) for each in f.records(fields, "events")]
    return decode(e.Page, fields, events=tuple(event for event in durable if event is not None))


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
