/** Recovery: the replay, or the newest page, that a joining client is sent (SPEC JOIN-4, REC-1 to REC-4). */
import { encodeEvent } from "../protocol/encode.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import { failure } from "../protocol/errors.ts";
import { formatPosition, parsePosition, EMPTY_POSITION } from "../protocol/position.ts";
import { utf8Bytes } from "../text/lengths.ts";
import type { RoomState } from "./context.ts";
import { fitBytes } from "./page-bytes.ts";
import { errorEvent } from "./outcome.ts";

export interface Recovery {
  readonly recovered: boolean;
  /** what follows `welcome`, in order */
  readonly events: readonly RoomEvent[];
}

const NOTHING_MISSED: Recovery = { recovered: true, events: [] };

/** A room that has not been created has no events and the empty position. */
const EMPTY_ROOM: Recovery = {
  recovered: false,
  events: [{ type: "page", position: formatPosition(EMPTY_POSITION), events: [], more: false }],
};

/** Rows read per batch while a replay is filled up to its bytes. */
const BATCH_ROWS = 200;

/**
 * The replay after `position`, an `EPOCH.SEQ` from the client; the newest page if there is no position, or it cannot be
 * replayed from. `room` is undefined until it is created.
 */
export function recover(room: RoomState | undefined, position: string | undefined, viewer: string): Recovery {
  if (position === undefined || position === "") return freshPage(room, viewer);
  const requested = parsePosition(position);
  if (requested === undefined) {
    const { recovered, events } = freshPage(room, viewer);
    return { recovered, events: [...events, errorEvent(undefined, failure("bad_position"))] };
  }
  if (room === undefined)
    return position === formatPosition(EMPTY_POSITION) ? NOTHING_MISSED : freshPage(room, viewer);
  const { epoch, log } = room.stored;
  const missed = requested.epoch === epoch ? log.newest - requested.seq : -1;
  // The log is searched last, as that reads rows.
  const canReplay = missed >= 0 && missed <= room.limits.recoveryEvents && log.isWholeAfter(requested.seq);
  return canReplay ? replay(room, requested.seq, viewer) : freshPage(room, viewer);
}

function freshPage(room: RoomState | undefined, viewer: string): Recovery {
  if (room === undefined) return EMPTY_ROOM;
  const { epoch, log } = room.stored;
  const { joinPage, recoveryBytes } = room.limits;
  const { events, more } = fitBytes(log.messagesBefore(undefined, joinPage, viewer), recoveryBytes, "last");
  const position = formatPosition({ epoch, seq: log.newest });
  return { recovered: false, events: [{ type: "page", position, events, more }] };
}

function replay({ stored: { log }, limits }: RoomState, afterSeq: number, viewer: string): Recovery {
  const events: DurableEvent[] = [];
  let bytes = 0;
  let lastSeq = afterSeq;
  while (lastSeq < log.newest) {
    const batch = log.eventsAfter(lastSeq, BATCH_ROWS, viewer);
    for (const event of batch.events) {
      bytes += utf8Bytes(encodeEvent(event));
      // At least one event is sent, however large, so that every replay makes progress.
      if (bytes > limits.recoveryBytes && events.length > 0) {
        return { recovered: true, events: [...events, { type: "more", after: lastSeq }] };
      }
      events.push(event);
      lastSeq = event.seq;
    }
    if (batch.events.length === 0) break;
  }
  return { recovered: true, events };
}
