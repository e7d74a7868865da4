import { describe, expect, test } from "vitest";
import {
  isSaved,
  MAX_SAVED,
  removeSaved,
  savedMessages,
  saveMessage,
  updateSaved,
  type SavedMessage,
} from "../../src/ui/models/saved-messages.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { badr, message, NOON } from "./support/sample.ts";

const saved = (seq: number, more: Partial<SavedMessage> = {}): SavedMessage => ({
  room: "tea",
  seq,
  id: `id${seq}`,
  authorId: badr.id,
  authorName: badr.name,
  at: NOON,
  text: `message ${seq}`,
  ...more,
});

describe("saved messages", () => {
  test("are of all rooms, the newest saved first, each once", () => {
    const storage = memoryStorage();
    for (const one of [saved(1), saved(1, { room: "coffee" }), saved(2), saved(1)])
      expect(saveMessage(storage, one)).toBe(true);
    expect(savedMessages(storage)).toEqual([saved(1), saved(2), saved(1, { room: "coffee" })]);
    removeSaved(storage, saved(1));
    expect(isSaved(storage, saved(1))).toBe(false);
    expect(isSaved(storage, { room: "coffee", seq: 1 })).toBe(true);
  });

  test("are limited in number and length, and none is dropped for another", () => {
    const storage = memoryStorage();
    for (let seq = 1; seq <= MAX_SAVED; seq++) saveMessage(storage, saved(seq, { text: "ش".repeat(4_000) }));
    expect(saveMessage(storage, saved(MAX_SAVED + 1))).toBe(false);
    expect(saveMessage(storage, saved(1))).toBe(true);
    expect(savedMessages(storage)).toHaveLength(MAX_SAVED);
    expect(JSON.stringify(savedMessages(storage)).length).toBeLessThan(300_000);
  });

  test("say if the browser does not store them", () => {
    expect(saveMessage({ ...memoryStorage(), set: () => false }, saved(1))).toBe(false);
  });

  test("ignore what is corrupt", () => {
    const storage = memoryStorage();
    for (const stored of ["", "{", "{}", "[1, null]", JSON.stringify([{ ...saved(1), seq: 1.5 }])]) {
      storage.set("majlis:saved", stored);
      expect(savedMessages(storage)).toEqual([]);
    }
    storage.set("majlis:saved", JSON.stringify([{ room: "tea" }, saved(2)]));
    expect(savedMessages(storage)).toEqual([saved(2)]);
  });
});

describe("a saved message that its room is asked for", () => {
  const updated = (current: Parameters<typeof updateSaved>[2], before = saved(1)) => {
    const storage = memoryStorage();
    saveMessage(storage, before);
    updateSaved(storage, before, current);
    return savedMessages(storage);
  };

  test("has the text of an edit", () => {
    expect(updated(message(1, { text: "corrected", editedAt: NOON }))).toEqual([
      saved(1, { text: "corrected" }),
    ]);
  });

  test("loses its text with its deletion", () => {
    expect(updated(message(1, { text: "", deleted: true }))).toEqual([
      saved(1, { text: "", gone: "deleted" }),
    ]);
  });

  test("keeps its text where the room no longer keeps it, or has another message there", () => {
    const gone = [saved(1, { gone: "pruned" })];
    expect(updated(undefined)).toEqual(gone);
    expect(updated(message(1, { id: "another" }))).toEqual(gone);
    expect(updated(message(1, { from: { ...badr, id: "c3" } }))).toEqual(gone);
    expect(updated(message(1), saved(1, { gone: "pruned" }))).toEqual([saved(1)]);
  });
});
