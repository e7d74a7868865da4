/** A link to one message of a room: the room's URL with the message's seq as its fragment. */

const FRAGMENT = /^#([1-9]\d{0,14})$/u;

/** The seq in a URL's fragment; undefined if there is none. */
export function linkedSeq(fragment: string): number | undefined {
  const seq = FRAGMENT.exec(fragment)?.[1];
  return seq === undefined ? undefined : Number(seq);
}

/** The URL that opens `room` at message `seq`. */
export function messageUrl(room: URL, seq: number): string {
  return new URL(`#${seq}`, room).href;
}
