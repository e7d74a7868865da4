import type { Message } from "./events/message.ts";

/** A page of search results (SPEC SEARCH-1). */
export interface SearchPage {
  /** the room's position */
  readonly position: string;
  /** newest first, without their reactions */
  readonly events: readonly Message[];
  /** true if messages before `before` have not been searched yet */
  readonly more: boolean;
  /** `before` of the request for the next page; present exactly if `more` is true */
  readonly before?: number;
}
