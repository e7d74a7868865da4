import { expect, test } from "vitest";
import { rememberRoom } from "../../src/ui/models/recent-rooms.ts";
import { listedTitle, storeTitle } from "../../src/ui/models/room-titles.ts";
import { memoryStorage } from "./support/memory-storage.ts";

test("a list calls a room by its title, or by its name where it has none", () => {
  const storage = memoryStorage();
  rememberRoom(storage, "harbour");
  expect(listedTitle(storage, "harbour")).toBe("harbour");
  storeTitle(storage, "harbour", "The Old Port");
  expect(listedTitle(storage, "harbour")).toBe("The Old Port");
  storeTitle(storage, "harbour", undefined);
  expect(listedTitle(storage, "harbour")).toBe("harbour");
});

test("titles are kept of recent rooms only", () => {
  const storage = memoryStorage();
  for (let count = 0; count < 20; count++) {
    rememberRoom(storage, `room-${count}`);
    storeTitle(storage, `room-${count}`, `Room ${count}`);
  }
  expect(storage.keys().filter((key) => key.startsWith("majlis:title:"))).toHaveLength(8);
  expect(listedTitle(storage, "room-0")).toBe("room-0");
  expect(listedTitle(storage, "room-19")).toBe("Room 19");
});
