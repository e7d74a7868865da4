/**
 * Files of rooms of which nothing is stored. workerd makes a database of one page for each object that is asked for, and never
 * removes it: requests for new names would fill the disk.
 */

/** A page of SQLite: a database with a table has more. */
const PAGE_BYTES = 4_096;
/** How often a call looks whether the file of its room is removed by now, ms. */
const POLL_MS = 2;

/** The rooms' folder, as workerd's disk service shows it. */
export interface RoomFolder {
  fetch(url: string, options: { readonly method: "HEAD" | "DELETE" }): Promise<Response>;
}

export class RoomFiles {
  /** rooms whose objects were made, which opens their files, and whose files were not looked at since they were closed */
  private readonly opened = new Set<string>();
  /** calls without an answer, by room */
  private readonly calls = new Map<string, number>();
  /** the room whose file is looked at: a call would open it meanwhile */
  private locked: string | undefined;

  constructor(private readonly wait: (ms: number) => Promise<void>) {}

  noteOpened(room: string): void {
    this.opened.add(room);
  }

  /** Calls the room, but not while its file is looked at. */
  async call<Value>(room: string, run: () => Promise<Value>): Promise<Value> {
    while (this.locked === room) await this.wait(POLL_MS);
    this.calls.set(room, (this.calls.get(room) ?? 0) + 1);
    try {
      return await run();
    } finally {
      const others = (this.calls.get(room) ?? 1) - 1;
      if (others === 0) this.calls.delete(room);
      else this.calls.set(room, others);
    }
  }

  /**
   * Removes the files of rooms of which nothing is stored, as far as workerd has closed them.
   * @param urlOf the URL of a room's database in `folder`
   */
  async removeEmpty(folder: RoomFolder, urlOf: (room: string) => string): Promise<void> {
    if (this.locked !== undefined) return;
    // Those that are opened meanwhile are for the next time.
    const opened = [...this.opened];
    for (const room of opened) {
      if (this.calls.has(room)) continue;
      this.locked = room;
      try {
        if (await removeIfEmpty(urlOf(room), folder)) this.opened.delete(room);
      } finally {
        this.locked = undefined;
      }
    }
  }
}

/** False if the database is open: SQLite removes its write-ahead log with the last connection. */
async function removeIfEmpty(url: string, folder: RoomFolder): Promise<boolean> {
  if ((await sizeOf(`${url}-wal`, folder)) !== undefined) return false;
  const bytes = await sizeOf(url, folder);
  if (bytes !== undefined && bytes <= PAGE_BYTES) await folder.fetch(url, { method: "DELETE" });
  return true;
}

/** In bytes; undefined if there is no such file. */
async function sizeOf(url: string, folder: RoomFolder): Promise<number | undefined> {
  const { status, headers } = await folder.fetch(url, { method: "HEAD" });
  return status === 404 ? undefined : Number(headers.get("Content-Length") ?? Infinity);
}
