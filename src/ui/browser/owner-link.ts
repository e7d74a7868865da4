import { linkedOwnerKey } from "../models/owner-link.ts";

/** The owner key in the page's address, which is removed there: addresses are seen, copied and kept in the history. */
export function takeLinkedOwnerKey(): string | undefined {
  const key = linkedOwnerKey(location.hash);
  if (key !== undefined) history.replaceState(history.state, "", location.pathname + location.search);
  return key;
}
