/** A tab that a frame opened for a member of the page's site, whose token it gets from the frame (SPEC EMBED-16). */

/** The query of its address: the Worker lets such a page keep its opener. */
const SIGN_IN_QUERY = "?signin=frame";

export function isOpenedByFrame(): boolean {
  return location.search === SIGN_IN_QUERY;
}

/** The address of the tab for a frame of `room`. */
export function signInUrl(room: URL): URL {
  return new URL(SIGN_IN_QUERY, room);
}
