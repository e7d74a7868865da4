/** Where what the room decides came from, and where its answers go. */
import type { RoomEvent } from "../protocol/events.ts";
import type { Outcome } from "../room/outcome.ts";
import type { Session } from "../room/session.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { Connection } from "../transport/connections.ts";

/** Who sent what an outcome came of, and where the answers go. */
export type Sender =
  | { readonly kind: "connected"; readonly connection: Connection }
  | {
      readonly kind: "http";
      readonly member: string;
      /** the sender's own stream or poll */
      readonly own: Connection | undefined;
      readonly answer: (event: RoomEvent) => void;
    }
  | { readonly kind: "none" };

export const NO_SENDER: Sender = { kind: "none" };

/** What follows a rename is said under the new name, though the token still has the old one. */
export function applyRename(outcome: Outcome, sender: Session): Session {
  for (const effect of outcome) {
    if (effect.to !== "sender" || effect.event.type !== "presence") continue;
    const { self } = effect.event;
    if (self?.id === sender.member) return { ...sender, name: self.name };
  }
  return sender;
}

/** The connection that an answer goes to. */
export function connectionOf(sender: Sender): Connection | undefined {
  switch (sender.kind) {
    case "connected":
      return sender.connection;
    case "http":
      return sender.own;
    case "none":
      return undefined;
    default:
      return exhaustive(sender);
  }
}

/** The member who spoke. */
export function memberOf(sender: Sender): string | undefined {
  return sender.kind === "http" ? sender.member : connectionOf(sender)?.session.member;
}
