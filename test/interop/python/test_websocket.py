"""The adapter of the library ``websockets``, against real sockets on the loopback, with the installed release."""

from __future__ import annotations

import asyncio
import socket
import unittest
from typing import Any, Awaitable, Callable
from unittest import mock

import websockets
from harness import AsyncTestCase

from majlis import websocket
from majlis.environment import CloseEvent, SocketEvents
from majlis.websocket import CLOSE_TIMEOUT_S, WebSocket

TIMEOUT_S = 10
"""Bounds a wait that should not happen, so that it fails instead of hanging."""


class SocketRecorder:
    def __init__(self) -> None:
        self.received: asyncio.Queue[str | bytes | CloseEvent] = asyncio.Queue()
        self.events = SocketEvents(
            on_frame=self.received.put_nowait,
            on_close=self.received.put_nowait,
            on_binary=self.received.put_nowait,
        )

    async def next(self) -> str | bytes | CloseEvent:
        return await asyncio.wait_for(self.received.get(), TIMEOUT_S)


class RealSockets(AsyncTestCase):
    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        self.recorder = SocketRecorder()

    async def served(self, handler: Callable[[Any], Awaitable[None]]) -> str:
        """The URL of a WebSocket server."""
        serve: Any = getattr(websockets, "serve")
        server = await serve(handler, "127.0.0.1", 0, subprotocols=["majlis.v1"])
        self.addAsyncCleanup(server.wait_closed)
        self.addCleanup(server.close)
        return f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/r/tea/socket?name=Ana"

    async def answering(self, response: bytes | None) -> str:
        """The URL of a server that sends ``response`` to every request, or never answers."""
        silent: list[asyncio.StreamWriter] = []

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            silent.append(writer)
            await reader.read(1)
            if response is None:
                return
            writer.write(response)
            writer.close()

        def close_silent() -> None:
            for writer in silent:
                writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        self.addCleanup(close_silent)
        self.addCleanup(server.close)
        return f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/r/tea/socket"

    def open(self, url: str, *protocols: str) -> WebSocket:
        opened = WebSocket(url, ["majlis.v1", *protocols], self.recorder.events)
        self.addAsyncCleanup(opened.wait_closed)
        self.addCleanup(opened.close)
        return opened

    async def test_talk(self) -> None:
        """[JOIN-2] offers its subprotocols; frames arrive in order, also those sent before the socket is open"""

        async def echo(room: Any) -> None:
            headers = room.request_headers if hasattr(room, "request_headers") else room.request.headers
            await room.send(f"{room.subprotocol} of {headers['Sec-WebSocket-Protocol']}")
            async for frame in room:
                await room.send(frame)

        opened = self.open(await self.served(echo), "ticket.a.5.b")
        for number in range(100):
            opened.send(f"مرحبا {number}")
        self.assertEqual(await self.recorder.next(), "majlis.v1 of majlis.v1, ticket.a.5.b")
        self.assertEqual([await self.recorder.next() for _ in range(100)], [f"مرحبا {n}" for n in range(100)])
        self.assertEqual(opened.backlog, 0)
        opened.close()
        await opened.wait_closed()
        self.assertTrue(self.recorder.received.empty())

    async def test_large_frame(self) -> None:
        """[REC-3] receives frames above the library's default size limit"""

        async def handler(room: Any) -> None:
            await room.send("x" * 4_000_000)
            await room.wait_closed()

        self.open(await self.served(handler))
        frame = await self.recorder.next()
        assert isinstance(frame, str)
        self.assertEqual(len(frame), 4_000_000)

    async def test_closed(self) -> None:
        """[JOIN-3] reports the code and reason of a close"""

        async def handler(room: Any) -> None:
            await room.send("last words")
            await room.close(4500, "No colon, please.")

        self.open(await self.served(handler))
        self.assertEqual(await self.recorder.next(), "last words")
        self.assertEqual(await self.recorder.next(), CloseEvent(4500, "No colon, please.", True))

    async def test_binary(self) -> None:
        """[FAN-6] reports binary frames in order with text frames and the close"""

        async def handler(room: Any) -> None:
            await room.send(b"\x00")
            await room.send("text")
            await room.send(b"\x01")
            await room.close(4000, "slow")

        self.open(await self.served(handler))
        received = [await self.recorder.next() for _ in range(4)]
        self.assertEqual(received, [b"\x00", "text", b"\x01", CloseEvent(4000, "slow", True)])

    async def test_unexpected_binary(self) -> None:
        """ignores binary frames where the client asked for none"""

        async def handler(room: Any) -> None:
            await room.send(b"\x00")
            await room.send("text")
            await room.wait_closed()

        events = SocketEvents(self.recorder.events.on_frame, self.recorder.events.on_close)
        opened = WebSocket(await self.served(handler), ["majlis.v1"], events)
        self.addAsyncCleanup(opened.wait_closed)
        self.addCleanup(opened.close)
        self.assertEqual(await self.recorder.next(), "text")

    async def test_cut(self) -> None:
        """[LIVE-4] a connection that is cut is reported as an unclean close"""

        async def handler(room: Any) -> None:
            room.transport.abort()

        self.open(await self.served(handler))
        self.assertEqual(await self.recorder.next(), CloseEvent(1006, "", False))

    async def test_connection_refused(self) -> None:
        """a refused connection can be retried"""
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.open(f"ws://127.0.0.1:{unused.getsockname()[1]}/r/tea/socket")
            close_event = await self.recorder.next()
        assert isinstance(close_event, CloseEvent)
        self.assertEqual((close_event.code, close_event.is_clean, close_event.is_permanent), (1006, False, False))
        self.assertNotEqual(close_event.reason, "")

    async def test_other_servers(self) -> None:
        """an HTTP status that is not a room's is permanent; 429 and 5xx can be retried"""
        for status, is_permanent in ((200, True), (404, True), (403, True), (429, False), (500, False), (503, False)):
            with self.subTest(status):
                url = await self.answering(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % status)
                self.open(url)
                self.assertEqual(
                    await self.recorder.next(), CloseEvent(1006, f"the answer was HTTP {status}", False, is_permanent)
                )

    async def test_no_http(self) -> None:
        """an answer that is not HTTP can be retried"""
        for response in (b"", b"SSH-2.0-Something\r\n", b"\x00" * 100):
            with self.subTest(response):
                self.open(await self.answering(response))
                close_event = await self.recorder.next()
                assert isinstance(close_event, CloseEvent)
                self.assertEqual((close_event.code, close_event.is_permanent), (1006, False))

    async def test_close_unresponsive(self) -> None:
        """close does not wait for an unresponsive server, opening or open, and no event follows"""
        silent = self.open(await self.answering(None))
        await asyncio.sleep(0)
        began = asyncio.get_running_loop().time()
        silent.close()
        await silent.wait_closed()

        async def never_reads(room: Any) -> None:
            await room.send("hello")
            room.transport.pause_reading()
            await gone.wait()
            room.transport.abort()

        gone = asyncio.Event()
        open_ = self.open(await self.served(never_reads))
        self.addCleanup(gone.set)
        self.assertEqual(await self.recorder.next(), "hello")
        open_.send("unheard")
        open_.close()
        await open_.wait_closed()
        self.assertLess(asyncio.get_running_loop().time() - began, 3 * CLOSE_TIMEOUT_S)
        self.assertTrue(self.recorder.received.empty())

    async def test_swallowed_cancellation(self) -> None:
        """a connection that opens while it is being closed is closed too"""

        async def handler(room: Any) -> None:
            await room.wait_closed()
            gone.set()

        async def ignores_cancellation(*given: Any, **options: Any) -> Any:
            connected = asyncio.ensure_future(connect(*given, **options))
            try:
                return await asyncio.shield(connected)
            except asyncio.CancelledError:
                return await connected

        async def connect(*given: Any, **options: Any) -> Any:
            return await real(*given, **options)

        real: Any = websocket._connect
        gone = asyncio.Event()
        url = await self.served(handler)
        with mock.patch.object(websocket, "_connect", ignores_cancellation):
            opened = self.open(url)
            await asyncio.sleep(0)
            opened.close()
            await asyncio.wait_for(gone.wait(), TIMEOUT_S)
        self.assertTrue(self.recorder.received.empty())

    async def test_failing_listener(self) -> None:
        """a failure while a frame is handled closes the connection and is reported, so that the client reconnects"""

        async def handler(room: Any) -> None:
            await room.send("one")
            await room.wait_closed()

        def fail(_frame: str) -> None:
            raise ZeroDivisionError

        complaints: list[Any] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        events = SocketEvents(fail, self.recorder.events.on_close)
        opened = WebSocket(await self.served(handler), ["majlis.v1"], events)
        self.addCleanup(opened.close)
        self.assertEqual(await self.recorder.next(), CloseEvent(1006, "", False))
        self.assertIsInstance(complaints[0]["exception"], ZeroDivisionError)

    async def test_closed_by_listener(self) -> None:
        """a frame listener may close the socket"""

        async def handler(room: Any) -> None:
            await room.send("one")
            await room.send("two")
            await room.wait_closed()

        def frame(text: str) -> None:
            self.recorder.received.put_nowait(text)
            opened.close()

        events = SocketEvents(frame, self.recorder.received.put_nowait)
        opened = WebSocket(await self.served(handler), ["majlis.v1"], events)
        self.assertEqual(await self.recorder.next(), "one")
        await opened.wait_closed()
        self.assertTrue(self.recorder.received.empty())


if __name__ == "__main__":
    unittest.main()
