/** Compressed frames (SPEC FAN-6): how a client asks for them, and the bound of every frame (EVT-5). */

/** Of the handshake's query: `?frames=deflate` asks for binary frames, each the raw DEFLATE (RFC 1951) of a text frame. */
export const FRAMES_PARAMETER = "frames";
export const DEFLATE = "deflate";

/** The largest frame that a room sends, in UTF-8 bytes of its text. */
export const MAX_FRAME_BYTES = 2 * 1_024 * 1_024;
