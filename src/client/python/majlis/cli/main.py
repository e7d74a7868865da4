"""The program: from the command line to the exit code. No traceback ever reaches a user."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import signal
import sys
from typing import Any, Callable, Sequence

from ..connection import State
from ..errors import RoomError
from ..events import Failure
from ..room import Room
from .commands import COMMANDS
from .options import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, Options, parse_options
from .printer import Printer, discard_output

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main(arguments: Sequence[str] | None = None) -> int:
    """Raises SystemExit only for a wrong command line and for ``--help``."""
    options = parse_options(
        sys.argv[1:] if arguments is None else arguments, is_stdin_a_terminal=sys.stdin.isatty()
    )
    printer = Printer(as_json=options.as_json, out=sys.stdout, err=sys.stderr)
    if importlib.util.find_spec("websockets") is None:
        printer.notice("this needs the package websockets: pip install websockets")
        return EXIT_FAILED
    for name in ("asyncio", "websockets"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return asyncio.run(_run(options, printer))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    finally:
        if printer.is_broken:
            discard_output()


async def _run(options: Options, printer: Printer) -> int:
    """Whatever ends the work is one of four things: its own end, a failure, a signal, or a reader who is gone."""
    loop = asyncio.get_running_loop()
    work = asyncio.ensure_future(_in_room(options, printer))
    is_pointless = False

    def finish() -> None:
        # What is to be sent is sent, whoever reads about it.
        nonlocal is_pointless
        is_pointless = options.command != "send"
        if is_pointless:
            work.cancel()

    printer.on_broken = finish
    for number in _SIGNALS:
        _on_signal(loop, number, work.cancel)
    loop.set_exception_handler(lambda _, context: printer.notice(_words(context)))
    try:
        return await work
    except asyncio.CancelledError:
        return EXIT_OK if is_pointless else EXIT_INTERRUPTED
    except RoomError as error:
        printer.notice(f"{error} ({error.code})")
    except Exception as error:
        printer.notice(f"this program failed: {type(error).__name__}: {error}")
    return EXIT_FAILED


async def _in_room(options: Options, printer: Printer) -> int:
    room = Room(options.url, name=options.name, token=options.token)
    room.on("state", _ConnectionNotices(printer).state)
    room.on("failure", lambda failure: _tell_failure(printer, failure))
    entering = asyncio.ensure_future(room.__aenter__())
    try:
        # Not wait_for, which before Python 3.12 forgets an interrupt that comes in the moment of success.
        if entering not in (await asyncio.wait([entering], timeout=options.timeout_s))[0]:
            printer.notice(f"nobody answered within {options.timeout_s:g} s")
            return EXIT_FAILED
        await entering
        return await COMMANDS[options.command](room, options, printer)
    finally:
        entering.cancel()
        await room.leave()


class _ConnectionNotices:
    """Says once that the connection is gone, however many tries it takes, and once that it is there again."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._is_away = False

    def state(self, state: State) -> None:
        if state.name == "reconnecting" and not self._is_away:
            self._is_away = True
            reason = "" if state.close_event is None else state.close_event.reason
            self._printer.notice("not connected" + (f": {reason}" if reason else "") + "; trying again")
        elif state.name == "online" and self._is_away:
            self._is_away = False
            self._printer.notice("connected")


def _tell_failure(printer: Printer, failure: Failure) -> None:
    printer.notice(f"{failure.message} ({failure.code})")


def _on_signal(loop: asyncio.AbstractEventLoop, number: signal.Signals, call: Callable[[], object]) -> None:
    """A second signal of the kind ends the program at once: the handler is gone with the first."""

    def once() -> None:
        loop.remove_signal_handler(number)
        call()

    try:
        loop.add_signal_handler(number, once)
    except NotImplementedError:
        # Windows: an interrupt raises KeyboardInterrupt in the loop, which ends it too.
        return


def _words(context: dict[str, Any]) -> str:
    error = context.get("exception")
    return f"this program failed: {context.get('message')}" + (f": {error}" if error else "")
