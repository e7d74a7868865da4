/** Decodes the frames of one connection, with the rows of signals that {@link decodeEvents} leaves out (SPEC EPH-5). */
import { frameEntries, isEvent } from "./decode-events.ts";
import type { RoomEvent } from "./events.ts";
import type { Lane, LanesEvent } from "./events/lanes.ts";

/** Rows of signals come without brackets to a client that asks for compressed frames: no event begins so. */
const SIGNALS_ALONE = /^\d/;

export class FrameDecoder {
  private lanes: Lane[] = [];

  /** The events in `frame`: each row as the `signal` that it stands for, a count as `echo`. */
  decode(frame: string): RoomEvent[] {
    return frameEntries(SIGNALS_ALONE.test(frame) ? `[[${frame}]]` : frame).flatMap((entry) => {
      if (Array.isArray(entry)) return this.signals(entry);
      if (!isEvent(entry)) return [];
      if (entry.type !== "lanes") return [entry];
      this.learn(entry);
      return [];
    });
  }

  protected learn({ first, lanes }: LanesEvent): void {
    this.lanes = [...this.lanes.slice(0, first), ...lanes];
  }

  /** Pairs of a lane's number and data; at the end, where the length is odd, what is echoed. */
  private signals(row: readonly unknown[]): RoomEvent[] {
    const events: RoomEvent[] = [];
    for (let index = 0; index + 1 < row.length; index += 2) {
      const number = row[index];
      const lane = typeof number === "number" ? this.lanes[number] : undefined;
      if (lane !== undefined) events.push({ type: "signal", ...lane, data: row[index + 1] });
    }
    const n = row.length % 2 === 1 ? row.at(-1) : undefined;
    return typeof n === "number" ? [...events, { type: "echo", n }] : events;
  }
}
