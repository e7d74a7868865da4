/** Members who talk in a room that a page is open in. */
import { Buffer } from "node:buffer";
import { pause } from "../../support/eventually.ts";
import { MemberPool } from "../generator/member-pool.ts";
import { textOf, type PageEnvironment } from "./environment.ts";

const JOIN_TIMEOUT_MS = 120_000;
const SEND_EVERY_MS = 50;

/** Members of `room` who take compressed frames, and answer `flow`. */
export async function joinMembers(
  { product }: PageEnvironment,
  room: string,
  count: number,
): Promise<MemberPool> {
  const pool = new MemberPool();
  const address = { port: product.port, path: `/r/${room}/socket`, protocol: "majlis" } as const;
  const joined = await pool.join(count, address, JOIN_TIMEOUT_MS);
  if (joined < count) throw new Error(`only ${joined} of ${count} members joined`);
  pool.onText = (member, bytes, start, end) => replyToFlow(pool, member, bytes.toString("utf8", start, end));
  return pool;
}

/** Sends messages from the members in turn until `endsAt`; returns how many. */
export async function sendMessages(pool: MemberPool, perSecond: number, endsAt: number): Promise<number> {
  const startedAt = performance.now();
  let sent = 0;
  while (performance.now() < endsAt) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond);
    for (; sent < due; sent++) sendMessage(pool, sent % pool.members.length, textOf(sent));
    await pause(SEND_EVERY_MS);
  }
  return sent;
}

export function sendMessage(pool: MemberPool, member: number, text: string): void {
  const command = { type: "publish", id: crypto.randomUUID(), text };
  pool.members[member]?.send(Buffer.from(JSON.stringify(command)));
}

/** Answers `flow` (SPEC FLOW-1), so that the room does not close the member as slow. */
function replyToFlow(pool: MemberPool, member: number, frame: string): void {
  if (!frame.includes('"flow"')) return;
  const events = [JSON.parse(frame)].flat() as { readonly type: string; readonly id?: string }[];
  for (const { type, id } of events) {
    if (type === "flow")
      pool.members[member]?.send(Buffer.from(JSON.stringify({ type: "flow", id, position: "0.0" })));
  }
}
