/**
 * The Durable Object of the deployment's list of rooms: one for all of them. Rooms write to it, each only its own entry; the
 * Worker reads it. It has no other callers: no request is passed on to it.
 */
import { DurableObject } from "cloudflare:workers";
import type { DirectoryEntry, ListedRoom } from "../protocol/listed-room.ts";
import { durableObjectSql } from "../storage/durable-object-sql.ts";
import { SqlDirectory } from "../storage/sql-directory.ts";
import { platformClock } from "./platform.ts";

/** The name of the one object. */
const DIRECTORY_NAME = "rooms";

export type DirectoryNamespace = DurableObjectNamespace<DirectoryObject>;

export class DirectoryObject extends DurableObject {
  private readonly directory = new SqlDirectory(durableObjectSql(this.ctx.storage));

  /** Lists the room, or what has changed of it. May be repeated. */
  put(name: string, room: ListedRoom): void {
    this.directory.put({ ...room, name }, platformClock.now());
  }

  /** Removes a room. May be repeated. */
  remove(name: string): void {
    this.directory.remove(name);
  }

  /** The rooms that were active lately, the last to be so first. Writes nothing. */
  list(): readonly DirectoryEntry[] {
    return this.directory.list(platformClock.now());
  }
}

/** The one object of the list of rooms. Makes no call. */
export function directoryStub(namespace: DirectoryNamespace): DurableObjectStub<DirectoryObject> {
  return namespace.getByName(DIRECTORY_NAME);
}
