import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adviceFor, CLOSE_CODES } from "../../src/protocol/close-advice.ts";
import { CLOSES, type CloseName } from "../../src/protocol/close-codes.ts";
import { COMMAND_TRAITS, EVENT_TRAITS, isDurable } from "../../src/protocol/traits.ts";
import { ERRORS } from "../../src/protocol/errors.ts";
import { DEFAULT_CLIENT_LIMITS } from "../../src/protocol/client-limits.ts";
import {
  LOCAL_ERROR_MESSAGES,
  TEMPORARY_CODES,
  type LocalErrorCode,
} from "../../src/protocol/local-errors.ts";
import { clientLimits, DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { formatPosition, parsePosition } from "../../src/protocol/position.ts";
import { SETTINGS } from "../../src/protocol/settings.ts";
import { REQUEST_ROLES } from "../../src/room/authority/permissions.ts";
import { negotiate } from "../../src/protocol/subprotocols.ts";
import { VERSION } from "../../src/protocol/version.ts";
import { utf8Bytes } from "../../src/text/lengths.ts";

const root = new URL("../..", import.meta.url);
const spec = readFileSync(new URL("src/protocol/SPEC.md", root), "utf8");

test("every close code is in the specification, and its reason fits a close frame", () => {
  for (const [name, { code, reason }] of Object.entries(CLOSES)) {
    expect(spec).toMatch(new RegExp(`\\| ${code} +\\| ${name} +\\|`));
    expect(utf8Bytes(reason)).toBeLessThanOrEqual(123);
  }
});

test("every command is in the specification", () => {
  for (const type of Object.keys(COMMAND_TRAITS)) expect(spec).toMatch(new RegExp(`\\| \`${type}\` +\\|`));
});

test("[ID-8] [SET-4] the table of commands has the least role of each, and which of them write", () => {
  const [, table = ""] = /^(\| command .*\n(?:\|.*\n)+)/m.exec(spec) ?? [];
  const [, , ...rows] = table.trimEnd().split("\n");
  const listed = rows.map((row) => {
    const [, command = "", , , minRole, writes] = row.split("|").map((cell) => cell.trim());
    return [command.replaceAll("`", ""), { minRole, writes: writes === "yes" }];
  });
  const traits = Object.entries(COMMAND_TRAITS).map(([type, { minRole, writes }]) => [
    type,
    { minRole, writes },
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(traits));
});

test("[SET-2] [SET-3] the table of settings has the default of each, and the least role that may change it", () => {
  const [, table = ""] = /^( +\| setting .*\n(?: +\|.*\n)+)/m.exec(spec) ?? [];
  const [, , ...rows] = table.trimEnd().split("\n");
  const listed = rows.map((row) => {
    const [, name = "", , value = "", minRole] = row.split("|").map((cell) => cell.trim());
    return [name.replaceAll("`", ""), { default: value.replaceAll("`", ""), minRole }];
  });
  const settings = Object.entries(SETTINGS).map(([name, { default: value, minRole }]) => [
    name,
    { default: String(value) || "empty", minRole },
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(settings));
});

test("[HTTP-22] the table of requests has the least role of each", () => {
  const [, table = ""] = /^( +\| request +\| with .*\n(?: +\|.*\n)+)/m.exec(spec) ?? [];
  const [, , ...rows] = table.trimEnd().split("\n");
  const listed = rows.map((row) => {
    const [, request = "", , , minRole] = row.split("|").map((cell) => cell.trim());
    return [request.replaceAll("`", ""), minRole];
  });
  expect(Object.fromEntries(listed)).toEqual(REQUEST_ROLES);
});

test("[LOG-1] every event is in the specification, and the durable ones are listed", () => {
  const types = Object.keys(EVENT_TRAITS);
  for (const type of types) expect(spec).toMatch(new RegExp(`\`${type}[\`.]`));
  const [, list = ""] = /Durable events are ([^.]*)\./.exec(spec) ?? [];
  const listed = [...list.matchAll(/`(\w+)`/g)].map(([, type]) => type);
  expect(listed.toSorted()).toEqual(types.filter((type) => isDurable({ type })).toSorted());
});

test("the range of an unknown close code decides a client's advice", () => {
  expect([1000, 1001, 1006, 1011, 1012, 1013, 4042, 4499].map(adviceFor)).toEqual(Array(8).fill("retry"));
  expect([4500, 4600, 4999, 1003].map(adviceFor)).toEqual(Array(4).fill("stop"));
  expect([4503, 4504].map(adviceFor)).toEqual(Array(2).fill("refresh_token"));
});

test("the client's part of the close codes matches the table", () => {
  for (const { code, advice } of Object.values(CLOSES)) expect(adviceFor(code), `${code}`).toBe(advice);
  for (const [name, code] of Object.entries(CLOSE_CODES)) expect(CLOSES[name as CloseName].code).toBe(code);
});

test("every error message is a sentence", () => {
  for (const { message } of Object.values(ERRORS)) expect(message).toMatch(/^[A-Z].*\.$/);
});

test("VERSION is the version of package.json", () => {
  const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { version: string };
  expect(VERSION).toBe(version);
});

test("[POS-1] a position is parsed as it was formatted, and an invalid one is undefined", () => {
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
  ["majlis.v1, ticket.a.5.b", { kind: "agreed", codec: "json", echo: "majlis.v1", ticket: "a.5.b" }],
  ["ticket.a.5.b, majlis.text", { kind: "agreed", codec: "text", echo: "majlis.text", ticket: "a.5.b" }],
  ["future.v9, other", { kind: "unsupported", echo: "future.v9" }],
])("[JOIN-2] the offer %j is negotiated to %j", (offer, expected) => {
  expect(negotiate(offer)).toMatchObject(expected);
});

test("[JOIN-2] an offer of more than 8 KiB is unknown, and not read", () => {
  const offer = `majlis.v1, ${"a,".repeat(4_096)}`;
  expect(negotiate(offer)).toEqual({ kind: "unsupported", echo: undefined });
  expect(negotiate(offer.slice(0, 8_192))).toMatchObject({ kind: "agreed" });
});

test.each([
  ["majlis.v1, token.a.b", "majlis.v1"],
  ["token.a.b, ticket.a.5.b, majlis.text", "majlis.text"],
  ["token.a.b", undefined],
])("[ID-19] the offer %j of a token is refused, and the token is not echoed", (offer, echo) => {
  expect(negotiate(offer)).toEqual({ kind: "unsupported", echo });
});

test("the client's part of the error table matches the table", () => {
  const temporary = Object.entries(ERRORS).filter(([, error]) => error.temporary);
  expect(temporary.map(([code]) => code).toSorted()).toEqual(TEMPORARY_CODES.toSorted());
  for (const [code, message] of Object.entries(LOCAL_ERROR_MESSAGES))
    expect(ERRORS[code as LocalErrorCode]).toMatchObject({ message, temporary: false });
});

test("[ERR-1] the sentence of an error that may pass says to try again, and so does that of such a close", () => {
  const advises = /\b(?:again|wait|come back)\b/iu;
  for (const { message, temporary } of Object.values(ERRORS)) if (temporary) expect(message).toMatch(advises);
  for (const name of ["flood", "room_full", "unavailable", "too_many_connections"] as const)
    expect(CLOSES[name].reason).toMatch(advises);
  expect(ERRORS.not_acceptable.message).toMatch("ask for another");
});

test("DEFAULT_CLIENT_LIMITS are the client's part of DEFAULT_LIMITS", () => {
  expect(clientLimits(DEFAULT_LIMITS)).toEqual(DEFAULT_CLIENT_LIMITS);
});
