/** Splits a frame into events without parsing JSON: majlis.v1 (SPEC EVT-1), or a bare text. */
import { Buffer } from "node:buffer";
import { NUMBER_MARK, numberAt } from "./message-text.ts";

const OPENING_BRACKET = 0x5b;
/** Separates two messages; no text contains it. */
const MESSAGE_SEPARATOR = Buffer.from(',{"type":"message"');
const FLOW = Buffer.from('{"type":"flow"');
const FLOW_ID = /"id":"([^"]+)"/;
const ERROR = Buffer.from('"type":"error"');

/** Content of a frame besides messages: a `flow` to answer (SPEC FLOW-1), or an error. */
export type OtherContent =
  | { readonly kind: "nothing" }
  | { readonly kind: "flow"; readonly id: string }
  | { readonly kind: "refusal" };

export const NO_OTHER_CONTENT: OtherContent = { kind: "nothing" };

export interface MessageEventBytes {
  readonly message: number;
  readonly bytes: Buffer;
}

/** The range of the events, without the brackets of an array. */
export function eventsIn(bytes: Buffer, start: number, end: number): { start: number; end: number } {
  return bytes[start] === OPENING_BRACKET ? { start: start + 1, end: end - 1 } : { start, end };
}

/** The messages of a frame; undefined if it contains anything else. */
export function splitEvents(body: Buffer): readonly MessageEventBytes[] | undefined {
  const events: MessageEventBytes[] = [];
  for (let start = 0; start < body.length;) {
    const next = body.indexOf(MESSAGE_SEPARATOR, start + 1);
    const bytes = body.subarray(start, next < 0 ? body.length : next);
    const markAt = bytes.indexOf(NUMBER_MARK);
    if (markAt < 0 || bytes.indexOf(NUMBER_MARK, markAt + 1) >= 0 || hasOtherEvent(bytes)) return undefined;
    events.push({ message: numberAt(bytes, markAt), bytes });
    start = next < 0 ? body.length : next + 1;
  }
  return events;
}

export function otherContentIn(body: Buffer): OtherContent {
  const flowAt = body.indexOf(FLOW);
  if (flowAt >= 0) return { kind: "flow", id: FLOW_ID.exec(body.toString("utf8", flowAt))?.[1] ?? "" };
  return body.includes(ERROR) ? { kind: "refusal" } : NO_OTHER_CONTENT;
}

/** Whether another event precedes or follows a message. */
function hasOtherEvent(bytes: Buffer): boolean {
  return bytes.indexOf(OTHER_EVENT_AFTER) >= 0 || (bytes[0] === OPENING_BRACE && !startsAsMessage(bytes));
}

const OTHER_EVENT_AFTER = Buffer.from('},{"type":');
const OPENING_BRACE = 0x7b;
const MESSAGE = Buffer.from('{"type":"message"');

function startsAsMessage(bytes: Buffer): boolean {
  return bytes.compare(MESSAGE, 0, MESSAGE.length, 0, Math.min(bytes.length, MESSAGE.length)) === 0;
}
