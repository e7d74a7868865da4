"""What members do with messages."""

from __future__ import annotations

from typing import Protocol, Sequence

from .encode import mentions_to_wire
from .environment import Environment
from .errors import client_error
from .events import Message, Page
from .limits import Limits
from .members import Author, Member
from .message_text import check_text
from .reaction_holders import HolderPage, request_holders
from .session import Session


class _Room(Protocol):
    """What the methods need of a room."""

    url: str
    _environment: Environment
    _session: Session

    @property
    def limits(self) -> Limits: ...


class Messages:
    """The methods of a Room for messages: publishing, changing and reading them, and reactions."""

    async def publish(
        self: _Room, text: str, *, reply_to: int | None = None, mentions: Sequence[Author | Member] = ()
    ) -> Message:
        """Publishes a message, as a reply to message ``reply_to`` if given. Returns it as stored (SPEC PUB-2).

        ``mentions`` are the members whom the text mentions, each by the name after an ``@`` in it (SPEC MENT-1).

        While the room cannot be reached it waits, up to an hour, in an outbox of 100 messages and 64 KiB of text.
        It is stored once, however often it was sent (SPEC PUB-3 to PUB-5). Cancelling stops the waiting, not the
        message.

        Raises RoomError: ``too_large``, ``invalid_text`` or ``empty_text`` before anything is sent (see
        ``message_text.check_text``), ``outbox_full``, ``stale`` after an hour, ``closed``, or the room's refusal.
        """
        return await self._session.publish(text, reply_to, mentions)

    async def edit(self: _Room, seq: int, text: str, *, mentions: Sequence[Author | Member] = ()) -> None:
        """Replaces the text of your own message ``seq``, and whom it mentions (SPEC EDIT-1). Raises RoomError as
        ``publish`` and ``delete`` do."""
        wire = mentions_to_wire(mentions)
        await self._session.request(
            {"type": "edit", "seq": seq, "text": check_text(text, self.limits), "mentions": wire}
        )

    async def delete(self: _Room, seq: int, *, reason: str | None = None) -> None:
        """Deletes your own message ``seq`` (SPEC DEL-1), or as a moderator another's, with a ``reason`` if you like (SPEC
        MOD-8).

        Raises RoomError: ``not_connected``, ``connection_lost`` or ``timeout`` (10 s) if the room cannot answer,
        ``closed``, or the room's refusal. The first three are temporary; after the second and third the command may
        or may not have been executed. So does every other call that waits for an answer.
        """
        await self._session.request({"type": "delete", "seq": seq, "reason": reason})

    async def restore(self: _Room, seq: int) -> None:
        """Undoes the deletion of your own message ``seq``, with its reactions (SPEC DEL-3). Raises RoomError as
        ``delete`` does: ``undo_expired`` 10 s after the deletion, or if the room slept meanwhile."""
        await self._session.request({"type": "restore", "seq": seq})

    async def react(self: _Room, seq: int, emoji: str, on: bool = True) -> None:
        """Adds one emoji to message ``seq``, or removes it (SPEC REACT-1)."""
        await self._session.request({"type": "react", "seq": seq, "emoji": emoji, "on": on})

    async def reaction_holders(self: _Room, seq: int, emoji: str, *, after: str | None = None) -> HolderPage:
        """A page of those who hold ``emoji`` on message ``seq``, of whom the message names ten; ``after`` continues it
        (SPEC REACT-4). Works without a connection. Raises RoomError: ``not_connected``, or the room's refusal."""
        return await request_holders(self._environment, self.url, seq, emoji, after)

    async def history(
        self: _Room, *, before: int | None = None, after: int | None = None, limit: int | None = None
    ) -> Page:
        """A page of the messages before seq ``before``, or of the newest without it; or of the events of every type after
        seq ``after``, by which a match can be replayed. Oldest first: 50, or ``limit``, at most ``limits.history_page``
        (SPEC HIST-1, HIST-2). Empty only if there are none.

        Raises RoomError as ``delete`` does.
        """
        while True:
            fields = {"before": before, "after": after, "limit": limit}
            answer = await self._session.request({"type": "history", **fields})
            if not isinstance(answer, Page):
                raise client_error("timeout")
            if answer.events or answer.before is None:
                return answer
            # The room looked through many rows without a message, and says where to go on (SPEC HIST-5).
            before = answer.before
