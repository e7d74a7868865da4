/** User-facing error messages, translated by code: the room's own messages are in English. */
import type { PlainStringKey } from "../i18n/strings.ts";
import { withoutIsolates, type Translate } from "../i18n/translate.ts";

const MESSAGE_KEYS: Readonly<Partial<Record<string, PlainStringKey>>> = {
  // A guest's token: the client joins as a new guest.
  invalid_token: "errorStartedOver",
  expired_token: "errorSessionEnded",
  revoked_token: "errorSessionEnded",
  forbidden: "errorForbidden",
  sign_in_expired: "errorSignIn",
  read_only: "errorReadOnly",
  muted: "errorMuted",
  link_expired: "keyExpired",
  slow_mode: "errorSlowMode",
  member_not_found: "errorNoMember",
  message_not_found: "errorGone",
  // The page's own.
  message_pruned: "messagePruned",
  overloaded: "errorBusy",
  unavailable: "errorBusy",
  room_full: "errorBusy",
  too_many_connections: "errorBusy",
  out_of_order: "errorBusy",
  internal: "errorBusy",
  rate_limited: "errorTooFast",
  outcome_unknown: "errorUnknown",
  not_connected: "errorNoConnection",
  connection_lost: "errorNoConnection",
  timeout: "errorNoConnection",
  too_many_reactions: "errorReactions",
  outbox_full: "errorFull",
  stale: "errorStale",
  too_large: "bytesOver",
  invalid_text: "invalidText",
};

/** The error message for a code, which is shown itself if it is unknown; `message` is shown for an error without one. */
export function errorMessage(t: Translate, { code, message }: { code: string; message: string }): string {
  if (code === "no_message") return withoutIsolates(t("noMessage", { seq: message }));
  const key = MESSAGE_KEYS[code];
  return key === undefined ? t("errorOther", { code: code === "" ? message : code }) : t(key);
}

/** Why a message failed to be sent. It is not "not sent" if that is unknown. */
export function sendFailureMessage(t: Translate, failure: { code: string; message: string }): string {
  switch (failure.code) {
    case "outcome_unknown":
      return t("errorUnknown");
    case "message_not_found":
      return `${t("failed")} ${t("errorReplyGone")}`;
    default:
      return `${t("failed")} ${errorMessage(t, failure)}`;
  }
}

/** The error message for the reason of a rejected promise. */
export function describeError(t: Translate, error: unknown): string {
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  return errorMessage(t, { code: String(code ?? ""), message: String(message ?? error) });
}
