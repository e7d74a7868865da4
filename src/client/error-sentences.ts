/** The English sentences of the errors that the client finds itself. The room page has its own words: its build leaves these out. */
import { LOCAL_ERROR_MESSAGES, textErrorMessage, type LocalErrorCode } from "../protocol/local-errors.ts";
import type { TextFailure } from "../text/message-text.ts";
import type { ClientErrorCode } from "./client-errors.ts";

/** Why a link is closed before it is open. */
export const UNUSABLE_TOKEN_REASON: string = "A token with characters that no header may have.";

/** Why a link is closed by the client. */
export const DAMAGED_FRAME_REASON: string = "A compressed frame is damaged.";

const CLIENT_SENTENCES: Readonly<Record<ClientErrorCode, string>> = {
  not_connected: "There is no connection to the room at the moment.",
  connection_lost: "The connection was lost before the room answered.",
  timeout: "The room did not answer in time.",
  closed: "The room was left.",
  outbox_full: "Too many messages are waiting to be sent.",
  stale: "This was written a while ago and never sent.",
  token_unavailable: "The application gave no token.",
  reader_too_slow: "Too many events were left unread.",
};

/** The sentence for an error of the client itself, or for one that the room would answer with. */
export function errorSentence(code: ClientErrorCode | LocalErrorCode): string {
  return { ...CLIENT_SENTENCES, ...LOCAL_ERROR_MESSAGES }[code];
}

/** The sentence for the text `raw`, which the room would refuse. */
export function textSentence(code: TextFailure, raw: string): string {
  return textErrorMessage(code, raw);
}
