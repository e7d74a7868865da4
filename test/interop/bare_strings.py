"""Sends each line of its input as a frame, and prints each frame as one line of JSON. Usage: bare_strings.py URL"""

import asyncio
import json
import sys

import websockets


async def show(room):
    async for frame in room:
        print(json.dumps(frame), flush=True)


async def main(url):
    async with websockets.connect(url) as room:
        showing = asyncio.create_task(show(room))
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            await room.send(json.loads(line))
        await room.close()
        await showing


asyncio.run(main(sys.argv[1]))
