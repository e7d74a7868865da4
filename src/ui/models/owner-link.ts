/** A link that makes the user who opens it an owner of the room: its fragment, which no server sees, has the owner key. */

const PREFIX = "#key=";

/** The owner key in a URL's fragment; undefined if there is none. */
export function linkedOwnerKey(fragment: string): string | undefined {
  return fragment.startsWith(PREFIX) ? fragment.slice(PREFIX.length) : undefined;
}

/** The fragment of the link with this owner key. */
export function ownerFragment(key: string): string {
  return PREFIX + key;
}
