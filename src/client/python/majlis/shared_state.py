"""The shared state of a room, as the room last sent it (SPEC STATE-1 to STATE-5)."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Iterable

from .environment import Environment
from .errors import RoomError
from .listeners import call_listeners
from .events import Clear, Delta, DurableEvent, KeyState, StateChange, StateEntry, StateMap, Stored, Welcome

EPHEMERAL_MARK = "~"
MAX_ATTEMPTS = 16
"""How often ``update`` starts again where others are faster. Of all who do so at once one succeeds: from the third attempt
on each waits for a random time, which doubles, so that twenty of them get their turn."""
ATTEMPTS_AT_ONCE = 2
FIRST_PAUSE_MS = 50
MAX_PAUSE_MS = 1_000

Request = Callable[[dict[str, Any]], Awaitable[object]]


@dataclass(frozen=True)
class SharedStateChange:
    """``entries``: the keys that changed, as they are now; ``value`` is None if one was deleted. ``is_reset``: what was
    held was replaced, after a join or a Clear."""

    entries: tuple[StateEntry, ...]
    is_reset: bool


class SharedState:
    """What members share beside messages. ``request`` sends a command and returns its answer."""

    def __init__(self, request: Request, environment: Environment) -> None:
        self._request = request
        self._environment = environment
        self._entries: dict[str, StateEntry] = {}
        self._listeners: list[Callable[[SharedStateChange], None]] = []
        self._reading: asyncio.Task[None] | None = None
        self._is_used = False
        self._is_online = False
        self.is_complete = False
        """True once all keys are known: with the welcome, or soon after it if they are many, or if you joined with a
        position."""

    def get(self, key: str) -> Any:
        """The value of a key; None if it is not set."""
        entry = self._entries.get(key)
        return None if entry is None else entry.value

    def entry(self, key: str) -> StateEntry | None:
        """A key with its version, and who set it; None if it is not set."""
        return self._entries.get(key)

    def entries(self) -> tuple[StateEntry, ...]:
        """All keys that are set."""
        return tuple(self._entries.values())

    async def set(self, key: str, value: Any, *, if_version: int | None = None) -> int:
        """Sets a key to any JSON but null; one that begins with ``~`` is gone with you. Returns its version once the room
        has stored it.

        Raises RoomError as ``Room.delete`` does, and ``version_mismatch`` if the key has another version than
        ``if_version``, with what it holds as ``current``; 0 is a key that is not set (SPEC STATE-2). Raises TypeError or
        ValueError if ``value`` is not such JSON.
        """
        if value is None:
            raise ValueError("no key holds null: delete removes it")
        json.dumps(value, allow_nan=False)
        answer = await self._request(_command(key, if_version) | {"value": value})
        if isinstance(answer, Delta):
            return answer.entries[0].version
        return answer.seq if isinstance(answer, (StateChange, Stored)) else 0

    async def delete(self, key: str, *, if_version: int | None = None) -> None:
        """Deletes a key. Raises RoomError ``not_found`` if it is not set, else as ``set`` does."""
        await self._request(_command(key, if_version))

    async def update(self, key: str, change: Callable[[Any], Any]) -> Any:
        """Changes a key by what it holds: ``change`` gets its value, None if it is not set, and returns the next one; None
        changes nothing. It is called again where another member was faster. Returns the value."""
        entry = self._entries.get(key)
        version, value = (0, None) if entry is None else (entry.version, entry.value)
        for attempt in range(1, MAX_ATTEMPTS + 1):
            following = change(value)
            if following is None:
                return None
            try:
                await self.set(key, following, if_version=version)
                return following
            except RoomError as error:
                if error.current is None or attempt == MAX_ATTEMPTS:
                    raise
                current = error.current
            if attempt >= ATTEMPTS_AT_ONCE:
                await self._pause(attempt - ATTEMPTS_AT_ONCE)
            version, value = self._newest(key, current)
        raise AssertionError("the last attempt returns or raises")

    async def _pause(self, number: int) -> None:
        ms = self._environment.random() * min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2**number)
        paused = asyncio.get_running_loop().create_future()
        self._environment.set_timer(lambda: paused.done() or paused.set_result(None), ms)
        await paused

    def _newest(self, key: str, current: KeyState) -> tuple[int, Any]:
        """What the key holds: as the room has answered, unless a later change has come since. Its deletion may be yet to
        come."""
        entry = self._entries.get(key)
        if entry is not None and current.version > 0 and entry.version > current.version:
            return entry.version, entry.value
        return current.version, current.value

    def on_change(self, listener: Callable[[SharedStateChange], None]) -> Callable[[], None]:
        """Calls ``listener`` after each change, and returns the function that stops it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def welcomed(self, welcome: Welcome) -> None:
        """A client that has recovered has the kept keys, which the missed events change (SPEC STATE-4)."""
        self.is_complete = not welcome.state.more and (self.is_complete or not welcome.recovered)
        kept = [key for key in self._entries if welcome.recovered and not key.startswith(EPHEMERAL_MARK)]
        self._replace(welcome.state.entries, kept)

    def changed(self, delta: Delta) -> None:
        """Ephemeral keys changed."""
        self._apply(delta.entries)

    def delivered(self, event: DurableEvent) -> None:
        """A durable event was delivered."""
        if isinstance(event, StateChange):
            self._apply([StateEntry(event.key, event.seq, event.from_, event.value)])
        elif isinstance(event, Clear):
            self._replace((), ())

    def use(self) -> None:
        """The program uses the state: what the welcome left out is read, which no other program pays for."""
        self._is_used = True
        self._read_missing()

    def online(self, is_online: bool) -> None:
        """Requests may be sent from now on, or no more."""
        self._is_online = is_online
        self._read_missing()

    def _read_missing(self) -> None:
        if not self._is_used or not self._is_online or self.is_complete:
            return
        if self._reading is None or self._reading.done():
            self._reading = asyncio.get_running_loop().create_task(self._read_all())

    async def _read_all(self) -> None:
        after, more = "", True
        while more:
            try:
                page = await self._request({"type": "map", "after": after})
            except RoomError as error:
                # Where many join at once the room has read too much for all of them.
                if error.code == "timeout":
                    continue
                return
            if not isinstance(page, StateMap):
                return
            self._apply(page.entries)
            after, more = page.entries[-1].key if page.entries else after, page.more
        self.is_complete = True

    def _replace(self, entries: tuple[StateEntry, ...], kept: Iterable[str]) -> None:
        named = {entry.key for entry in entries}
        gone = [each for key, each in self._entries.items() if key not in kept and key not in named]
        deleted = [StateEntry(each.key, each.version, each.from_) for each in gone]
        self._apply([*deleted, *entries], is_reset=True)

    def _apply(self, changes: Iterable[StateEntry], is_reset: bool = False) -> None:
        applied = tuple(change for change in changes if self._apply_one(change, is_reset))
        if applied or is_reset:
            call_listeners(self._listeners, SharedStateChange(applied, is_reset), "the shared state")

    def _apply_one(self, change: StateEntry, is_reset: bool) -> bool:
        """An event that was held until an earlier one came may be older than a page."""
        known = self._entries.get(change.key)
        if known is not None and not is_reset and change.version < known.version:
            return False
        if change.value is None:
            return self._entries.pop(change.key, None) is not None
        self._entries[change.key] = change
        return True


def _command(key: str, if_version: int | None) -> dict[str, Any]:
    return {"type": "state", "key": key, "ifVersion": if_version}
