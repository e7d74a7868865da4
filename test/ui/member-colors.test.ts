/** The colours and tags that distinguish members. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MEMBER_HUES, MemberHues } from "../../src/ui/models/member-hues.ts";
import { nameTags, renewedTags } from "../../src/ui/models/same-names.ts";
import { contrast, type Oklch } from "../support/oklch.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `member-${index}`);

function huesOf(present: readonly string[]): number[] {
  const hues = new MemberHues();
  hues.setPresent(present);
  return present.map((id) => hues.hueOf(id));
}

describe("the hues of members", () => {
  test("differ for twelve members, and are used evenly by more", () => {
    expect(new Set(huesOf(ids(12))).size).toBe(12);
    const uses = Map.groupBy(huesOf(ids(36)), (hue) => hue);
    expect([...uses.values()].map(({ length }) => length)).toEqual(Array.from({ length: 12 }, () => 3));
  });

  test("are at least 60 degrees apart in rooms of up to four members", () => {
    for (let room = 0; room < 200; room++) {
      const hues = huesOf(ids(4).map((id) => `${id}/${room}`));
      for (const [index, hue] of hues.entries())
        for (const other of hues.slice(0, index)) {
          const degrees = Math.abs(hue - other);
          expect(Math.min(degrees, 360 - degrees)).toBeGreaterThanOrEqual(60);
        }
    }
  });

  test("stay the same while the page is open and members join and leave", () => {
    const hues = new MemberHues();
    const before = hues.hueOf("author of an old message");
    hues.setPresent(ids(5));
    const present = ids(5).map((id) => hues.hueOf(id));
    hues.setPresent(["newcomer", ...ids(30).slice(3)]);
    expect(ids(5).map((id) => hues.hueOf(id))).toEqual(present);
    expect(hues.hueOf("author of an old message")).toBe(before);
  });

  test("are free of members who are present rather than of those who left", () => {
    const hues = new MemberHues();
    for (const id of ids(11)) hues.hueOf(id);
    hues.setPresent(["one"]);
    hues.setPresent(["one", "other"]);
    expect(hues.hueOf("one")).not.toBe(hues.hueOf("other"));
  });

  test("are the same for a member who is alone with others' hues free", () => {
    expect(new MemberHues().hueOf("m1")).toBe(new MemberHues().hueOf("m1"));
  });
});

const styles = (name: string) => readFileSync(join(PROJECT_ROOT, "src/ui/styles", name), "utf8");

/** The light and the dark value of `property: light-dark(oklch(…), oklch(…))` in the rule of `selector`. */
function colorsOf(css: string, selector: string, property: string): readonly [Oklch, Oklch][] {
  const rule = `\n${css}`.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  const declaration = new RegExp(
    `[ \n]${property}: light-dark\\(oklch\\((.*?)\\), oklch\\((.*?)\\)\\);`,
    "u",
  );
  const [, light = "", dark = ""] = declaration.exec(rule.replaceAll("var(--hue)", "HUE")) ?? [];
  return MEMBER_HUES.map((hue) => [parse(light, hue), parse(dark, hue)] as const);
}

function parse(color: string, hue: number): Oklch {
  const [lightness = Number.NaN, chroma = Number.NaN, angle = Number.NaN] = color
    .replace("HUE", String(hue))
    .split(" ")
    .map(Number);
  return [lightness, chroma, angle];
}

const AA = 4.5;

describe("in both themes", () => {
  const tokens = styles("tokens.css");
  const backgrounds = ["--background", "--surface", "--raised", "--own-bubble", "--accent-soft"];

  test.each(backgrounds)("a name in each hue can be read on %s", (background) => {
    const names = colorsOf(styles("message.css"), ".author", "color");
    const [ground] = colorsOf(tokens, ":root", background);
    if (ground === undefined) throw new Error(`no color ${background}`);
    for (const [light, dark] of names) {
      expect(contrast(light, ground[0])).toBeGreaterThanOrEqual(AA);
      expect(contrast(dark, ground[1])).toBeGreaterThanOrEqual(AA);
    }
  });

  test("the letter of an avatar in each hue can be read", () => {
    const letters = colorsOf(styles("kit.css"), ".avatar", "color");
    const grounds = colorsOf(styles("kit.css"), ".avatar", "background");
    for (const [index, [light, dark]] of letters.entries()) {
      expect(contrast(light, grounds[index]?.[0] ?? light)).toBeGreaterThanOrEqual(AA);
      expect(contrast(dark, grounds[index]?.[1] ?? dark)).toBeGreaterThanOrEqual(AA);
    }
  });
});

describe("members with the same name", () => {
  const members = [
    { id: "m-00k3f", name: "Ana" },
    { id: "m-00x9q", name: "anà" },
    { id: "m-00abc", name: "Bo" },
  ];

  test("are distinguished by the end of their ids, however they spell it", () => {
    expect([...nameTags(members)]).toEqual([
      ["m-00k3f", "k3f"],
      ["m-00x9q", "x9q"],
    ]);
  });

  test("keep the same tags while no member of that name joins or leaves", () => {
    const tags = nameTags(members);
    expect(renewedTags([...members, { id: "m-1", name: "Cem" }], tags)).toBe(tags);
    expect([...renewedTags(members.slice(1), tags)]).toEqual([]);
  });
});
