"""Reads the answers to HTTP requests. Failures of a room are problem details (RFC 9457)."""

from __future__ import annotations

import json
from typing import Mapping

from . import fields as f
from .environment import CloseEvent, Environment, HttpAnswer
from .errors import RoomError, client_error, refusal_error
from .fields import Fields


def parse_json(body: str) -> object:
    """The JSON of a body; None if it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def parse_object(body: str) -> dict[str, object]:
    """The JSON object of a body; an empty one if it is none."""
    value = parse_json(body)
    return value if isinstance(value, dict) else {}


async def request_list(environment: Environment, url: str, headers: Mapping[str, str], name: str) -> Fields:
    """The JSON object at ``url``, which has the list ``name``. Raises RoomError."""
    answer = await environment.request("GET", url, headers)
    body = {} if isinstance(answer, CloseEvent) or answer.status != 200 else parse_object(answer.body)
    if not isinstance(body.get(name), list):
        raise answer_error(answer)
    return body


def answer_error(answer: HttpAnswer | CloseEvent) -> RoomError:
    """The room's refusal; ``not_connected`` if the answer was not a room's."""
    problem = {} if isinstance(answer, CloseEvent) else parse_object(answer.body)
    code = problem.get("code")
    if isinstance(answer, CloseEvent) or not isinstance(code, str):
        return client_error("not_connected")
    detail = str(problem.get("detail", problem.get("message", code)))
    return refusal_error(code, detail, answer.retry_after_ms or None, f.optional_number(problem, "until"))
