import { expect, test } from "vitest";
import { muteKey } from "../../src/ui/models/mute.ts";
import { ReadMarker } from "../../src/ui/models/read-marker.ts";
import { recentRooms, rememberRoom } from "../../src/ui/models/recent-rooms.ts";
import { savedMessages, saveMessage } from "../../src/ui/models/saved-messages.ts";
import { storeTitle } from "../../src/ui/models/room-titles.ts";
import { deleteStoredRoom, storedToken } from "../../src/ui/models/stored-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";

const urlOf = (room: string) => new URL(`https://chat.example/r/${room}`);

function storageOf(...rooms: readonly string[]) {
  const storage = memoryStorage();
  for (const room of rooms) {
    const { href } = urlOf(room);
    storage.set(`majlis:token:${href}`, JSON.stringify({ member: "m", token: `${room}.token` }));
    storage.set(`majlis:outbox:${href} tab1`, "[]");
    storage.set(`majlis:draft:${room}`, "half a thought");
    storage.set(`majlis:draft-subject:${room}`, "{}");
    storage.set(muteKey(room), "1");
    new ReadMarker(storage, room).save(7);
    const author = { id: room, authorId: "a", authorName: "A" };
    saveMessage(storage, { room, seq: 1, at: 0, text: `of ${room}`, ...author });
    rememberRoom(storage, room);
    storeTitle(storage, room, `The ${room}`);
  }
  storage.set("majlis:theme", "dark");
  storage.set("majlis:name", "Ana");
  return storage;
}

test("[ID-21] a forgotten room leaves nothing behind, and takes nothing of others or of the settings", () => {
  const storage = storageOf("tea", "tea-2", "cafe");
  const kept = storageOf("tea-2", "cafe");
  expect(storedToken(storage, urlOf("tea"))).toBe("tea.token");
  deleteStoredRoom(storage, "tea", urlOf("tea"));
  expect(storage.keys().toSorted()).toEqual(kept.keys().toSorted());
  expect(recentRooms(storage)).toEqual(["cafe", "tea-2"]);
  expect(savedMessages(storage).map(({ room }) => room)).toEqual(["cafe", "tea-2"]);
  expect(storedToken(storage, urlOf("tea"))).toBeUndefined();
});
