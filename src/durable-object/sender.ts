/** Who sent a command, as the Durable Object sees it: a connection, a request, or the room itself. */
import type { Origin, RequestOrigin } from "../room/origin.ts";
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

/** A command's origin, for the rules, and its sender, for the effects. */
export interface Located {
  readonly origin: Origin;
  readonly sender: Sender;
}

/** The origin and sender of a frame. A plain-text client makes no ids, so that its command ids are generated ones. */
export function fromConnection(connection: Connection): Located {
  return {
    origin: {
      kind: "session",
      connection: connection.session.connection,
      idSource: connection.codec === "json" ? "command" : "generated",
    },
    sender: { kind: "connected", connection },
  };
}

/**
 * A request's origin with the connection of the sender's own stream or poll, which gets no copy of their events.
 * @param streamOf their open stream or poll
 * @param answerTo where what answers the request later is sent, if not to that stream or poll
 */
export function fromRequest(
  request: RequestOrigin,
  streamOf: (member: string) => Connection | undefined,
  answerTo?: string,
): Located {
  if (request.kind === "anonymous")
    return { origin: request, sender: { kind: "http", member: undefined, own: undefined } };
  const { member } = request.sender;
  const own = streamOf(member);
  const connection = answerTo ?? own?.session.connection ?? "";
  return {
    origin: { ...request, sender: { ...request.sender, connection } },
    sender: { kind: "http", member, own },
  };
}

/** After a rename, a request's next commands are sent under the new name, though its token still has the old one. */
export function applyRename({ answer }: Outcome, request: RequestOrigin): RequestOrigin {
  if (request.kind === "anonymous") return request;
  for (const event of answer) {
    const self = event.type === "presence" ? event.self : undefined;
    if (self !== undefined && self.id === request.sender.member)
      return { ...request, sender: { ...request.sender, name: self.name } };
  }
  return request;
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

/** The id of the member who sent a command; undefined for the room itself and for a guest without a token. */
export function memberOf(sender: Sender): string | undefined {
  return sender.kind === "http" ? sender.member : connectionOf(sender)?.session.member;
}
