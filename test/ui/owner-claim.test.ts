/** The page claims a room with its owner key (SPEC OWN-3). */
import { describe, expect, test } from "vitest";
import { OwnerClaim } from "../../src/ui/conversation/owner-claim.ts";
import { storedOwnerKey, storeOwnerKey } from "../../src/ui/models/owner-key.ts";
import { linkedOwnerKey, ownerFragment } from "../../src/ui/models/owner-link.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana } from "./support/sample.ts";

const ROOM = "sample-room";
const LINKED = "majlis-owner-linked";

function open(
  stored?: { readonly key: string; readonly hasCopy: boolean },
  linked?: string,
  room = new FakeRoom(),
) {
  const storage = { ...memoryStorage(), isShared: true };
  if (stored !== undefined) storeOwnerKey(storage, ROOM, stored);
  const shown: string[] = [];
  let isWriting = false;
  const claim = new OwnerClaim({
    isWriting: () => isWriting,
    room,
    roomName: ROOM,
    storage,
    onPrivate: (key) => shown.push(`private ${key}`),
    onUncopiedKey: () => shown.push("key"),
    onRefused: (place) => shown.push(`refused ${place}`),
    onError: (error) => shown.push(String(error)),
  });
  claim.claim(linked);
  const write = () => (isWriting = true);
  return { room, storage, shown, claim, write };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

describe("[OWN-3] a page with an owner key", () => {
  test("claims the room once it is joined, and then offers to copy a key that has no copy", async () => {
    const { room, shown } = open({ key: "k", hasCopy: false });
    expect(room.calls).toEqual([]);
    room.join(ana);
    await settle();
    expect(room.calls).toEqual(["claim k"]);
    expect(shown).toEqual(["key"]);
    room.setState({ name: "online", since: 1 });
    await settle();
    expect(room.calls).toEqual(["claim k"]);
  });

  test("opens nothing over what its user already writes", async () => {
    const { room, storage, shown, write } = open({ key: "k", hasCopy: false });
    room.join(ana);
    write();
    await settle();
    expect(room.calls).toEqual(["claim k"]);
    expect(shown).toEqual([]);
    expect(storedOwnerKey(storage, ROOM)?.hasCopy).toBe(false);
  });

  test("[OWN-8] learns whether its stored key is still the room's, also where its member is an owner", async () => {
    const { room, storage, shown } = open({ key: "k", hasCopy: true });
    room.join({ ...ana, role: "owner" });
    await settle();
    expect(room.calls).toEqual(["claim k"]);
    expect(shown).toEqual([]);
    expect(storedOwnerKey(storage, ROOM)).toEqual({ key: "k", hasCopy: true });

    const later = open({ key: "replaced", hasCopy: true });
    later.room.claim = () => Promise.reject(Object.assign(new Error("no"), { code: "forbidden" }));
    later.room.join({ ...ana, role: "owner" });
    await settle();
    expect(later.shown).toEqual(["refused storage"]);
    expect(storedOwnerKey(later.storage, ROOM)).toBeUndefined();
  });

  test("stores the key of its address once the room has taken it", async () => {
    const { room, storage, shown } = open({ key: "old", hasCopy: true }, LINKED);
    expect(storedOwnerKey(storage, ROOM)?.key).toBe("old");
    room.join({ ...ana, role: "owner" });
    await settle();
    expect(room.calls).toEqual([`claim ${LINKED}`]);
    expect(storedOwnerKey(storage, ROOM)).toEqual({ key: LINKED, hasCopy: true });
    expect(shown).toEqual([]);
  });

  test("[OWN-7] keeps no key of a link, which is no owner's", async () => {
    const { room, storage, shown } = open(undefined, "majlis-link-x");
    room.join(ana);
    await settle();
    expect(room.calls).toEqual(["claim majlis-link-x"]);
    expect(storedOwnerKey(storage, ROOM)).toBeUndefined();
    expect(shown).toEqual([]);
  });

  test("[PRIV-4] brings the key into a private room, once", async () => {
    for (const closesFirst of [false, true]) {
      const room = new FakeRoom();
      const privateRoom = { name: "closed", code: 4508, reason: "", fatal: true } as const;
      if (closesFirst) room.setState(privateRoom);
      const { shown } = open(undefined, "majlis-link-x", room);
      if (!closesFirst) room.setState(privateRoom);
      await settle();
      expect([shown, room.calls]).toEqual([["private majlis-link-x"], []]);
    }
  });

  test("keeps the stored key if that of its address is refused", async () => {
    const { room, storage, shown } = open({ key: "stored", hasCopy: true }, "wrong");
    room.claim = () => Promise.reject(Object.assign(new Error("no"), { code: "forbidden" }));
    room.join(ana);
    await settle();
    expect(shown).toEqual(["refused address"]);
    expect(storedOwnerKey(storage, ROOM)?.key).toBe("stored");
  });

  test("[OWN-8] deletes a stored key that was replaced: it will never be the room's again", async () => {
    const { room, storage, shown } = open({ key: "replaced", hasCopy: false });
    room.claim = () => Promise.reject(Object.assign(new Error("no"), { code: "forbidden" }));
    room.join(ana);
    await settle();
    expect(shown).toEqual(["refused storage"]);
    expect(storedOwnerKey(storage, ROOM)).toBeUndefined();
  });

  test("claims again after an error that passes", async () => {
    const { room, shown } = open({ key: "k", hasCopy: true });
    const { claim } = room;
    room.claim = () => Promise.reject(Object.assign(new Error("lost"), { temporary: true }));
    room.join(ana);
    await settle();
    room.claim = claim;
    room.setState({ name: "online", since: 1 });
    await settle();
    expect(room.calls).toEqual(["claim k"]);
    expect(shown).toEqual([]);
  });
});

test("a link carries the owner key in its fragment, and no other fragment is one", () => {
  expect(linkedOwnerKey(ownerFragment("majlis-owner-x"))).toBe("majlis-owner-x");
  expect(["", "#12", "#keys", "#key"].map(linkedOwnerKey)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
