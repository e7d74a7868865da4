import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { FrameInflater } from "./frame-inflater.ts";

const [first, second] = ["tea is ready", "الشاي جاهز"].map((text) => deflateRawSync(text));

test("frames are inflated wherever they are in the bytes that were read, and one that comes again is inflated once", () => {
  if (first === undefined || second === undefined) throw new Error("two frames are needed");
  const inflater = new FrameInflater();
  const read = Buffer.concat([Buffer.from("head"), first, first, second]);
  const [one, two, end] = [4, 4 + first.length, 4 + 2 * first.length];
  const inflated = inflater.inflate(read, one, two);
  expect(inflated.toString()).toBe("tea is ready");
  expect(inflater.inflate(read, two, end)).toBe(inflated);
  expect(inflater.inflate(read, end, read.length).toString()).toBe("الشاي جاهز");
  expect(inflater.inflate(read, one, two).toString()).toBe("tea is ready");
});

test("a damaged frame fails the run", () => {
  const inflater = new FrameInflater();
  expect(() => inflater.inflate(Buffer.from("not deflated"), 0, 12)).toThrow();
});
