"""The commands, run in a joined room. Each returns the exit code, and may be cancelled at any time."""

from __future__ import annotations

import asyncio
from typing import AsyncIterator, Awaitable, Callable
from urllib.parse import unquote

from ..environment import set_timer
from ..event_lines import greeting_line, presence_lines
from ..events import DurableEvent, Presence
from ..room import Room
from .options import EXIT_FAILED, EXIT_OK, TAIL_MESSAGES, Options
from .outage import Outage
from .printer import Printer
from .publisher import Publisher
from .stdin_lines import Line, stdin_lines


async def join(room: Room, options: Options, printer: Printer) -> int:
    """Prints events and publishes each typed line, until standard input ends and all of it is stored."""

    def show_presence(presence: Presence) -> None:
        for line in presence_lines(presence):
            printer.line(line)

    if room.self is not None:
        printer.line(greeting_line(room.self, unquote(room.url.rpartition("/")[2]), room.members))
    for event in room.newest.events[-TAIL_MESSAGES:]:
        printer.event(event)
    room.on("presence", show_presence)
    publisher = Publisher(room, stored=lambda _: None, failed=printer.notice)
    printing = asyncio.ensure_future(_print_events(room, printer))
    publishing = asyncio.ensure_future(publisher.publish_all(stdin_lines()))
    # Who types sees the state of the connection, and may wait for it.
    outage = Outage(
        room, set_timer, options.max_outage_s, lambda: publisher.has_read_all and publisher.unconfirmed > 0
    )
    try:
        await asyncio.wait([printing, publishing, outage.too_long], return_when=asyncio.FIRST_COMPLETED)
        # A room that refused for good ends the printing with an error; the end of the input ends the publishing.
        if printing.done():
            await printing
        elif not publishing.done():
            return _give_up(options, printer)
        return EXIT_OK
    finally:
        outage.stop()
        await _cancel(printing, publishing)
        publisher.give_up()


async def send(room: Room, options: Options, printer: Printer) -> int:
    """Publishes the message or each line of standard input. Fails unless everything is stored, also if the room cannot be
    reached for ``max_outage_s``."""
    stored = printer.event if options.as_json else (lambda _: None)
    publisher = Publisher(room, stored=stored, failed=printer.notice)
    lines = stdin_lines() if options.text is None else _single(options.text)
    publishing = asyncio.ensure_future(publisher.publish_all(lines))
    outage = Outage(room, set_timer, options.max_outage_s, lambda: publisher.unconfirmed > 0)
    try:
        await asyncio.wait([publishing, outage.too_long], return_when=asyncio.FIRST_COMPLETED)
        if not publishing.done():
            return _give_up(options, printer)
        await publishing
        return EXIT_OK if publisher.failures == 0 else EXIT_FAILED
    finally:
        outage.stop()
        await _cancel(publishing)
        publisher.give_up()


async def tail(room: Room, options: Options, printer: Printer) -> int:
    """Prints the newest messages, and then those to come."""
    newest = room.newest
    events = newest.events
    if len(events) < options.count and newest.more:
        before = events[0].seq if events else None
        events = (*await _messages(room, options.count - len(events), before), *events)
    for event in events[len(events) - min(options.count, len(events)) :]:
        printer.event(event)
    if options.follow:
        await _print_events(room, printer)
    return EXIT_OK


async def history(room: Room, options: Options, printer: Printer) -> int:
    """Prints a range of past messages, oldest first (SPEC HIST-1)."""
    for event in await _messages(room, options.count, options.before):
        printer.event(event)
    return EXIT_OK


COMMANDS: dict[str, Callable[[Room, Options, Printer], Awaitable[int]]] = {
    "join": join,
    "send": send,
    "tail": tail,
    "history": history,
}
"""By the name of the subcommand."""


def _give_up(options: Options, printer: Printer) -> int:
    printer.notice(f"gave up: no connection for {options.max_outage_s:g} s")
    return EXIT_FAILED


async def _print_events(room: Room, printer: Printer) -> None:
    async for event in room:
        printer.event(event)


async def _messages(room: Room, count: int, before: int | None) -> list[DurableEvent]:
    """The last ``count`` messages before seq ``before``, oldest first, page by page."""
    found: list[DurableEvent] = []
    while len(found) < count:
        page = await room.history(before=before, limit=min(room.limits.history_page, count - len(found)))
        found = [*page.events, *found]
        if not page.more or not page.events:
            break
        before = page.before or page.events[0].seq
    return found


async def _single(text: str) -> AsyncIterator[Line]:
    yield text


async def _cancel(*tasks: asyncio.Future[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
