/** The cost of a frame to a connection, in frames to a socket. */

/** A frame of a stream or poll is sent, decoded in the Worker and sent again: measured, three times the work. */
const BRIDGE_WEIGHT = 3;

/** The weight of a connection: that of a socket is 1. */
export function weightOf({ stream }: { readonly stream: string | undefined }): number {
  return stream === undefined ? 1 : BRIDGE_WEIGHT;
}
