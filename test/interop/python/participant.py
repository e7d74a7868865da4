"""A client driven by a test: reads method calls from standard input and prints the events it receives, as lines of JSON.
Usage: participant.py URL NAME"""

import asyncio
import json
import sys

from majlis import Message, Room
from majlis.encode import event_to_wire


def emit(**fields):
    print(json.dumps(fields), flush=True)


async def print_events(room):
    async for event in room:
        emit(event=event_to_wire(event))


async def call(room, method, args, request):
    answer = await getattr(room, method)(*args)
    emit(stored=answer.seq if isinstance(answer, Message) else 0, request=request)


async def main(url, name):
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    async with Room(url, name=name) as room:
        emit(joined=name)
        printing = asyncio.create_task(print_events(room))
        running = set()
        while line := await commands.readline():
            task = asyncio.create_task(call(room, **json.loads(line)))
            running.add(task)
            task.add_done_callback(running.discard)
        printing.cancel()


asyncio.run(main(*sys.argv[1:]))
