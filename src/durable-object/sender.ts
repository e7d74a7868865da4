/** Who sent a command, as the Durable Object sees it: a connection, a request, or the room itself. */
import type { AnonymousOrigin, HttpOrigin, Origin } from "../room/origin.ts";
import type { Outcome } from "../room/outcome.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { Connection } from "../transport/connections.ts";

export type Sender =
  | { readonly kind: "connected"; readonly connection: Connection }
  | {
      readonly kind: "http";
      /** undefined for a guest without a token */
      readonly member: string | undefined;
      /** the sender's own stream or poll */
      readonly own: Connection | undefined;
    }
  | { readonly kind: "none" };

/** For what no client asked for: a member who left, one who went silent. */
export const NO_SENDER: Sender = { kind: "none" };

export function sessionOrigin({ session }: Connection): Origin {
  return { kind: "session", connection: session.connection };
}

/** The origin with the connection of the sender's own stream or poll; empty without one. */
export function withConnection(origin: HttpOrigin, connection: string): HttpOrigin {
  return { ...origin, sender: { ...origin.sender, connection } };
}

/** After a rename, the request's next commands are sent under the new name, though its token still has the old one. */
export function applyRename<Any extends HttpOrigin | AnonymousOrigin>({ answer }: Outcome, origin: Any): Any {
  if (origin.kind !== "http") return origin;
  for (const event of answer) {
    const self = event.type === "presence" ? event.self : undefined;
    if (self?.id === origin.sender.member)
      return { ...origin, sender: { ...origin.sender, name: self.name } };
  }
  return origin;
}

/** The connection that is left out of a broadcast to the others. */
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

export function memberOf(sender: Sender): string | undefined {
  return sender.kind === "http" ? sender.member : connectionOf(sender)?.session.member;
}
