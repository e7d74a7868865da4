/** What was deleted in the last seconds, in memory only, so that a deletion can be undone (SPEC DEL-3, DEL-4). */
import type { Limits } from "../protocol/limits.ts";
import { utf8Bytes } from "../text/lengths.ts";
import type { MessageContent } from "./store.ts";

export interface DeletedMessage {
  readonly content: MessageContent;
  /** true if a moderator deleted it, and not its sender (SPEC MOD-8) */
  readonly isRemoved: boolean;
}

interface KeptMessage extends DeletedMessage {
  readonly deletedAt: number;
  readonly bytes: number;
}

/** Bounded by age, count and bytes: the oldest deletion is forgotten first. */
export class DeletedMessages {
  /** by the message's seq, in the order of deletion */
  private readonly bySeq = new Map<number, KeptMessage>();
  private bytes = 0;

  constructor(private readonly limits: Pick<Limits, "undoMs" | "undoMessages" | "undoBytes">) {}

  /** Keeps what message `seq` held when it was deleted at `now`, unless that alone exceeds the limits. */
  keep(seq: number, deleted: DeletedMessage, now: number): void {
    const { content } = deleted;
    const bytes = utf8Bytes(JSON.stringify(content));
    if (bytes > this.limits.undoBytes) return;
    this.bySeq.set(seq, { ...deleted, deletedAt: now, bytes });
    this.bytes += bytes;
    for (const oldest of this.bySeq.keys()) {
      if (this.bySeq.size <= this.limits.undoMessages && this.bytes <= this.limits.undoBytes) return;
      this.forget(oldest);
    }
  }

  /** What message `seq` held, if its deletion can be undone at `now`. */
  find(seq: number, now: number): DeletedMessage | undefined {
    this.expire(now);
    return this.bySeq.get(seq);
  }

  /** Forgets everything: the log was cleared. */
  clear(): void {
    this.bySeq.clear();
    this.bytes = 0;
  }

  forget(seq: number): void {
    this.bytes -= this.bySeq.get(seq)?.bytes ?? 0;
    this.bySeq.delete(seq);
  }

  /** Forgets what can no longer be undone. Cheap to call with each command. */
  expire(now: number): void {
    for (const [seq, { deletedAt }] of this.bySeq) {
      if (now - deletedAt <= this.limits.undoMs) return;
      this.forget(seq);
    }
  }
}
