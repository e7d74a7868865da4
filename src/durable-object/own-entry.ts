import type { RoomName } from "../text/room-names.ts";
import { directoryStub, type DirectoryNamespace, type DirectoryObject } from "./directory-object.ts";

/** The list of rooms, as a room writes to it: only its own entry. */
export interface OwnEntry {
  readonly put: (room: Parameters<DirectoryObject["put"]>[1]) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Calls arrive in the order in which they are made, also those of which one is not awaited. */
export function ownEntry(directory: DirectoryNamespace, name: RoomName): OwnEntry {
  let stub: DurableObjectStub<DirectoryObject> | undefined;
  async function call(make: (stub: DurableObjectStub<DirectoryObject>) => Promise<void>): Promise<void> {
    stub ??= directoryStub(directory);
    try {
      await make(stub);
    } catch (error) {
      // One that has failed once may fail for ever.
      stub = undefined;
      throw error;
    }
  }
  return {
    put: (room) => call((list) => list.put(name, room)),
    remove: () => call((list) => list.remove(name)),
  };
}
