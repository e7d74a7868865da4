"""Somebody in a room who does what standard input says and tells what they hear, a JSON object a line each way."""

import asyncio
import json
import sys
from dataclasses import asdict

from majlis import Delete, Edit, Message, Reaction, Reset, Room


def tell(**fields):
    print(json.dumps(fields), flush=True)


def told(event):
    if isinstance(event, Reset):
        return {"reset": [told(each) for each in event.events]}
    kinds = {Message: "message", Edit: "edit", Delete: "delete", Reaction: "reaction"}
    fields = asdict(event)
    return {**fields, "type": kinds[type(event)], "from": fields["from_"]}


async def hear(room):
    async for event in room:
        tell(event=told(event))


async def obey(room, order):
    do = order.pop("do")
    if do == "publish":
        tell(stored=(await room.publish(order["text"])).seq, order=order["order"])
    else:
        await {"edit": room.edit, "delete": room.delete, "react": room.react}[do](*order["with"])
        tell(stored=0, order=order["order"])


async def main(url, name):
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    async with Room(url, name=name) as room:
        tell(joined=name)
        hearing = asyncio.create_task(hear(room))
        obeying = set()
        while line := await orders.readline():
            task = asyncio.create_task(obey(room, json.loads(line)))
            obeying.add(task)
            task.add_done_callback(obeying.discard)
        hearing.cancel()


asyncio.run(main(*sys.argv[1:]))
