/** A room's stored messages, read in two independent ways: over HTTP and from its database. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { LogEntry } from "./auditor.ts";

const PAGE_LIMIT = 200;

interface MessagesPage {
  readonly events: readonly {
    readonly seq: number;
    readonly type: string;
    readonly id: string;
    readonly text: string;
    readonly from: { readonly id: string; readonly name: string };
  }[];
  readonly more: boolean;
}

/** All messages of a room, oldest first, by paging through `GET /r/{room}/messages` (SPEC HTTP-3). */
export async function fetchMessages(origin: string, room: string): Promise<(LogEntry & { name: string })[]> {
  const messages: (LogEntry & { name: string })[] = [];
  let more = true;
  while (more) {
    const before = messages[0] === undefined ? "" : `&before=${messages[0].seq}`;
    const url = `${origin}/r/${encodeURIComponent(room)}/messages?limit=${PAGE_LIMIT}${before}`;
    const page = (await (await fetch(url)).json()) as MessagesPage;
    messages.unshift(
      ...page.events.map(({ seq, type, id, text, from }) => ({
        seq,
        type,
        id,
        text,
        member: from.id,
        name: from.name,
      })),
    );
    more = page.more && page.events.length > 0;
  }
  return messages;
}

/** All messages in a room's database. The room may be in memory. */
export function readMessages(roomsFolder: string, room: string): LogEntry[] {
  return withDatabase(roomsFolder, room, (database) =>
    database
      .prepare(
        `SELECT l.seq, 'message' AS type, l.member, l.command AS id, COALESCE(l.text, h.text) AS text
         FROM log l LEFT JOIN log h ON h.seq = -l.edited_at AND l.edited_at < 0 WHERE l.kind = 1 ORDER BY l.seq`,
      )
      .all()
      .map((row) => ({ ...(row as unknown as LogEntry) })),
  );
}

/** The key with which a room signs its guests' tokens. */
export function readRoomKey(roomsFolder: string, room: string): Uint8Array {
  return withDatabase(roomsFolder, room, (database) => {
    const { key } = database.prepare("SELECT key FROM room").get() as { key: Uint8Array };
    return key;
  });
}

function withDatabase<Value>(folder: string, room: string, read: (database: DatabaseSync) => Value): Value {
  for (const file of readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name))) {
    const database = new DatabaseSync(join(folder, file), { readOnly: true });
    try {
      const hasRoomTable =
        database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'room'").get() !== undefined;
      if (hasRoomTable && database.prepare("SELECT name FROM room").get()?.["name"] === room)
        return read(database);
    } finally {
      database.close();
    }
  }
  throw new Error(`no database of the room ${room} in ${folder}`);
}
