/** Recovery: the replay, or the newest page, that a joining client is sent (SPEC JOIN-4, REC-1 to REC-4). */
import type { RoomEvent } from "../protocol/events.ts";
import { failure } from "../protocol/errors.ts";
import { formatPosition, parsePosition, EMPTY_POSITION } from "../protocol/position.ts";
import type { RoomState } from "./context.ts";
import { fitBytes, pageBounds } from "./page-bytes.ts";
import { errorEvent } from "./outcome.ts";
import { readPastGaps } from "./read-past-gaps.ts";
import type { StoredPage } from "./store.ts";

export interface Recovery {
  readonly recovered: boolean;
  /** what follows `welcome`, in order */
  readonly events: readonly RoomEvent[];
}

const NO_MESSAGES: StoredPage = { events: [], more: false };
const NOTHING_MISSED: Recovery = { recovered: true, events: [] };

/** A room that has not been created has no events and the empty position. */
const EMPTY_ROOM: Recovery = {
  recovered: false,
  events: [{ type: "page", position: formatPosition(EMPTY_POSITION), events: [], more: false }],
};

/**
 * The replay after `position`, an `EPOCH.SEQ` from the client; the newest page if there is no position, or it cannot be
 * replayed from. `room` is undefined until it is created.
 */
export function recover(room: RoomState | undefined, position: string | undefined, viewer: string): Recovery {
  return recoverWith(room, position, {
    page: (state) => newestPage(state, viewer),
    replay: (state, after) => replay(state, after, viewer),
  });
}

/** The same without reading: the client requests the page, or what it missed, itself (SPEC LIM-12). */
export function deferRecovery(room: RoomState | undefined, position: string | undefined): Recovery {
  return recoverWith(room, position, {
    page: ({ stored: { log } }) =>
      log.newest === 0 ? NO_MESSAGES : { events: [], more: true, before: log.newest + 1 },
    replay: ({ stored: { log } }, after) =>
      after === log.newest ? NOTHING_MISSED : { recovered: true, events: [{ type: "more", after }] },
  });
}

interface RecoveryReader {
  page(room: RoomState): StoredPage;
  /** undefined where one of the events to push is no longer kept */
  replay(room: RoomState, after: number): Recovery | undefined;
}

function recoverWith(
  room: RoomState | undefined,
  position: string | undefined,
  reader: RecoveryReader,
): Recovery {
  const freshPage = () => (room === undefined ? EMPTY_ROOM : pageRecovery(room, reader.page(room)));
  if (position === undefined || position === "") return freshPage();
  const requested = parsePosition(position);
  if (requested === undefined) {
    const { recovered, events } = freshPage();
    return { recovered, events: [...events, errorEvent(undefined, failure("bad_position"))] };
  }
  if (room === undefined) return position === formatPosition(EMPTY_POSITION) ? NOTHING_MISSED : freshPage();
  const { epoch, log } = room.stored;
  const missed = requested.epoch === epoch ? log.newest - requested.seq : -1;
  const isReplayable = missed >= 0 && missed <= room.limits.recoveryEvents && requested.seq >= log.oldest - 1;
  return (isReplayable ? reader.replay(room, requested.seq) : undefined) ?? freshPage();
}

function pageRecovery({ stored: { epoch, log } }: RoomState, page: StoredPage): Recovery {
  const position = formatPosition({ epoch, seq: log.newest });
  return { recovered: false, events: [{ type: "page", position, ...page }] };
}

function newestPage({ visible, limits }: RoomState, viewer: string): StoredPage {
  const read = (before?: number) =>
    visible.messagesBefore(before, limits.joinPage, viewer, pageBounds(limits));
  const page = readPastGaps(read, undefined);
  return fitBytes(page, limits.recoveryBytes, "last");
}

/** A gap among the events that are pulled later shows by itself (SPEC HIST-3). */
function replay(
  { visible, stored: { log }, limits }: RoomState,
  after: number,
  viewer: string,
): Recovery | undefined {
  const missed = visible.eventsAfter(after, limits.pushedEvents, viewer, pageBounds(limits));
  const { events, more } = fitBytes(missed, limits.recoveryBytes, "first");
  const last = after + events.length;
  const isWhole = events.every(({ seq }, index) => seq === after + 1 + index);
  if (!isWhole || (!more && last < log.newest) || (more && last === after)) return undefined;
  return { recovered: true, events: more ? [...events, { type: "more", after: last }] : events };
}
