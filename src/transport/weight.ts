/** What a frame to a connection costs the room, in frames to a socket. */

/** A frame of a stream or poll is sent, read again in the Worker and sent once more: measured, three times the work. */
const BRIDGE_WEIGHT = 3;

export function weightOf({ stream }: { readonly stream: string | undefined }): number {
  return stream === undefined ? 1 : BRIDGE_WEIGHT;
}
