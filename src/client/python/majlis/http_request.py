"""Implements ``environment.Request`` with the standard library, in a thread: a program has few requests to send."""

from __future__ import annotations

import asyncio
import threading
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Mapping

from .environment import ABANDONED, CloseEvent, HttpAnswer
from .websocket import close_event_of_error

TIMEOUT_S = 10
MAX_BODY_BYTES = 256 * 1_024


async def request(
    method: str, url: str, headers: Mapping[str, str], body: str | None = None
) -> HttpAnswer | CloseEvent:
    """See ``environment.Request``. The thread is a daemon, so that it does not delay the program's exit."""
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[HttpAnswer | CloseEvent] = loop.create_future()

    def settle(answer: HttpAnswer | CloseEvent) -> None:
        if not answered.done():
            answered.set_result(answer)

    def run() -> None:
        answer = _request(method, url, headers, body)
        try:
            loop.call_soon_threadsafe(settle, answer)
        except RuntimeError:
            # The loop is closed: no task waits for the answer.
            return

    threading.Thread(target=run, name="majlis-request", daemon=True).start()
    return await answered


def _request(method: str, url: str, headers: Mapping[str, str], body: str | None) -> HttpAnswer | CloseEvent:
    data = None if body is None else body.encode("utf-8", "replace")
    http_request = urllib.request.Request(url, data, dict(headers), method=method)
    try:
        with urllib.request.urlopen(http_request, timeout=TIMEOUT_S) as response:
            return HttpAnswer(response.status, response.read(MAX_BODY_BYTES).decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        with error:
            text = error.read(MAX_BODY_BYTES).decode("utf-8", "replace")
            return HttpAnswer(error.code, text, _retry_after_ms(error.headers.get("Retry-After")))
    except urllib.error.URLError as error:
        reason = error.reason if isinstance(error.reason, Exception) else OSError(str(error.reason))
        return close_event_of_error(reason)
    except OSError as error:
        return close_event_of_error(error)
    except HTTPException:
        return CloseEvent(ABANDONED.code, "the answer was not that of a room", False)


def _retry_after_ms(header: str | None) -> float:
    """The header in seconds (RFC 9110, section 10.2.3) as ms; 0 without one, or for a date, which rooms do not send."""
    return int(header) * 1_000 if header is not None and header.isascii() and header.isdigit() else 0
