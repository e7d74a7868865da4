/** The deployment's list of rooms (SPEC LIST-1), as this isolate knows it. */
import { readConfiguration } from "../durable-object/configuration.ts";
import { directoryStub } from "../durable-object/directory-object.ts";
import type { DirectoryEntry } from "../protocol/listed-room.ts";
import { failure, type Failure } from "../protocol/errors.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { Env } from "./env.ts";
import { inTime } from "./in-time.ts";
import { roomCallFailure } from "./room-stub.ts";

/** However many ask for it, the list is read once in this time. */
export const LIST_AGE_MS = 30_000;

/** While it is read again, others are given the one of before for so long. */
const READING_MS = 1_000;

let remembered: { readonly rooms: readonly DirectoryEntry[]; readonly until: number } | undefined;

/** The rooms in the list, the last active first. Fails where there is none, or it cannot be read within a second. */
export async function listOfRooms(env: Env): Promise<Result<readonly DirectoryEntry[], Failure>> {
  if (readConfiguration(env).policy.listRooms === false)
    return fail(failure("not_found", "This deployment has no list of rooms."));
  const now = Date.now();
  if (remembered !== undefined && now < remembered.until) return ok(remembered.rooms);
  if (remembered !== undefined) remembered = { ...remembered, until: now + READING_MS };
  const read = await inTime(readList(env));
  if (read.ok) remembered = { rooms: read.value, until: now + LIST_AGE_MS };
  return read;
}

async function readList({ DIRECTORY }: Env): Promise<Result<readonly DirectoryEntry[], Failure>> {
  try {
    return ok(await directoryStub(DIRECTORY).list());
  } catch (error) {
    return fail(roomCallFailure(error));
  }
}
