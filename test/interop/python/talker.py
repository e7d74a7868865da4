"""A program with the client, driven by a test: each line of its input is a task, each line of its output an event, as
JSON. Usage: talker.py URL NAME"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from dataclasses import replace
from typing import Any

import harness  # noqa: F401

from majlis import Delete, DurableEvent, Edit, Message, Reaction, Reset, Room, RoomError, Welcome
from majlis.cli.stdin_lines import stdin_lines
from majlis.environment import real_environment

BACKOFF_SCALE = 0.05
"""Shortens the backoff."""


def show(**fields: Any) -> None:
    print(json.dumps(fields), flush=True)


def entry(event: DurableEvent) -> dict[str, Any]:
    """``event`` as an entry of test/support/auditor.ts."""
    return {
        "seq": event.seq,
        "type": type(event).__name__.lower(),
        "member": event.from_.id,
        "id": event.id,
        **({"text": event.text} if isinstance(event, (Message, Edit)) else {}),
        **({"target": event.target} if isinstance(event, (Edit, Delete, Reaction)) else {}),
    }


async def read(room: Room) -> None:
    async for event in room:
        if isinstance(event, Reset):
            show(reset=[entry(each) for each in event.events])
        else:
            show(heard=entry(event))


async def publish(room: Room, text: str) -> None:
    try:
        stored = await room.publish(text)
        show(stored={"member": stored.from_.id, "id": stored.id, "seq": stored.seq, "text": stored.text})
    except RoomError as error:
        show(failed=f"{text}: {error!r}")


async def run_task(room: Room, task: dict[str, Any]) -> None:
    try:
        if "edit" in task:
            await room.edit(task["edit"], task["text"])
        elif "react" in task:
            await room.react(task["react"], task["emoji"])
        elif "delete" in task:
            await room.delete(task["delete"])
        elif "rename" in task:
            await room.rename(task["rename"])
        elif "signal" in task:
            await room.signal(task["signal"])
        show(done=task)
    except RoomError as error:
        show(failed=f"{task}: {error!r}")


async def main(url: str, name: str) -> None:
    environment = replace(real_environment(), random=lambda: random.random() * BACKOFF_SCALE)
    room = Room(url, name=name, environment=environment)

    def welcomed(welcome: Welcome) -> None:
        asked = None if room.position is None else room.position.seq
        show(join={"asked": asked, "recovered": welcome.recovered, "reached": int(welcome.position.split(".")[1])})

    room.on("welcome", welcomed)
    room.on("signal", lambda signal: show(signal=signal.data))
    room.on("failure", lambda failure: show(failed=failure.code))
    room.on("state", lambda state: show(state=state.name))
    async with room:
        show(newest=[entry(each) for each in room.newest.events])
        tasks = [asyncio.ensure_future(read(room))]
        async for line in stdin_lines():
            task = json.loads(line)
            tasks.append(asyncio.ensure_future(publish(room, task["say"]) if "say" in task else run_task(room, task)))
    await asyncio.gather(*tasks)


asyncio.run(main(*sys.argv[1:]))
