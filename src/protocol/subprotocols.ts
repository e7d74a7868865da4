/** The WebSocket subprotocols (RFC 6455 §1.9) and how one is chosen (SPEC JOIN-2). */

import { TICKET_PREFIX } from "./tickets.ts";

/** JSON events and commands. */
export const JSON_SUBPROTOCOL = "majlis.v1";
/** Lines of plain text; also the default for a client that offers no subprotocol. */
const TEXT_SUBPROTOCOL = "majlis.text";
/** How pages sent their token before there were tickets. It is refused, as handshakes are in logs (SPEC ID-19). */
const TOKEN_PREFIX = "token.";

/** HTML is plain text for pages that put it into their document (SPEC HTML-1); no subprotocol has it. */
export type Codec = "json" | "text" | "html";

/** The codec of a connection, and the subprotocol that the response to the upgrade echoes. */
export type Negotiated =
  | {
      readonly kind: "agreed";
      readonly codec: Codec;
      readonly echo: string | undefined;
      readonly ticket: string | undefined;
    }
  /** `echo`: never a credential */
  | { readonly kind: "unsupported"; readonly echo: string | undefined };

const JSON_ALONE: Negotiated = {
  kind: "agreed",
  codec: "json",
  echo: JSON_SUBPROTOCOL,
  ticket: undefined,
};

/** As long as the subprotocols with a ticket several times. To read a longer header would take longer than the join. */
const MAX_OFFERS_CHARACTERS = 8 * 1_024;

/** Negotiates by the value of `Sec-WebSocket-Protocol`; the server prefers JSON to text. */
export function negotiate(header: string | null): Negotiated {
  // What the SDKs offer at each first join.
  if (header === JSON_SUBPROTOCOL) return JSON_ALONE;
  if (header !== null && header.length > MAX_OFFERS_CHARACTERS)
    return { kind: "unsupported", echo: undefined };
  const offers = (header ?? "")
    .split(",")
    .map((offer) => offer.trim())
    .filter((offer) => offer !== "");
  const ticket = offers.find((offer) => offer.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length);
  const hasToken = offers.some((offer) => offer.startsWith(TOKEN_PREFIX));
  const protocols = offers.filter(
    (offer) => !offer.startsWith(TICKET_PREFIX) && !offer.startsWith(TOKEN_PREFIX),
  );
  const [first] = protocols;
  if (hasToken) return { kind: "unsupported", echo: first };
  if (first === undefined) return { kind: "agreed", codec: "text", echo: undefined, ticket };
  if (protocols.includes(JSON_SUBPROTOCOL))
    return { kind: "agreed", codec: "json", echo: JSON_SUBPROTOCOL, ticket };
  if (protocols.includes(TEXT_SUBPROTOCOL))
    return { kind: "agreed", codec: "text", echo: TEXT_SUBPROTOCOL, ticket };
  return { kind: "unsupported", echo: first };
}
