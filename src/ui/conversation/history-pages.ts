/** Which pages of history come next, and what they change. Loaded with the first of them; see history.ts. */
import { stepsAfter, stepsBefore, type LogStep } from "../models/page-steps.ts";
import type { HistoryParts } from "./history.ts";

const PAGE_MESSAGES = 50;

type Parts = Pick<HistoryParts, "room" | "timeline">;

/** The page before the window. Also of an empty one: the newest page may have none of the messages (SPEC HIST-5). */
export async function older({ room, timeline }: Parts): Promise<readonly LogStep[]> {
  const before = timeline.firstSeq;
  return stepsBefore(
    await room.history({ limit: PAGE_MESSAGES, ...(before === undefined ? {} : { before }) }),
  );
}

/**
 * The page after the window. History is read backwards, so the request starts as many seqs further on as a page has
 * messages: it cannot leave a gap.
 */
export async function newer({ room, timeline }: Parts): Promise<readonly LogStep[]> {
  const before = timeline.lastSeq + PAGE_MESSAGES + 1;
  return stepsAfter(await room.history({ limit: PAGE_MESSAGES, before }), before);
}

/** The latest page, in place of the window. */
export async function latest({ room }: Parts): Promise<readonly LogStep[]> {
  const page = await room.history({ limit: PAGE_MESSAGES });
  return [(log) => log.show(page)];
}

/** Message `seq` and its context, in place of the window; or why there is none. */
export async function around({ room, timeline }: Parts, seq: number): Promise<LogStep | "none" | "pruned"> {
  const page = await room.history({ before: seq + PAGE_MESSAGES / 2 + 1, limit: PAGE_MESSAGES });
  if (!page.events.some((event) => event.type === "message" && event.seq === seq))
    return seq < (page.events[0]?.seq ?? timeline.newestSeq + 1) ? "pruned" : "none";
  return (log) => log.show(page);
}
