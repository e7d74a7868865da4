/** What owners and moderators did, as the page shows it and obeys it. */
import type { DurableEventOf } from "../../protocol/events/durable.ts";

export type Note = DurableEventOf<"moderation"> | DurableEventOf<"role">;

/** More of them are not kept. */
export const MAX_NOTES = 50;
