"""Who holds an emoji on a message, in pages: a message names only ten of many (SPEC REACT-4)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from .codec import decode
from .environment import Environment
from .http_answer import request_list
from .members import Author


@dataclass(frozen=True)
class HolderPage:
    """Members who hold an emoji, at most 50, in the order of their ids, each with the name under which they reacted.

    ``after`` continues the list, and is there exactly if there are ``more``.
    """

    holders: tuple[Author, ...]
    more: bool
    after: str | None = None


async def request_holders(
    environment: Environment, room: str, seq: int, emoji: str, after: str | None
) -> HolderPage:
    """One page. Raises RoomError."""
    query = "" if after is None else f"?{urlencode({'after': after})}"
    url = f"{room}/messages/{seq}/reactions/{quote(emoji, safe='')}{query}"
    return decode(HolderPage, await request_list(environment, url, {}, "holders"))
