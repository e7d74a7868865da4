/** How a member speaks with the subjects: what opens a session, what publishes a text, what keeps the connection. */
import type { SubjectProtocol } from "./job.ts";

export interface MemberProtocol {
  /** of the upgrade's URL */
  readonly query?: string;
  readonly subprotocol?: string;
  /** sent once the upgrade is accepted, and what the frame begins with that accepts it; without them that is the join */
  readonly opening?: { readonly frame: string; readonly accepted: string };
  /** a text frame that is answered with another one */
  readonly ping?: { readonly frame: string; readonly answer: string };
  /** the frame that publishes a text; `nextId` gives the id of the member's next command */
  frameOf(text: string, nextId: () => string): string;
}

export const PROTOCOLS: Readonly<Record<SubjectProtocol, MemberProtocol>> = {
  majlis: {
    // As the SDKs join (SPEC FAN-6).
    query: "?frames=deflate",
    subprotocol: "majlis.v1",
    frameOf: (text, nextId) => JSON.stringify({ type: "publish", id: nextId(), text }),
  },
  text: { frameOf: (text) => text },
  // Engine.IO 4 and Socket.IO 5: the packet types are digits before the JSON.
  "socket.io": {
    opening: { frame: "40", accepted: "40" },
    ping: { frame: "2", answer: "3" },
    frameOf: (text) => `42${JSON.stringify(["message", text])}`,
  },
};
