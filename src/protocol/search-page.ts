import type { Message } from "./events/message.ts";

/** What a search found (SPEC SEARCH-1). */
export interface SearchPage {
  /** where the room stood */
  readonly position: string;
  /** newest first, without their reactions */
  readonly events: readonly Message[];
  /** true if what is before `before` was not looked through yet */
  readonly more: boolean;
  /** where to go on; there is one exactly where there is more */
  readonly before?: number;
}
