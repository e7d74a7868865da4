/** Reads everything that a room keeps, page by page. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Page } from "../../protocol/events/page.ts";
import { parsePosition } from "../../protocol/position.ts";
import type { Timers } from "../timers.ts";

/** The largest page (SPEC HIST-1). */
const PAGE_MESSAGES = 200;
/** How often one page is asked for: the connection may be lost for a while. */
const MAX_ATTEMPTS = 10;
const RETRY_AFTER_MS = 3_000;

export interface ReaderParts {
  readonly room: Pick<BaseRoomApi, "history">;
  readonly timers: Pick<Timers, "after">;
  readonly signal: AbortSignal;
  /** called with the number of messages after each page */
  readonly onProgress: (count: number) => void;
}

/**
 * All messages of the room, oldest first. What is published meanwhile is not among them.
 *
 * @throws RoomError if a page cannot be read, the reason of `signal` if that is aborted
 */
export async function readConversation(parts: ReaderParts): Promise<Message[]> {
  const pages: Message[][] = [];
  let epoch: string | undefined;
  let before: number | undefined;
  let count = 0;
  for (;;) {
    const page = await readPage(parts, before);
    const pageEpoch = parsePosition(page.position)?.epoch;
    // The room was created again: what was read belongs to another conversation.
    if (epoch !== undefined && pageEpoch !== epoch) {
      [epoch, before, count] = [undefined, undefined, 0];
      pages.length = 0;
      continue;
    }
    epoch = pageEpoch;
    const messages = page.events.filter((event) => event.type === "message");
    pages.push(messages);
    count += messages.length;
    parts.onProgress(count);
    before = messages[0]?.seq;
    if (!page.more || before === undefined) return pages.toReversed().flat();
  }
}

async function readPage(parts: ReaderParts, before: number | undefined): Promise<Page> {
  const { room, signal, timers } = parts;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      const page = await room.history({ limit: PAGE_MESSAGES, ...(before === undefined ? {} : { before }) });
      signal.throwIfAborted();
      return page;
    } catch (error) {
      const { temporary, retryAfterMs = RETRY_AFTER_MS } = Object(error) as {
        readonly temporary?: boolean;
        readonly retryAfterMs?: number;
      };
      if (signal.aborted || temporary !== true || attempt === MAX_ATTEMPTS) throw error;
      await new Promise<void>((resolve) => void timers.after(retryAfterMs, resolve));
    }
  }
}
