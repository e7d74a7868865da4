"""Reads lines from standard input without blocking the event loop."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import AsyncIterator, Callable

from ..sanitize import sanitize

CHUNK_BYTES = 64 * 1_024
MAX_LINE_BYTES = 256 * 1_024
"""More than any room accepts in a message: the rest of the line is dropped."""
MAX_CHUNKS_AHEAD = 4

Read = Callable[[int], bytes]
"""Reads up to so many bytes, blocking; returns none at the end. May raise OSError."""


def read_stdin(size: int) -> bytes:
    """Bypasses Python's buffer, whose lock a waiting thread would still hold when the interpreter exits."""
    return os.read(0, size)


async def stdin_lines(read: Read = read_stdin) -> AsyncIterator[str]:
    """Each line with visible text, sanitized, without its line break."""
    rest = b""
    async for chunk in _chunks(read):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if text := _text(line):
                yield text
        rest = rest[:MAX_LINE_BYTES]
    if text := _text(rest):
        yield text


def _text(line: bytes) -> str:
    text = sanitize(line.decode("utf-8", "replace").rstrip("\r"))
    return text if text.strip() else ""


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
