import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adviceFor, CLOSE_CODES } from "../../src/protocol/close-advice.ts";
import { CLOSES, type CloseName } from "../../src/protocol/close-codes.ts";
import { COMMAND_TRAITS } from "../../src/protocol/command-traits.ts";
import { ERRORS } from "../../src/protocol/errors.ts";
import { DEFAULT_CLIENT_LIMITS } from "../../src/protocol/client-limits.ts";
import {
  LOCAL_ERROR_MESSAGES,
  TEMPORARY_CODES,
  type LocalErrorCode,
} from "../../src/protocol/local-errors.ts";
import { clientLimits, DEFAULT_LIMITS, parseLimits } from "../../src/protocol/limits.ts";
import { formatPosition, parsePosition } from "../../src/protocol/position.ts";
import { negotiate } from "../../src/protocol/subprotocols.ts";
import { VERSION } from "../../src/protocol/version.ts";
import { utf8Bytes } from "../../src/text/lengths.ts";

const root = new URL("../..", import.meta.url);
const spec = readFileSync(new URL("src/protocol/SPEC.md", root), "utf8");

test("every close code stands in the specification, and its reason fits a close frame", () => {
  for (const [name, { code, reason }] of Object.entries(CLOSES)) {
    expect(spec).toMatch(new RegExp(`\\| ${code} +\\| ${name} +\\|`));
    expect(utf8Bytes(reason)).toBeLessThanOrEqual(123);
  }
});

test("every command stands in the specification", () => {
  for (const type of Object.keys(COMMAND_TRAITS)) expect(spec).toMatch(new RegExp(`\\| \`${type}\` +\\|`));
});

test("a client that does not know a close code is told by its range", () => {
  expect([1000, 1001, 1006, 1011, 1012, 1013, 4042, 4499].map(adviceFor)).toEqual(Array(8).fill("retry"));
  expect([4500, 4600, 4999, 1003].map(adviceFor)).toEqual(Array(4).fill("stop"));
  expect([4503, 4504].map(adviceFor)).toEqual(Array(2).fill("refresh_token"));
});

test("what a client carries of the closes' table says what the table says", () => {
  for (const { code, advice } of Object.values(CLOSES)) expect(adviceFor(code), `${code}`).toBe(advice);
  for (const [name, code] of Object.entries(CLOSE_CODES)) expect(CLOSES[name as CloseName].code).toBe(code);
});

test("every error says something to a person", () => {
  for (const { message } of Object.values(ERRORS)) expect(message).toMatch(/^[A-Z].*\.$/);
});

test("the version is the package's", () => {
  const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { version: string };
  expect(VERSION).toBe(version);
});

test("[POS-1] positions are written and read back; what is none is none", () => {
  expect(parsePosition(formatPosition({ epoch: "k3f9", seq: 41 }))).toEqual({ epoch: "k3f9", seq: 41 });
  for (const text of [
    "",
    ".",
    "k3f9",
    "k3f9.",
    ".1",
    "k3f9.01",
    "k3f9.-1",
    " k3f9.1",
    "k3f9.1 ",
    "x".repeat(17) + ".1",
  ]) {
    expect([text, parsePosition(text)]).toEqual([text, undefined]);
  }
});

test.each([
  [null, { kind: "agreed", codec: "text", echo: undefined }],
  ["", { kind: "agreed", codec: "text", echo: undefined }],
  ["majlis.v1", { kind: "agreed", codec: "json", echo: "majlis.v1" }],
  ["majlis.text", { kind: "agreed", codec: "text", echo: "majlis.text" }],
  ["majlis.text, majlis.v1", { kind: "agreed", codec: "json", echo: "majlis.v1" }],
  ["future.v9,majlis.v1", { kind: "agreed", codec: "json", echo: "majlis.v1" }],
  ["majlis.v1, token.a.b", { kind: "agreed", codec: "json", echo: "majlis.v1", token: "a.b" }],
  ["token.a.b", { kind: "agreed", codec: "text", echo: undefined, token: "a.b" }],
  ["future.v9, other", { kind: "unsupported", echo: "future.v9" }],
])("[JOIN-2] the offer %j is answered %j", (offer, expected) => {
  expect(negotiate(offer)).toMatchObject(expected);
});

test("a deployment overrides limits one by one, and does not start on what it misspelt", () => {
  expect(parseLimits(undefined)).toEqual(DEFAULT_LIMITS);
  expect(parseLimits('{"textGraphemes":10}')).toEqual({ ...DEFAULT_LIMITS, textGraphemes: 10 });
  for (const wrong of ["{", '{"textGrafemes":10}', '{"textGraphemes":"10"}', '{"textGraphemes":0}', "7"]) {
    expect(() => parseLimits(wrong)).toThrow();
  }
});

test("[SEARCH-3] a deployment cannot allow a search more terms than a statement can bind", () => {
  expect(parseLimits('{"searchTerms":12}').searchTerms).toBe(12);
  expect(() => parseLimits('{"searchTerms":13}')).toThrow();
});

test("what a client carries of the errors' table says what the table says", () => {
  const temporary = Object.entries(ERRORS).filter(([, error]) => error.temporary);
  expect(temporary.map(([code]) => code).toSorted()).toEqual(TEMPORARY_CODES.toSorted());
  for (const [code, message] of Object.entries(LOCAL_ERROR_MESSAGES))
    expect(ERRORS[code as LocalErrorCode]).toMatchObject({ message, temporary: false });
});

test("a client goes by the default limits until it is told others", () => {
  expect(clientLimits(DEFAULT_LIMITS)).toEqual(DEFAULT_CLIENT_LIMITS);
});
