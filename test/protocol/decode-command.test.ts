import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCommand } from "../../src/protocol/decode-command.ts";
import { encodeCommand } from "../../src/protocol/encode.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";

const decode = (frame: string) => decodeCommand(frame, DEFAULT_LIMITS.frameDepth);

test.each([
  ["", "bad_frame"],
  ["hello", "bad_frame"],
  ["{", "bad_frame"],
  ["null", "bad_frame"],
  ["42", "bad_frame"],
  ['"publish"', "bad_frame"],
  ["[]", "bad_frame"],
  ['[{"type":"typing","on":true}]', "bad_frame"],
  ["{}", "bad_frame"],
  ['{"type":7}', "bad_frame"],
  ['{"type":null}', "bad_frame"],
  ['{"type":"dance"}', "unknown_command"],
  ['{"type":"__proto__"}', "unknown_command"],
  ['{"type":"constructor"}', "unknown_command"],
  ['{"__proto__":{"type":"typing","on":true}}', "bad_frame"],
  ['{"type":"publish"}', "bad_command"],
  ['{"type":"publish","id":"x"}', "bad_command"],
  ['{"type":"publish","id":7,"text":"x"}', "bad_command"],
  ['{"type":"publish","id":"","text":"x"}', "bad_command"],
  ['{"type":"publish","id":"a b","text":"x"}', "bad_command"],
  [`{"type":"publish","id":"${"x".repeat(65)}","text":"x"}`, "bad_command"],
  ['{"type":"publish","id":"x","text":["x"]}', "bad_command"],
  ['{"type":"publish","id":"x","text":"x","replyTo":0}', "bad_command"],
  ['{"type":"publish","id":"x","text":"x","replyTo":1.5}', "bad_command"],
  ['{"type":"publish","id":"x","text":"x","since":-1}', "bad_command"],
  ['{"type":"publish","id":"x","__proto__":{"text":"x"}}', "bad_command"],
  ['{"type":"edit","id":"x","seq":"1","text":"x"}', "bad_command"],
  ['{"type":"react","id":"x","seq":1,"emoji":"👍","on":"yes"}', "bad_command"],
  ['{"type":"history","id":"x","before":1,"after":1}', "bad_command"],
  ['{"type":"history","id":"x","limit":0}', "bad_command"],
  ['{"type":"history","id":"x","before":9007199254740993}', "bad_command"],
  ['{"type":"moderate","id":"x","act":"praise","member":"m"}', "bad_command"],
  ['{"type":"moderate","id":"x","act":"ban"}', "bad_command"],
  ['{"type":"moderate","id":"x","act":"ban","member":"m","until":-1}', "bad_command"],
  ['{"type":"moderate","id":"x","act":"ban","member":"m","until":253402300800000}', "bad_command"],
  ['{"type":"moderate","id":"x","act":"ban","member":"m","reason":7}', "bad_command"],
  [`{"type":"moderate","id":"x","act":"ban","member":"m","reason":"${"x".repeat(301)}"}`, "bad_command"],
  ['{"type":"signal"}', "bad_command"],
  ['{"type":"flow"}', "bad_command"],
])("[CMD-1] [CMD-2] [CMD-3] the frame %s is refused as %s", (frame, code) => {
  const decoded = decode(frame);
  expect(decoded).toMatchObject({ ok: false, failure: { code } });
  expect(decoded.ok ? "" : decoded.failure.message).toMatch(/\.$/);
});

test("[ERR-1] a refusal has the command's id if it is readable, and names the wrong field", () => {
  expect(decode('{"type":"publish","id":"c1"}')).toMatchObject({
    failure: { id: "c1", message: '"publish" needs "text".' },
  });
  expect(decode('{"type":"publish","id":"c1","text":7}')).toMatchObject({
    failure: { id: "c1", message: '"text" of "publish" must be string.' },
  });
  expect(decode('{"type":"dance","id":"c1"}')).toMatchObject({ failure: { id: "c1" } });
  expect(decode('{"type":"dance","id":{}}')).not.toHaveProperty("failure.id");
});

test.each([
  '{"type":"publish","id":"c1","text":"hi","replyTo":null,"since":null}',
  '{"type":"signal","data":null,"to":null}',
  '{"type":"history","id":"c1","before":null,"after":4,"limit":null}',
])("[CMD-3] an optional field that is null is absent: %s", (frame) => {
  const withoutNulls = JSON.stringify(
    JSON.parse(frame, (key, value: unknown) => (value === null && key !== "data" ? undefined : value)),
  );
  expect(decode(frame)).toEqual(decode(withoutNulls));
  expect(decode(frame).ok).toBe(true);
});

test("[CMD-3] a required field that is null is refused", () => {
  expect(decode('{"type":"publish","id":"c1","text":null}')).toMatchObject({
    failure: { code: "bad_command", message: '"text" of "publish" must be string.' },
  });
});

test("[CMD-1] a frame nested too deep is refused before it is parsed", () => {
  const deep = `{"type":"signal","data":${"[".repeat(40_000)}${"]".repeat(40_000)}}`;
  expect(decode(deep)).toMatchObject({ failure: { code: "bad_frame" } });
  const nested = (depth: number) => `{"type":"signal","data":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  expect(decode(nested(31)).ok).toBe(true);
  expect(decode(nested(32)).ok).toBe(false);
  expect(decode(`{"type":"publish","id":"x","text":"${"[".repeat(100)}\\"${"{".repeat(100)}"}`).ok).toBe(
    true,
  );
});

test("[EVT-2] unknown fields are dropped, own and inherited ones alike", () => {
  const decoded = decode('{"type":"typing","on":true,"extra":1,"__proto__":{"polluted":true}}');
  expect(decoded).toEqual({ ok: true, value: { type: "typing", on: true } });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("[CMD-1] the decoder never throws, and decodes what it encodes", () => {
  const json = fc.json({ maxDepth: 6 });
  const nearly = fc
    .record(
      {
        type: fc.constantFrom("publish", "edit", "history", "signal", "flow"),
        id: fc.jsonValue(),
        text: fc.jsonValue(),
        data: fc.jsonValue(),
      },
      { requiredKeys: ["type"] },
    )
    .map((value) => JSON.stringify(value));
  fc.assert(
    fc.property(fc.oneof(json, nearly, fc.string({ unit: "binary" })), (frame) => {
      const decoded = decode(frame);
      if (decoded.ok) expect(decode(encodeCommand(decoded.value))).toEqual(decoded);
      else expect(decoded.failure.message.length).toBeGreaterThan(0);
    }),
    { numRuns: 3_000 },
  );
});

test("[MOD-1] a reason is a line, and an empty one is none", () => {
  const reasonOf = (reason: string) =>
    decode(JSON.stringify({ type: "moderate", id: "x", act: "ban", member: "m", reason }));
  expect(reasonOf(" too\n loud ")).toMatchObject({ value: { reason: "too loud" } });
  expect(reasonOf(" ")).toMatchObject({ ok: true, value: { act: "ban" } });
  expect(JSON.stringify(reasonOf(" "))).not.toContain("reason");
});
