"""Runs the program, from the command line to the exit code. No traceback ever reaches a user."""

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
    """Runs ``arguments``, those of the process by default; returns the exit code.

    Raises SystemExit only for a wrong command line and for ``--help``.
    """
    try:
        options = parse_options(
            sys.argv[1:] if arguments is None else arguments, is_stdin_a_terminal=sys.stdin.isatty()
        )
    except OSError as error:
        print(f"* cannot write the output: {error.strerror}", file=sys.stderr)
        discard_output()
        return EXIT_FAILED
    printer = Printer(as_json=options.as_json, out=sys.stdout, err=sys.stderr)
    if importlib.util.find_spec("websockets") is None:
        printer.notice("missing dependency: pip install websockets")
        return EXIT_FAILED
    for name in ("asyncio", "websockets"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return asyncio.run(_run(options, printer))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    finally:
        if printer.is_output_broken:
            discard_output()


async def _run(options: Options, printer: Printer) -> int:
    """Runs until the command ends, fails, is interrupted, or its output is closed."""
    loop = asyncio.get_running_loop()
    work = asyncio.ensure_future(_run_in_room(options, printer))
    is_output_closed = False

    def on_output_closed() -> None:
        # send goes on: its messages matter without its output.
        nonlocal is_output_closed
        is_output_closed = options.command != "send"
        if is_output_closed:
            work.cancel()

    printer.on_output_closed = on_output_closed
    for number in _SIGNALS:
        _on_signal(loop, number, work.cancel)
    loop.set_exception_handler(lambda _, context: printer.notice(_describe(context)))
    try:
        code = await work
        return code if printer.output_error is None else EXIT_FAILED
    except asyncio.CancelledError:
        if printer.output_error is not None:
            return EXIT_FAILED
        return EXIT_OK if is_output_closed else EXIT_INTERRUPTED
    except RoomError as error:
        printer.notice(f"{error} ({error.code})")
    except Exception as error:
        printer.notice(f"this program failed: {type(error).__name__}: {error}")
    return EXIT_FAILED


async def _run_in_room(options: Options, printer: Printer) -> int:
    room = Room(options.url, name=options.name, token=options.token, key=options.key)
    room.on("state", _ConnectionNotices(printer).state)
    room.on("failure", lambda failure: _print_failure(printer, failure))
    joining = asyncio.ensure_future(room.__aenter__())
    try:
        # Not wait_for, which before Python 3.12 can swallow an interrupt that races with success.
        if joining not in (await asyncio.wait([joining], timeout=options.timeout_s))[0]:
            printer.notice(f"no answer within {options.timeout_s:g} s")
            return EXIT_FAILED
        await joining
        return await COMMANDS[options.command](room, options, printer)
    finally:
        joining.cancel()
        await room.leave()


class _ConnectionNotices:
    """Reports a lost connection once, however many attempts follow, and once that it is back."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._is_disconnected = False

    def state(self, state: State) -> None:
        if state.name == "reconnecting" and not self._is_disconnected:
            self._is_disconnected = True
            reason = "" if state.close_event is None else state.close_event.reason
            self._printer.notice("not connected" + (f": {reason}" if reason else "") + "; reconnecting")
        elif state.name == "online" and self._is_disconnected:
            self._is_disconnected = False
            self._printer.notice("connected")


def _print_failure(printer: Printer, failure: Failure) -> None:
    printer.notice(f"{failure.message} ({failure.code})")


def _on_signal(loop: asyncio.AbstractEventLoop, number: signal.Signals, call: Callable[[], object]) -> None:
    """Calls ``call`` at the first signal of this kind; a second one ends the program at once."""

    def handle() -> None:
        loop.remove_signal_handler(number)
        call()

    try:
        loop.add_signal_handler(number, handle)
    except NotImplementedError:
        # Windows: an interrupt raises KeyboardInterrupt in the loop, which ends it too.
        return


def _describe(context: dict[str, Any]) -> str:
    error = context.get("exception")
    return f"this program failed: {context.get('message')}" + (f": {error}" if error else "")
