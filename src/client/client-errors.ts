/** Errors of the client itself, without a reply of the room: whether they are temporary. */
export const CLIENT_ERRORS = {
  not_connected: true,
  connection_lost: true,
  timeout: true,
  closed: false,
  outbox_full: true,
  stale: false,
  token_unavailable: true,
  reader_too_slow: false,
} as const;

export type ClientErrorCode = keyof typeof CLIENT_ERRORS;
