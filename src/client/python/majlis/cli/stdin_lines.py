"""Reads lines from standard input without blocking the event loop."""

from __future__ import annotations

import asyncio
import codecs
import os
import threading
from dataclasses import dataclass
from typing import AsyncIterator, Callable, Union

from ..sanitize import sanitize

CHUNK_BYTES = 64 * 1_024
MAX_LINE_BYTES = 256 * 1_024
"""More than any room accepts in a message: the rest of the line is dropped."""
MAX_CHUNKS_AHEAD = 4

@dataclass(frozen=True)
class NotUtf8:
    """A line whose bytes are no UTF-8, so that it would arrive changed."""


Line = Union[str, NotUtf8]

Read = Callable[[int], bytes]
"""Reads up to so many bytes, blocking; returns none at the end. May raise OSError."""


def read_stdin(size: int) -> bytes:
    """Bypasses Python's buffer, whose lock a waiting thread would still hold when the interpreter exits."""
    return os.read(0, size)


async def stdin_lines(read: Read = read_stdin) -> AsyncIterator[Line]:
    """Each line with visible text, sanitized, without its line break, and each that is not UTF-8."""
    rest = b""
    async for chunk in _chunks(read):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if text := _line(line):
                yield text
        rest = rest[:MAX_LINE_BYTES]
    if text := _line(rest):
        yield text


def _line(line: bytes) -> Line:
    try:
        text = sanitize(_decode(line).rstrip("\r"))
    except UnicodeDecodeError:
        return NotUtf8()
    return text if text.strip() else ""


def _decode(line: bytes) -> str:
    """Of a line that is too long the start, without the character in which it is cut off."""
    return codecs.getincrementaldecoder("utf-8")().decode(line[:MAX_LINE_BYTES], final=len(line) < MAX_LINE_BYTES)


async def _chunks(read: Read) -> AsyncIterator[bytes]:
    """Reads in a daemon thread: an event loop cannot watch every kind of file. It does not delay the exit."""
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue(MAX_CHUNKS_AHEAD)

    def pump() -> None:
        while True:
            try:
                chunk = read(CHUNK_BYTES)
            except OSError:
                chunk = b""
            try:
                asyncio.run_coroutine_threadsafe(chunks.put(chunk), loop).result()
            except (RuntimeError, asyncio.CancelledError):
                return
            if not chunk:
                return

    threading.Thread(target=pump, name="majlis-stdin", daemon=True).start()
    while chunk := await chunks.get():
        yield chunk
