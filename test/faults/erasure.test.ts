/** What was deleted, reworded or pruned is not in the room's database any more (SPEC LOG-7), byte by byte. */
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { foldedWords } from "../../src/text/folded-words.ts";
import { utf8Bytes } from "../../src/text/lengths.ts";
import { eventually } from "../support/eventually.ts";
import { configure, createOwnedRoom } from "../support/owned-room.ts";
import { printLine } from "../support/report.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { Workerd } from "../support/workerd.ts";

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const RETENTION_ROWS = 30;
const ROOM = "canaries";

/** A word a text consists of, unlike its folded form, for each text a different one. */
const WORDS = {
  latin: (bytes: number) => `Kanárienvögel${bytes}`,
  arabic: (bytes: number) => `كَنَارِيّ${bytes}`,
} as const;

/** 20 B are in a page with others, 3 KB fill most of one, 16 KB take several pages of their own. */
const CANARIES = ([20, 3_000, 16_000] as const).flatMap((bytes) =>
  (["latin", "arabic"] as const).map((script) => {
    const word = WORDS[script](bytes);
    const count = Math.max(1, Math.floor(bytes / utf8Bytes(`${word} `)));
    return { name: `${script}, ${bytes} B`, word, text: Array(count).fill(word).join(" ") };
  }),
);

let workerd: Workerd | undefined;
afterEach(() => workerd?.stop());

type CommandWithoutId = Command extends infer Each
  ? Each extends Command
    ? Omit<Each, "id">
    : never
  : never;

class Author {
  private commands = 0;

  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async join({ origin }: Workerd): Promise<Author> {
    const url = `${origin}/r/${ROOM}`;
    const response = await fetch(`${url}/messages?after=&name=Ana`);
    const { events } = (await response.json()) as { events: RoomEvent[] };
    const [welcome] = events;
    if (welcome?.type !== "welcome") throw new Error("not welcomed");
    return new Author(url, welcome.self.token);
  }

  /** Sends each command as a request of its own, hence a transaction of its own. Returns the seqs of their events. */
  async send(commands: readonly CommandWithoutId[]): Promise<number[]> {
    const seqs: number[] = [];
    for (const command of commands) {
      const response = await fetch(`${this.url}/commands`, {
        method: "POST",
        headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" },
        body: JSON.stringify({ ...command, id: `command-${++this.commands}` }),
      });
      const [event] = (await response.json()) as RoomEvent[];
      if (event === undefined || !("seq" in event)) throw new Error(JSON.stringify(event));
      seqs.push(event.seq);
    }
    return seqs;
  }

  publish(...texts: readonly string[]): Promise<number[]> {
    return this.send(texts.map((text) => ({ type: "publish", text })));
  }

  /** Ordinary messages. */
  chat(count: number): Promise<number[]> {
    return this.publish(
      ...Array.from({ length: count }, (_, index) => `An ordinary message, the ${index}th of them.`),
    );
  }

  async seqs(): Promise<number[]> {
    const response = await fetch(`${this.url}/messages?limit=200`);
    const { events } = (await response.json()) as { events: { seq: number }[] };
    return events.map(({ seq }) => seq);
  }
}

async function startRoom(limits: object = {}): Promise<{ room: Workerd; author: Author }> {
  const all = {
    memberRate: UNLIMITED,
    addressRate: UNLIMITED,
    roomRate: UNLIMITED,
    frameRate: UNLIMITED,
    textGraphemes: 16_384,
    ...limits,
  };
  workerd = await Workerd.start({ variables: { LIMITS: JSON.stringify(all) } });
  return { room: workerd, author: await Author.join(workerd) };
}

/** The bytes of the database once its journal is written back, as it is after a while or when the room sleeps. */
async function storedBytes(room: Workerd, databases = room.roomsFolder): Promise<Buffer> {
  await room.kill();
  const name = readdirSync(databases).find((file) => /^[0-9a-f]{64}\.sqlite$/u.test(file));
  if (name === undefined) throw new Error("no database");
  const folder = temporaryFolder();
  try {
    const copy = join(folder.path, name);
    for (const suffix of ["", "-wal"]) {
      const source = join(databases, name) + suffix;
      if (existsSync(source)) copyFileSync(source, copy + suffix);
    }
    const database = new DatabaseSync(copy);
    expect(database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()).toMatchObject({ busy: 0 });
    expect(database.prepare("PRAGMA quick_check").get()).toEqual({ quick_check: "ok" });
    database.close();
    return readFileSync(copy);
  } finally {
    folder.remove();
  }
}

/** How often each canary's word is in the bytes, as written or folded. */
function copiesOf(bytes: Buffer): Record<string, number> {
  return Object.fromEntries(
    CANARIES.map(({ name, word }) => [name, countIn(bytes, word) + countIn(bytes, foldedWords(word))]),
  );
}

