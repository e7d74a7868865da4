/** The members whose messages the user has hidden for themselves, in this browser: the room knows nothing of it. */
import type { KeyValueStorage } from "../../client/api.ts";
import { hasFields, parseJsonAs } from "../../client/json-guard.ts";
import type { Author } from "../../protocol/member.ts";
import type { Row } from "./rows.ts";

const MAX_HIDDEN = 200;

/** Oldest first. */
export function hiddenMembers(storage: KeyValueStorage, room: string): readonly Author[] {
  return parseJsonAs(storage.get(storageKey(room)), isAuthors) ?? [];
}

export function saveHiddenMembers(storage: KeyValueStorage, room: string, members: readonly Author[]): void {
  if (members.length === 0) storage.remove(storageKey(room));
  else storage.set(storageKey(room), JSON.stringify(members.slice(-MAX_HIDDEN)));
}

/** The rows without those members' messages, and without days that have no others. Quotes of them have no text. */
export function withoutHidden(
  rows: readonly Row[],
  hidden: ReadonlySet<string>,
  masked: WeakMap<Row, Row>,
): readonly Row[] {
  const shown = rows.filter((row) => row.kind !== "message" || !hidden.has(row.authorId));
  return shown
    .filter((row, index) => row.kind !== "day" || isDayShown(shown, index))
    .map((row) => (quotes(row, hidden) ? maskQuote(row, masked) : row));
}

/** Something follows that is not the next day. */
function isDayShown(rows: readonly Row[], index: number): boolean {
  const next = rows[index + 1];
  return next !== undefined && next.kind !== "day";
}

function quotes(row: Row, hidden: ReadonlySet<string>): boolean {
  return row.kind === "message" && row.replyAuthorId !== undefined && hidden.has(row.replyAuthorId);
}

/** The same object each time, by which views compare rows. */
function maskQuote(row: Row, masked: WeakMap<Row, Row>): Row {
  if (row.kind !== "message") return row;
  const known = masked.get(row);
  if (known !== undefined) return known;
  const quoteless: Row = { ...row, replyState: "gone", replyName: undefined, replyText: undefined };
  masked.set(row, quoteless);
  return quoteless;
}

function storageKey(room: string): string {
  return `majlis:hidden:${room}`;
}

/** Storage is shared with other pages of the origin and with other versions: its content is validated. */
function isAuthors(value: unknown): value is readonly Author[] {
  return Array.isArray(value) && value.every((one) => hasFields(one, { id: "string", name: "string" }));
}
