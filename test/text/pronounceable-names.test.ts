import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  PRONOUNCEABLE_NAME_BITS,
  PRONOUNCEABLE_NAME_BYTES,
  pronounceableName,
} from "../../src/text/pronounceable-names.ts";
import { parseRoomName } from "../../src/text/room-names.ts";

const randomBytes = fc.uint8Array({
  minLength: PRONOUNCEABLE_NAME_BYTES,
  maxLength: PRONOUNCEABLE_NAME_BYTES,
});

describe("pronounceable names", () => {
  test("are three words of open syllables", () => {
    fc.assert(
      fc.property(randomBytes, (bytes) => {
        expect(pronounceableName(bytes)).toMatch(
          /^((sh|[bdfklmnprstvzhj])[aeio])+(-((sh|[bdfklmnprstvzhj])[aeio])+){2}$/,
        );
      }),
    );
  });

  test("are valid room names in canonical form", () => {
    fc.assert(
      fc.property(randomBytes, (bytes) => {
        const name = pronounceableName(bytes);
        expect(parseRoomName(name)).toEqual({ ok: true, value: name });
      }),
    );
  });

  test("have at least 40 bits of entropy: each of the six bits of each byte counts", () => {
    expect(PRONOUNCEABLE_NAME_BITS).toBeGreaterThanOrEqual(40);
    const syllables = new Set<string>();
    for (let byte = 0; byte < 64; byte++)
      syllables.add(pronounceableName(new Uint8Array(PRONOUNCEABLE_NAME_BYTES).fill(byte)));
    expect(syllables.size).toBe(64);
  });

  test("are not made from too few random bytes", () => {
    expect(() => pronounceableName(new Uint8Array(PRONOUNCEABLE_NAME_BYTES - 1))).toThrow(RangeError);
  });
});