function countIn(bytes: Buffer, word: string): number {
  let count = 0;
  for (let at = bytes.indexOf(word); at !== -1; at = bytes.indexOf(word, at + 1)) count++;
  return count;
}

const NONE = Object.fromEntries(CANARIES.map(({ name }) => [name, 0]));

/** The canaries among ordinary messages, the first of them in the room's first page. */
async function publishCanaries(author: Author): Promise<number[]> {
  await author.chat(5);
  const seqs: number[] = [];
  for (const { text } of CANARIES) {
    seqs.push(...(await author.publish(text)));
    await author.chat(5);
  }
  await author.chat(30);
  return seqs;
}

test("the database holds what was not deleted, so that the count of copies can fail", async () => {
  const { room, author } = await startRoom();
  await publishCanaries(author);
  const copies = Object.values(copiesOf(await storedBytes(room)));
  expect(copies.every((count) => count > 0)).toBe(true);
  printLine(`copies of texts that are kept: ${copies.join(", ")}`);
});

test("[LOG-7] [DEL-1] a deleted text is not in the database, neither one that was restored in between", async () => {
  const { room, author } = await startRoom();
  const seqs = await publishCanaries(author);
  const deletes = seqs.map((seq) => ({ type: "delete", seq }) as const);
  await author.send(deletes);
  await author.chat(5);
  await author.send(seqs.map((seq) => ({ type: "restore", seq }) as const));
  await author.chat(5);
  await author.send(deletes);
  await author.chat(5);
  expect(copiesOf(await storedBytes(room))).toEqual(NONE);
});

test.each([
  { to: "a shorter text", replacement: () => "Reworded" },
  {
    to: "a longer text",
    replacement: (text: string) => "Anders ".repeat(Math.ceil((utf8Bytes(text) + 200) / 7)),
  },
])(
  "[LOG-7] the former wording of a message edited to $to is not in the database",
  async ({ replacement }) => {
    const { room, author } = await startRoom();
    const seqs = await publishCanaries(author);
    for (const [index, seq] of seqs.entries())
      await author.send([{ type: "edit", seq, text: replacement(CANARIES[index]?.text ?? "") }]);
    await author.chat(5);
    expect(copiesOf(await storedBytes(room))).toEqual(NONE);
  },
);

test("[LOG-7] [LOG-4] what retention has pruned is not in the database", async () => {
  const { room, author } = await startRoom({ retentionRows: RETENTION_ROWS });
  await publishCanaries(author);
  // The bounds are checked every hundred events.
  await author.chat(100 - (await author.seqs()).length);
  await eventually("the room is pruned", async () => (await author.seqs()).length <= RETENTION_ROWS);
  await author.chat(5);
  const bytes = await storedBytes(room);
  expect(copiesOf(bytes)).toEqual(NONE);
  expect(countIn(bytes, "An ordinary message")).toBeGreaterThan(0);
});

test("[LIST-1] what a room was called that left the list, or was deleted, is not in the list's database", async () => {
  workerd = await Workerd.start({ variables: { LIMITS: JSON.stringify({ addressGuestRate: UNLIMITED }) } });
  const list = workerd;
  const title = (number: number) => `Kanárienvögel ${number}q`;
  const rooms = await Promise.all(
    Array.from({ length: 40 }, (_, number) =>
      createOwnedRoom(list.origin, `room-${number}`, {
        listed: true,
        title: title(number),
        topic: `${title(number)} `.repeat((number * 7) % 12),
      }),
    ),
  );
  const listed = async (): Promise<number[]> => {
    const answer = await fetch(`${list.origin}/rooms`, { headers: { Accept: "application/json" } });
    const { rooms: shown } = (await answer.json()) as { rooms: { title: string }[] };
    return shown.map((room) => Number(room.title.match(/\d+/u)?.[0])).toSorted((one, other) => one - other);
  };
  await eventually("all rooms are listed", async () => (await listed()).length === rooms.length);
  for (const [number, room] of rooms.entries()) {
    if (number % 4 === 1) await configure(room, { listed: false });
    if (number % 4 === 2)
      await fetch(room.url, { method: "DELETE", headers: { Authorization: `Bearer ${room.ownerKey}` } });
  }
  const kept = [...rooms.keys()].filter((number) => number % 4 === 0 || number % 4 === 3);
  await eventually("the others have left", async () => (await listed()).length === kept.length);
  expect(await listed()).toEqual(kept);
  const bytes = await storedBytes(list, list.listFolder);
  expect([...rooms.keys()].filter((number) => countIn(bytes, title(number)) > 0)).toEqual(kept);
});
