import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PLEASANT_NAME_BITS, PLEASANT_NAME_BYTES, pleasantName } from "../../src/text/pleasant-names.ts";
import { parseRoomName } from "../../src/text/room-names.ts";

const randomBytes = fc.uint8Array({ minLength: PLEASANT_NAME_BYTES, maxLength: PLEASANT_NAME_BYTES });

describe("pleasant names", () => {
  test("are three words of open syllables", () => {
    fc.assert(
      fc.property(randomBytes, (bytes) => {
        expect(pleasantName(bytes)).toMatch(
          /^((sh|[bdfklmnprstvzhj])[aeio])+(-((sh|[bdfklmnprstvzhj])[aeio])+){2}$/,
        );
      }),
    );
  });

  test("are names a room can have, already in canonical form", () => {
    fc.assert(
      fc.property(randomBytes, (bytes) => {
        const name = pleasantName(bytes);
        expect(parseRoomName(name)).toEqual({ ok: true, value: name });
      }),
    );
  });

  test("are worth at least 40 bits: each of the six bits of each byte counts", () => {
    expect(PLEASANT_NAME_BITS).toBeGreaterThanOrEqual(40);
    const syllables = new Set<string>();
    for (let byte = 0; byte < 64; byte++)
      syllables.add(pleasantName(new Uint8Array(PLEASANT_NAME_BYTES).fill(byte)));
    expect(syllables.size).toBe(64);
  });

  test("refuse to be made of too little chance", () => {
    expect(() => pleasantName(new Uint8Array(PLEASANT_NAME_BYTES - 1))).toThrow(RangeError);
  });
});
