"""Standard output and standard error. Nothing here raises: a reader who is gone is noticed, and ends the program."""

from __future__ import annotations

import io
import os
import sys
from typing import Callable, TextIO

from ..encode import event_to_json
from ..event_lines import event_lines
from ..event_stream import StreamEvent
from ..plain_text import room_line
from ..sanitize import sanitize


class Printer:
    """Events go to standard output, one flush each; what is said about the connection goes to standard error."""

    def __init__(self, *, as_json: bool, out: TextIO, err: TextIO) -> None:
        self._as_json = as_json
        self._out = out
        self._err = err
        self._broken: list[TextIO] = []
        self.on_broken: Callable[[], None] = lambda: None
        """called once, when nobody reads standard output any more"""
        for stream in (out, err):
            # A terminal that knows no Unicode gets question marks, not a crash.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")

    @property
    def is_broken(self) -> bool:
        return bool(self._broken)

    def event(self, event: StreamEvent) -> None:
        if self._as_json:
            self._print(event_to_json(event))
            return
        for line in event_lines(event):
            self._print(line)

    def line(self, line: str) -> None:
        """A line for people, already safe: programs that read JSON do not get it."""
        if not self._as_json:
            self._print(line)

    def notice(self, text: str) -> None:
        """Something about the connection, or a failure."""
        self._write(self._err, room_line(sanitize(text)))

    def _print(self, line: str) -> None:
        self._write(self._out, line)

    def _write(self, stream: TextIO, line: str) -> None:
        if stream in self._broken:
            return
        try:
            stream.write(line + "\n")
            stream.flush()
        except (OSError, ValueError):
            self._broken.append(stream)
            if stream is self._out:
                self.on_broken()


def discard_output() -> None:
    """Keeps the interpreter from complaining, at its end, that nobody reads what it could not write."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue
