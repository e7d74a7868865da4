"""Writes to standard output and standard error. Nothing here raises: a closed output is noticed and reported."""

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
    """Events go to standard output, flushed one by one; notices go to standard error."""

    def __init__(self, *, as_json: bool, out: TextIO, err: TextIO) -> None:
        self._as_json = as_json
        self._out = out
        self._err = err
        self._broken: list[TextIO] = []
        self.output_error: OSError | None = None
        """why standard output cannot be written, unless its reader has left: a full disk, for one"""
        self.on_output_closed: Callable[[], None] = lambda: None
        """called once, when standard output cannot be written any more, e.g. a closed pipe"""
        for stream in (out, err):
            # A terminal without Unicode gets question marks, not a crash.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")

    @property
    def is_output_broken(self) -> bool:
        """True if standard output or standard error cannot be written any more."""
        return bool(self._broken)

    def event(self, event: StreamEvent) -> None:
        """Prints ``event``, as lines or as JSON."""
        if self._as_json:
            self._print(event_to_json(event))
            return
        for line in event_lines(event):
            self._print(line)

    def line(self, line: str) -> None:
        """Prints a line that is sanitized already, unless the output is JSON."""
        if not self._as_json:
            self._print(line)

    def notice(self, text: str) -> None:
        """Prints a line about the connection or a failure to standard error."""
        self._write(self._err, room_line(sanitize(text)))

    def _print(self, line: str) -> None:
        self._write(self._out, line)

    def _write(self, stream: TextIO, line: str) -> None:
        if stream in self._broken:
            return
        try:
            stream.write(line + "\n")
            stream.flush()
        except (OSError, ValueError) as error:
            self._broken.append(stream)
            if stream is self._out:
                self._output_failed(error)

    def _output_failed(self, error: OSError | ValueError) -> None:
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            self.output_error = error
            self.notice(f"cannot write the output: {error.strerror}")
        self.on_output_closed()


def discard_output() -> None:
    """Redirects both outputs to the null device, so that the interpreter does not fail to flush them at its exit."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(null, stream.fileno())
        except (OSError, ValueError):
            continue
