"""The lines of standard input, without holding up the event loop."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import AsyncIterator, Callable

from ..sanitize import sanitize

CHUNK_BYTES = 64 * 1_024
MAX_LINE_BYTES = 256 * 1_024
"""No room takes so much in one message: what comes after it in the same line is let go of."""
MAX_CHUNKS_AHEAD = 4

Read = Callable[[int], bytes]


def read_stdin(size: int) -> bytes:
    """Past Python's own buffer, whose lock a waiting thread would still hold when the interpreter ends."""
    return os.read(0, size)


async def stdin_lines(read: Read = read_stdin) -> AsyncIterator[str]:
    """Each line that has something to show, cleaned of control sequences, without its line break."""
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
    """A thread waits for input: not every kind of file can be watched by an event loop. It never outlives the program."""
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
