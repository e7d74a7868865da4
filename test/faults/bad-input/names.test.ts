/**
 * Invalid names of members and rooms (SPEC ID-7, ROOM-1): each is answered by its error or
 * close code, stores nothing, and leaves a control pair unaffected.
 */
import { describe, expect, test } from "vitest";
import { JSON_PROTOCOL, setUpVisitors, waitForError, welcomeOf } from "../../support/visitors.ts";

const NAME_GRAPHEMES = 40;

const visitors = setUpVisitors();

describe("names", () => {
  test.each([
    ["40 letters", "n".repeat(NAME_GRAPHEMES)],
    ["40 letters with combining marks", "n\u0303".repeat(NAME_GRAPHEMES)],
    ["Arabic", "ليلى"],
  ])("[ID-7] a name of %s is valid", async (_, name) => {
    const visitor = await visitors.join({ name });
    expect((await welcomeOf(visitor)).self?.name).toBe(name.normalize("NFC"));
  });

  const BAD_NAMES: [string, string][] = [
    ["41 letters", "n".repeat(NAME_GRAPHEMES + 1)],
    ["41 letters with combining marks", "n\u0303".repeat(NAME_GRAPHEMES + 1)],
    ["a line feed", "Ana\nBo"],
    ["a line separator", "Ana\u2028Bo"],
    ["a tab and a NUL", "A\t\u0000"],
    ["an escape", "\u001b[31mAna"],
    ["a direction override", "Ana\u202e"],
    ["a direction isolate", "\u2066Ana\u2069"],
    ["a zero-width space", "An\u200ba"],
    ["a soft hyphen", "An\u00ada"],
    ["five combining marks on a letter", `q${"\u0301\u0316\u0323\u0327\u0330"}na`],
    ["a colon", "Ana: hi"],
    ["a fullwidth colon", "Ana：hi"],
    ["a leading asterisk", "* Ana"],
    ["combining marks only", "\u0300\u0301"],
  ];

  test.each(BAD_NAMES)("[ID-7] [JOIN-3] a join with a name of %s is refused with 4500", async (_, name) => {
    for (const protocols of [JSON_PROTOCOL, []]) {
      const visitor = await visitors.open({ name, protocols });
      expect(visitor.status).toBe(101);
      expect((await visitor.waitForClose()).code).toBe(4500);
      expect(visitor.texts).toEqual([]);
    }
    await visitors.controlPair.expectUnaffected();
  });

  test("[ID-4] [ID-7] a rename to an invalid name is refused and changes nothing", async () => {
    const mallory = await visitors.join();
    for (const [index, [, name]] of BAD_NAMES.entries())
      mallory.sendJson({ type: "rename", id: `r${index}`, name });
    for (const index of BAD_NAMES.keys())
      expect(await waitForError(mallory, `r${index}`)).toMatchObject({ code: "invalid_name" });
    const { list } = (await (await fetch(visitors.url("/members"))).json()) as {
      list: { name: string }[];
    };
    expect(list.map(({ name }) => name)).toEqual(["Ana", "Bo", "Mallory"]);
    await visitors.controlPair.expectUnaffected();
  });
});

describe("room names", () => {
  test.each([
    ["a slash", "a%2Fb"],
    ["a backslash", "a%5Cb"],
    ["dots", "a.b"],
    ["a leading dot", ".hidden"],
    ["an escaped parent folder", "%2e%2e%2fadmin"],
    ["a space", "a%20b"],
    ["65 letters", "x".repeat(65)],
    ["65 Arabic letters", encodeURIComponent("م".repeat(65))],
    ["five combining marks on a letter", encodeURIComponent("q\u0301\u0316\u0323\u0327\u0330")],
    ["an emoji", encodeURIComponent("👍")],
    ["a direction override", encodeURIComponent("a\u202eb")],
    ["bytes that are not UTF-8", "a%ff"],
    ["a percent sign", "a%25b"],
    ["an invalid percent escape", "a%zz"],
  ])(
    "[ROOM-1] [JOIN-3] a room name with %s is refused: 4501 over a socket, 404 over HTTP",
    async (_, segment) => {
      const visitor = await visitors.open({ path: `/r/${segment}/socket`, protocols: ["chat", "superchat"] });
      expect(visitor.status).toBe(101);
      expect(visitor.protocol).toBe("chat");
      expect((await visitor.waitForClose()).code).toBe(4501);
      for (const rest of ["", "/messages", "/members"]) {
        const response = await fetch(`${visitors.runtime.origin}/r/${segment}${rest}`, {
          headers: { Accept: "application/json" },
        });
        expect(response.status).toBe(404);
        expect(response.headers.get("Content-Type")).toMatch(/^application\/problem\+json/);
        expect(await response.json()).toMatchObject({ code: "invalid_room_name" });
      }
      const posted = await fetch(`${visitors.runtime.origin}/r/${segment}/messages`, {
        method: "POST",
        body: "hi",
      });
      expect(posted.status).toBe(404);
      await visitors.controlPair.expectUnaffected();
    },
  );

  test("[ROOM-1] room names are valid in every script and normalized to one room", async () => {
    const spellings = [
      `Café-${visitors.room}`,
      `café-${visitors.room}`,
      `CAFE\u0301-${visitors.room.toUpperCase()}`,
      `مجلس-${visitors.room}`,
    ];
    const canonical = [
      `café-${visitors.room}`,
      `café-${visitors.room}`,
      `café-${visitors.room}`,
      `مجلس-${visitors.room}`,
    ];
    const names: (string | undefined)[] = [];
    for (const spelling of spellings) {
      const visitor = await visitors.join({ path: `/r/${encodeURIComponent(spelling)}/socket` });
      names.push((await welcomeOf(visitor)).room?.name);
    }
    expect(names).toEqual(canonical);
    const last = await visitors.join({
      path: `/r/${encodeURIComponent(spellings[0] ?? "")}/socket`,
      name: "Fourth",
    });
    expect((await welcomeOf(last)).members?.count).toBe(4);
  });
});
