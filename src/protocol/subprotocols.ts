/** The WebSocket subprotocols (RFC 6455 §1.9) and how one is chosen (SPEC JOIN-2). */

/** JSON events and commands. */
export const JSON_SUBPROTOCOL = "majlis.v1";
/** Lines of plain text; also the default for a client that offers no subprotocol. */
export const TEXT_SUBPROTOCOL = "majlis.text";
/** An offer with this prefix is no subprotocol: it carries the identity token, which must never be in a URL. */
export const TOKEN_PREFIX = "token.";

/** HTML is plain text for pages that put it into their document (SPEC HTML-1); no subprotocol has it. */
export type Codec = "json" | "text" | "html";

/** The codec of a connection, and the subprotocol that the response to the upgrade echoes. */
export type Negotiated =
  | {
      readonly kind: "agreed";
      readonly codec: Codec;
      readonly echo: string | undefined;
      readonly token: string | undefined;
    }
  | { readonly kind: "unsupported"; readonly echo: string };

/** Negotiates by the value of `Sec-WebSocket-Protocol`; the server prefers JSON to text. */
export function negotiate(header: string | null): Negotiated {
  const offers = (header ?? "")
    .split(",")
    .map((offer) => offer.trim())
    .filter((offer) => offer !== "");
  const token = offers.find((offer) => offer.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  const protocols = offers.filter((offer) => !offer.startsWith(TOKEN_PREFIX));
  const [first] = protocols;
  if (first === undefined) return { kind: "agreed", codec: "text", echo: undefined, token };
  if (protocols.includes(JSON_SUBPROTOCOL))
    return { kind: "agreed", codec: "json", echo: JSON_SUBPROTOCOL, token };
  if (protocols.includes(TEXT_SUBPROTOCOL))
    return { kind: "agreed", codec: "text", echo: TEXT_SUBPROTOCOL, token };
  return { kind: "unsupported", echo: first };
}
