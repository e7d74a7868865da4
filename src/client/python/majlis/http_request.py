"""Implements ``environment.Request`` with the standard library, in a thread: a program has few requests to send."""

from __future__ import annotations

import asyncio
import re
import threading
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any, Mapping
from urllib.parse import urlsplit

from .environment import ABANDONED, CloseEvent, HttpAnswer
from .websocket import close_event_of_error

TIMEOUT_S = 10
MAX_BODY_BYTES = 256 * 1_024
_RETRY_AFTER = re.compile("[0-9]{1,9}")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to another origin without the member's token."""

    def redirect_request(self, req: urllib.request.Request, *given: Any) -> urllib.request.Request | None:
        redirected = super().redirect_request(req, *given)
        if redirected is not None and _origin(redirected) != _origin(req):
            redirected.remove_header("Authorization")
        return redirected


def _origin(http_request: urllib.request.Request) -> tuple[str, str]:
    parts = urlsplit(http_request.full_url)
    return parts.scheme, parts.netloc


_opener = urllib.request.build_opener(_Redirects)


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
        return _answer(http_request)
    except urllib.error.URLError as error:
        reason = error.reason if isinstance(error.reason, Exception) else OSError(str(error.reason))
        return close_event_of_error(reason)
    except OSError as error:
        return close_event_of_error(error)
    except (HTTPException, ValueError):
        # ValueError: it redirects to what is no URL.
        return CloseEvent(ABANDONED.code, "the answer was not that of a room", False)


def _answer(http_request: urllib.request.Request) -> HttpAnswer:
    try:
        response = _opener.open(http_request, timeout=TIMEOUT_S)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        text = response.read(MAX_BODY_BYTES).decode("utf-8", "replace")
        return HttpAnswer(response.status, text, _retry_after_ms(response.headers.get("Retry-After")))


def _retry_after_ms(header: str | None) -> float:
    """The header in seconds (RFC 9110, section 10.2.3) as ms; 0 without one, or for a date or a number that rooms do not
    send."""
    return int(header) * 1_000 if header is not None and _RETRY_AFTER.fullmatch(header) else 0
