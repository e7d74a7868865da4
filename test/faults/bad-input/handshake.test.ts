/**
 * Invalid positions and subprotocols (SPEC REC-1 to REC-4, JOIN-2): each is answered by its error or
 * close code, stores nothing, and leaves a control pair unaffected.
 */
import { describe, expect, test } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { errorsOf, isType, setUpVisitors, waitForError, welcomeOf } from "../../support/visitors.ts";

const visitors = setUpVisitors();

describe("positions", () => {
  test.each([
    ["of another epoch", "zzzzzzzz.1"],
    ["of a room that was never created", "0.0"],
    ["ahead of the room", "EPOCH.999999"],
    ["with the largest safe integer", "EPOCH.9007199254740991"],
  ])("[REC-2] a position %s is answered by the newest page", async (_, position) => {
    await visitors.controlPair.exchange();
    const visitor = await visitors.join({ position: position.replace("EPOCH", await epochOf()) });
    expect((await welcomeOf(visitor)).recovered).toBe(false);
    const page = await visitor.waitForEvent("the newest page", isType("page"));
    expect(page.events?.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(errorsOf(visitor)).toEqual([]);
    await visitors.controlPair.expectUnaffected();
  });

  test.each([
    "EPOCH",
    "EPOCH.",
    "EPOCH.-1",
    "EPOCH.01",
    "EPOCH.1.2",
    "EPOCH.1e3",
    "EPOCH. 1",
    "EPOCH.9999999999999999",
    ".1",
    "a.b",
    "😀.1",
    "'; DROP TABLE log; --.1",
    `${"e".repeat(17)}.1`,
    "x".repeat(4_000),
  ])("[REC-4] the malformed position %s is answered by the newest page and an error", async (position) => {
    await visitors.controlPair.exchange();
    const visitor = await visitors.join({ position: position.replace("EPOCH", await epochOf()) });
    expect((await welcomeOf(visitor)).recovered).toBe(false);
    const page = await visitor.waitForEvent("the newest page", isType("page"));
    expect(page.events?.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await waitForError(visitor)).toMatchObject({ code: "bad_position" });
    await visitors.controlPair.expectUnaffected();
  });

  test("[REC-1] a position of this room recovers exactly the events after it", async () => {
    await visitors.controlPair.exchange();
    const visitor = await visitors.join({ position: `${await epochOf()}.1` });
    expect((await welcomeOf(visitor)).recovered).toBe(true);
    await visitor.waitForEvent("the missed message", isType("message"));
    expect(visitor.events.flatMap(({ seq }) => seq ?? [])).toEqual([2]);
  });

  async function epochOf(): Promise<string> {
    const response = await fetch(visitors.url(), { headers: { Accept: "application/json" } });
    const { position } = (await response.json()) as { position: string };
    return position.split(".")[0] ?? "";
  }
});

describe("subprotocols", () => {
  test.each([
    ["one unknown subprotocol", ["chat"], "chat"],
    ["several unknown subprotocols", ["soap", "wamp"], "soap"],
    ["an unknown subprotocol after a ticket", ["ticket.x", "soap"], "soap"],
    ["a token, as before there were tickets (ID-19)", ["token.x", "majlis.v1"], "majlis.v1"],
    ["a newer version", ["majlis.v2"], "majlis.v2"],
    ["a known one in upper case", ["MAJLIS.V1"], "MAJLIS.V1"],
  ])(
    "[JOIN-2] an offer of %s closes with 4502, after echoing a subprotocol of the offer",
    async (_, protocols, echo) => {
      const visitor = await visitors.open({ protocols });
      expect(visitor.status).toBe(101);
      expect(visitor.protocol).toBe(echo);
      expect(await visitor.waitForClose()).toMatchObject({
        code: 4502,
        reason: expect.stringMatching(/majlis\.v1/),
      });
      expect(visitor.texts).toEqual([]);
      await visitors.controlPair.expectUnaffected();
    },
  );

  test.each([
    ["JSON is preferred to plain text", ["majlis.text", "majlis.v1"], "majlis.v1"],
    ["plain text is chosen where JSON is not offered", ["soap", "majlis.text"], "majlis.text"],
    ["JSON is chosen among unknown subprotocols", ["soap", "majlis.v1", "wamp"], "majlis.v1"],
    ["no subprotocol is echoed where none is offered", [], undefined],
  ])("[JOIN-2] %s", async (_, protocols, echo) => {
    const visitor = await visitors.open({ protocols });
    expect(visitor.protocol).toBe(echo);
    await eventually("it has joined", () => visitor.texts.length > 0);
  });
});
