"""A client driven by a test: each line of its input is a command, each line of its output an event, as JSON.
Usage: talker.py URL NAME"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from dataclasses import replace
from typing import Any

import harness  # noqa: F401

from majlis import Delete, DurableEvent, Edit, Message, Reaction, Reset, Restore, Room, RoomError, Welcome
from majlis.cli.stdin_lines import stdin_lines
from majlis.environment import real_environment

BACKOFF_SCALE = 0.05
"""Shortens the backoff."""


def emit(**fields: Any) -> None:
    print(json.dumps(fields), flush=True)


def entry(event: DurableEvent) -> dict[str, Any]:
    """``event`` as an entry of test/support/auditor.ts."""
    return {
        "seq": event.seq,
        "type": type(event).__name__.lower(),
        "member": event.from_.id,
        "id": event.id,
        **({"text": event.text} if isinstance(event, (Message, Edit, Restore)) else {}),
        **({"target": event.target} if isinstance(event, (Edit, Delete, Restore, Reaction)) else {}),
    }


async def read(room: Room) -> None:
    async for event in room:
        if isinstance(event, Reset):
            emit(reset=[entry(each) for each in event.events])
        else:
            emit(event=entry(event))


async def publish(room: Room, text: str) -> None:
    try:
        stored = await room.publish(text)
        emit(stored={"member": stored.from_.id, "id": stored.id, "seq": stored.seq, "text": stored.text})
    except RoomError as error:
        emit(failed=f"{text}: {error!r}")


async def run_command(room: Room, command: dict[str, Any]) -> None:
    if "publish" in command:
        await publish(room, command["publish"])
        return
    try:
        if "edit" in command:
            await room.edit(command["edit"], command["text"])
        elif "react" in command:
            await room.react(command["react"], command["emoji"])
        elif "delete" in command:
            await room.delete(command["delete"])
        elif "restore" in command:
            await room.restore(command["restore"])
        elif "rename" in command:
            await room.rename(command["rename"])
        elif "signal" in command:
            await room.signal(command["signal"])
        emit(done=command)
    except RoomError as error:
        emit(failed=f"{command}: {error!r}")


async def main(url: str, name: str) -> None:
    environment = replace(real_environment(), random=lambda: random.random() * BACKOFF_SCALE)
    room = Room(url, name=name, environment=environment)

    def welcomed(welcome: Welcome) -> None:
        asked = None if room.position is None else room.position.seq
        emit(join={"asked": asked, "recovered": welcome.recovered, "reached": int(welcome.position.split(".")[1])})

    room.on("welcome", welcomed)
    room.on("signal", lambda signal: emit(signal=signal.data))
    room.on("failure", lambda failure: emit(failed=failure.code))
    room.on("state", lambda state: emit(state=state.name))
    async with room:
        emit(newest=[entry(each) for each in room.newest.events])
        tasks = [asyncio.ensure_future(read(room))]
        async for line in stdin_lines():
            assert isinstance(line, str)
            tasks.append(asyncio.ensure_future(run_command(room, json.loads(line))))
    await asyncio.gather(*tasks)


asyncio.run(main(*sys.argv[1:]))
