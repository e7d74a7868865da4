/** The colours and tags that distinguish members. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hueOf, MEMBER_HUES } from "../../src/ui/models/member-hues.ts";
import { nameTags, renewedTags } from "../../src/ui/models/same-names.ts";
import { contrast, type Oklch } from "../support/oklch.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";

describe("the hue of a member", () => {
  const ids = Array.from({ length: 1_200 }, (_, index) => `m-${index.toString(36)}`);

  test("follows from their id alone, so that all pages show the same, in whatever order members come", () => {
    const onOnePage = new Map(ids.map((id) => [id, hueOf(id)]));
    const onAnother = new Map(ids.toReversed().map((id) => [id, hueOf(id)]));
    expect(ids.map((id) => onAnother.get(id))).toEqual(ids.map((id) => onOnePage.get(id)));
  });

  test("stays the same in later releases", () => {
    expect(["m-00k3f", "m-00x9q", "m-00abc"].map(hueOf)).toEqual([285, 105, 45]);
  });

  test("is one of twelve, and each is about as frequent as another", () => {
    const uses = Map.groupBy(ids, hueOf);
    expect([...uses.keys()].toSorted((one, other) => one - other)).toEqual([...MEMBER_HUES]);
    for (const { length } of uses.values()) {
      expect(length).toBeGreaterThan(60);
      expect(length).toBeLessThan(150);
    }
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
