import { describe, expect, test } from "vitest";
import { describeMissing, findMissing, type Prerequisite } from "./prerequisites.ts";
import { setUp } from "./set-up.ts";

const CHROMIUM = { name: "Chromium", debianPackage: "chromium", otherwise: "set CHROMIUM_PATH" };
const PYTHON = {
  name: "Python with websockets",
  debianPackage: "python3-websockets",
  otherwise: "`pip install websockets`",
};
const SHELL = { name: "headless shell", debianPackage: "chromium-headless-shell", otherwise: "nothing" };

/** A machine that has some packages, and on which those of the repository can be installed. */
function machine({ installed, repository = [] }: { installed: string[]; repository?: string[] }) {
  const has = new Set(installed);
  const printed: string[] = [];
  const prerequisite = (one: Omit<Prerequisite, "find">): Prerequisite => ({
    ...one,
    find: () => (has.has(one.debianPackage) ? `/usr/bin/${one.debianPackage}` : undefined),
  });
  return {
    has,
    printed,
    required: [CHROMIUM, PYTHON].map(prerequisite),
    optional: [prerequisite(SHELL)],
    print: (line: string) => void printed.push(line),
    async install(packages: readonly string[]) {
      for (const one of packages) {
        if (!repository.includes(one)) throw new Error(`apt-get failed:\nE: Unable to locate package ${one}`);
        has.add(one);
      }
    },
  };
}

const ALL = ["chromium", "python3-websockets", "chromium-headless-shell"];

describe("the check before the tests says in one line what is missing and which command installs it", () => {
  test.each([
    ["Chromium", ["python3-websockets"], "The tests need Chromium: run `npm run setup:test`."],
    ["Python", ["chromium"], "The tests need Python with websockets: run `npm run setup:test`."],
    ["both", [], "The tests need Chromium and Python with websockets: run `npm run setup:test`."],
    ["nothing", ["chromium", "python3-websockets"], undefined],
  ])("missing: %s", async (_, installed, line) => {
    expect(describeMissing(await findMissing(machine({ installed }).required))).toBe(line);
  });
});

describe("the setup of the tests", () => {
  test("installs what is missing, the optional package too", async () => {
    const bare = machine({ installed: [], repository: ALL });
    expect(await setUp(bare)).toBe(true);
    expect([...bare.has].sort()).toEqual([...ALL].sort());
    expect(bare.printed.at(-1)).toBe("The tests have all they need.");
  });

  test("installs nothing where all is there", async () => {
    const ready = machine({ installed: ALL });
    expect(await setUp(ready)).toBe(true);
    expect(ready.printed).toEqual(["The tests have all they need."]);
  });

  test("goes on without the optional package, and says why", async () => {
    const old = machine({ installed: [], repository: ["chromium", "python3-websockets"] });
    expect(await setUp(old)).toBe(true);
    expect(old.printed).toContain(
      "chromium-headless-shell is optional and cannot be installed here: " +
        "E: Unable to locate package chromium-headless-shell",
    );
  });

  test("fails with what the installer printed if a required package cannot be installed", async () => {
    await expect(setUp(machine({ installed: ["chromium"] }))).rejects.toThrow("python3-websockets");
  });

  test("fails if a package is installed and what it should bring is still not found", async () => {
    const broken = { ...machine({ installed: ["chromium"] }), install: async () => undefined };
    expect(await setUp(broken)).toBe(false);
    expect(broken.printed.at(-1)).toContain("Python with websockets is not found");
  });

  test("where it cannot install, says what to install instead", async () => {
    const laptop = { ...machine({ installed: ["python3-websockets"] }), install: undefined };
    expect(await setUp(laptop)).toBe(false);
    expect(laptop.printed).toEqual([
      "Missing: Chromium. On Debian: `sudo apt-get install chromium`; elsewhere: set CHROMIUM_PATH.",
    ]);
  });
});
