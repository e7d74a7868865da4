"""A client driven by a test: reads commands from standard input and prints the events it receives, as lines of JSON.
Usage: participant.py URL NAME"""

import asyncio
import json
import sys
from dataclasses import asdict

from majlis import Delete, Edit, Message, Reaction, Reset, Room


def emit(**fields):
    print(json.dumps(fields), flush=True)


def to_json(event):
    if isinstance(event, Reset):
        return {"reset": [to_json(each) for each in event.events]}
    kinds = {Message: "message", Edit: "edit", Delete: "delete", Reaction: "reaction"}
    fields = asdict(event)
    return {**fields, "type": kinds[type(event)], "from": fields["from_"]}


async def print_events(room):
    async for event in room:
        emit(event=to_json(event))


async def run_command(room, command):
    name, request = command["command"], command["request"]
    if name == "publish":
        emit(stored=(await room.publish(command["text"])).seq, request=request)
    else:
        await {"edit": room.edit, "delete": room.delete, "react": room.react}[name](*command["args"])
        emit(stored=0, request=request)


async def main(url, name):
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    async with Room(url, name=name) as room:
        emit(joined=name)
        printing = asyncio.create_task(print_events(room))
        running = set()
        while line := await commands.readline():
            task = asyncio.create_task(run_command(room, json.loads(line)))
            running.add(task)
            task.add_done_callback(running.discard)
        printing.cancel()


asyncio.run(main(*sys.argv[1:]))
