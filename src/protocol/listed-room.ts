/** The deployment's list of rooms (SPEC LIST-1). */

/** What an owner says of a room; each is empty for none. */
export interface ListedTexts {
  readonly title: string;
  readonly topic: string;
  /** the BCP 47 tag of the language that both are in */
  readonly language: string;
}

/** What the list shows of a room besides its name. */
export interface ListedRoom extends ListedTexts {
  /** how many members were there at its last report, rounded down to 1, 2 or 5 of a power of ten */
  readonly members: number;
  /** when its newest event was stored, in ms since 1970 */
  readonly activeAt: number;
}

/** A room in the list. */
export interface DirectoryEntry extends ListedRoom {
  readonly name: string;
}

/** More are not kept: the room that was not active for longest leaves first (SPEC LIST-4). */
export const MAX_LISTED_ROOMS = 1_000;

/** A room that was not active for so long is not shown. */
export const MAX_INACTIVE_MS = 30 * 86_400_000;
