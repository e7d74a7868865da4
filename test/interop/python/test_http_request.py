"""The requests of the client, against servers on the loopback interface."""

from __future__ import annotations

import asyncio

from harness import AsyncTestCase

from majlis.environment import CloseEvent, HttpAnswer
from majlis.http_request import request

TIMEOUT_S = 10
"""Bounds a wait that should not happen, so that it fails instead of hanging."""


class HttpRequest(AsyncTestCase):
    async def answering(self, response: bytes) -> str:
        """The URL of a server that answers every request with ``response``."""
        self.received = b""

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = await reader.readuntil(b"\r\n\r\n")
            self.received = head + await reader.read(2)
            writer.write(response)
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        self.addCleanup(server.close)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/r/tea/ticket"

    async def test_answer(self) -> None:
        """an answer comes with its status, whatever it is, and the request had its headers and body"""
        for status in (200, 401, 503):
            with self.subTest(status):
                url = await self.answering(b"HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\n\xd9\x85" % status)
                answer = await request("POST", url, {"Authorization": "Bearer t"}, "{}")
                self.assertEqual(answer, HttpAnswer(status, "م"))
                self.assertIn(b"POST /r/tea/ticket ", self.received)
                self.assertIn(b"Authorization: Bearer t\r\n", self.received)
                self.assertTrue(self.received.endswith(b"\r\n\r\n{}"))

    async def test_retry_after(self) -> None:
        """the header Retry-After comes in ms; a date is not read"""
        for header, ms in ((b"8", 8_000), (b"Fri, 31 Dec 1999 23:59:59 GMT", 0), (b"-1", 0), (b"9" * 5_000, 0)):
            with self.subTest(header):
                url = await self.answering(b"HTTP/1.1 429 X\r\nRetry-After: %s\r\nContent-Length: 2\r\n\r\n{}" % header)
                self.assertEqual(await request("POST", url, {}, "{}"), HttpAnswer(429, "{}", ms))

    async def test_no_answer(self) -> None:
        """without an answer it is a lost connection, with the reason"""
        refused = await request("POST", "http://127.0.0.1:1/r/tea/ticket", {}, "{}")
        self.assertEqual(refused, CloseEvent(1006, "Connection refused", False))
        for response in (b"", b"SSH-2.0-Something\r\n"):
            with self.subTest(response):
                answer = await request("POST", await self.answering(response), {}, "{}")
                assert isinstance(answer, CloseEvent)
                self.assertEqual((answer.code, answer.is_clean, answer.is_permanent), (1006, False, False))

    async def test_redirect(self) -> None:
        """a redirect is followed with the token on the same origin, and without it elsewhere"""
        for host, sent in (("127.0.0.1", 2), ("localhost", 1)):
            with self.subTest(host):
                heads: list[bytes] = []

                async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                    heads.append(await reader.readuntil(b"\r\n\r\n"))
                    moved = f"HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: http://{host}:{port}/b\r\n\r\n"
                    writer.write(moved.encode() if len(heads) == 1 else b"HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\n{}")
                    writer.close()

                server = await asyncio.start_server(answer, "127.0.0.1", 0)
                self.addCleanup(server.close)
                port = server.sockets[0].getsockname()[1]
                asked = request("GET", f"http://127.0.0.1:{port}/a", {"Authorization": "Bearer t"})
                self.assertEqual(await asyncio.wait_for(asked, TIMEOUT_S), HttpAnswer(200, "{}"))
                self.assertEqual((len(heads), sum(b"Bearer t" in head for head in heads)), (2, sent))

    async def test_damaged_answer(self) -> None:
        """an answer that ends too early, or redirects to what is no URL, is a lost connection, whatever its status"""
        reset = b"HTTP/1.1 503 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"
        elsewhere = b"HTTP/1.1 302 X\r\nLocation: http://a..b/\r\nContent-Length: 0\r\n\r\n"
        for response in (reset, elsewhere):
            with self.subTest(response):
                asked = request("POST", await self.answering(response), {}, "{}")
                answer = await asyncio.wait_for(asked, TIMEOUT_S)
                assert isinstance(answer, CloseEvent)
                self.assertEqual((answer.code, answer.is_permanent), (1006, False))
