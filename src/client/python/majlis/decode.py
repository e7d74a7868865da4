"""Decodes frames from the room into typed events (SPEC EVT-1, EVT-2)."""

from __future__ import annotations

import dataclasses
import json
from typing import NoReturn, TypeVar

from . import events as e
from . import fields as f
from .codec import decode
from .limits import Limits, Rate
from .members import Member

_DIGITS = "0123456789"
_Bounds = TypeVar("_Bounds", Limits, Rate)


def decode_events(frame: str) -> list[e.RoomEvent]:
    """The events in ``frame``: one event or an array of them, in order. Never raises.

    Skips unknown events, pongs, and durable events without a ``seq``, so that one bad event does not cost the others.
    An unknown event with a ``seq`` is kept as ``Unknown``: without it there would be a gap that nothing could fill.
    """
    decoded = [_event(entry) for entry in _entries(frame)]
    return [event for event in decoded if event is not None]


class FrameDecoder:
    """Decodes the frames of one connection, with the rows of signals that ``decode_events`` leaves out (SPEC EPH-5)."""

    def __init__(self) -> None:
        self._lanes: tuple[e.Lane, ...] = ()

    def decode(self, frame: str) -> list[e.RoomEvent]:
        """The events in ``frame``: each row as the ``Signal`` that it stands for, a count as ``Echo``. Never raises."""
        events: list[e.RoomEvent] = []
        # Signals alone come without brackets to a client that asks for compressed frames: no event begins so.
        for entry in _entries(f"[[{frame}]]" if frame[:1] in _DIGITS and frame else frame):
            if isinstance(entry, list):
                events += self._signals(entry)
                continue
            event = _event(entry)
            if isinstance(event, e.Lanes):
                self._lanes = (*self._lanes[: event.first], *event.lanes)
            elif event is not None:
                events.append(event)
        return events

    def _signals(self, row: list[object]) -> list[e.RoomEvent]:
        events: list[e.RoomEvent] = []
        for number, data in zip(row[::2], row[1::2]):
            if type(number) is int and 0 <= number < len(self._lanes):
                lane = self._lanes[number]
                events.append(e.Signal(lane.from_, data, key=lane.key))
        n = f.as_seq(row[-1]) if len(row) % 2 == 1 else None
        return events if n is None else [*events, e.Echo(n)]


def _entries(frame: str) -> list[object]:
    try:
        value = json.loads(frame, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return []
    return value if isinstance(value, list) else [value]


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
    room = f.record(fields, "room")
    return decode(
        e.Welcome,
        fields,
        room=f.text(room, "name"),
        settings=dict(f.record(room, "settings")),
        limits=_limits(f.record(fields, "limits")),
        count=f.integer(members, "count"),
        members=tuple(decode(Member, each) for each in f.records(members, "list")),
    )


def _page(fields: f.Fields) -> e.Page:
    durable = [_durable(each) for each in f.records(fields, "events")]
    return decode(e.Page, fields, events=tuple(event for event in durable if event is not None))


def _limits(fields: f.Fields) -> Limits:
    rate = _positive(decode(Rate, f.record(fields, "publishRate")))
    return _positive(decode(Limits, fields, publish_rate=rate))


def _positive(limits: _Bounds) -> _Bounds:
    """``limits`` with the defaults instead of the missing, zero and negative ones."""
    values = {each.name: getattr(limits, each.name) for each in dataclasses.fields(limits)}
    return type(limits)(**{name: value for name, value in values.items() if isinstance(value, Rate) or value > 0})
