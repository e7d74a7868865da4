/** What happens in a framed room, for the page around it (SPEC EMBED-10), from before what sends it is loaded. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { FrameMessage } from "../../protocol/frame-messages.ts";
import { UnseenMessages } from "./unseen-messages.ts";

/** A message or a failure, as the page is sent it. */
export type RoomReport = Extract<FrameMessage, { readonly type: "message" | "error" }>;

/** The newest that wait for the bridge: one whose file a deploy has replaced is never loaded. */
export const MAX_WAITING = 100;

export class RoomReports {
  readonly unseen: UnseenMessages;
  #waiting: readonly RoomReport[] = [];
  #onReport = (report: RoomReport): void => {
    this.#waiting = [...this.#waiting, report].slice(-MAX_WAITING);
  };

  constructor(room: Pick<BaseRoomApi, "on" | "self" | "state">) {
    this.unseen = new UnseenMessages(room);
    room.on("failure", ({ code }) => this.#onReport({ type: "error", code }));
    room.on("event", (event) => {
      // Live ones only: what is replayed after a pause came before.
      if (event.type !== "message" || room.state.name !== "online") return;
      const { seq, from, text } = event;
      this.#onReport({ type: "message", seq, author: from.name, text, own: from.id === room.self?.id });
    });
  }

  /** Calls `listener` for each report, also for those that came before, in order. */
  listen(listener: (report: RoomReport) => void): void {
    this.#onReport = listener;
    for (const report of this.#waiting) listener(report);
    this.#waiting = [];
  }
}
