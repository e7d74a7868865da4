/** What the parts of a session share. */
import type { RoomClientEvents } from "./api.ts";
import type { ClientIdentity } from "./client-identity.ts";
import type { Emitter } from "./emitter.ts";
import type { PendingRequests } from "./pending-requests.ts";
import type { Replay } from "./replay.ts";
import type { SessionLink } from "./session-link.ts";

export interface SessionParts {
  readonly link: SessionLink;
  readonly identity: ClientIdentity;
  readonly replay: Replay;
  readonly requests: PendingRequests;
  /** the application's listeners */
  readonly events: Emitter<RoomClientEvents>;
}
