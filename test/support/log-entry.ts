/** Conversions to the auditor's log entries. */
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { LogEntry } from "./auditor.ts";

/** A durable event as a client received it. */
export function entryOf(event: DurableEvent): LogEntry {
  return {
    seq: event.seq,
    type: event.type,
    member: event.from.id,
    id: event.id,
    ...("target" in event ? { target: event.target } : {}),
    ...("text" in event ? { text: event.text } : {}),
  };
}

/** Only the audited fields of a stored row. */
export function auditedFields({ seq, type, member, id, text }: LogEntry): LogEntry {
  return { seq, type, member, id, text };
}
