/** The prerequisites of these tests. */
import { findFullChromium, findHeadlessShell } from "../browser.ts";
import { findPythonWith } from "../python.ts";
import type { Prerequisite } from "./prerequisites.ts";

export const REQUIRED: readonly Prerequisite[] = [
  {
    name: "Chromium",
    debianPackage: "chromium",
    otherwise: "`npx playwright-core install chromium`, or a Chrome that CHROMIUM_PATH names",
    find: findFullChromium,
  },
  {
    name: "Python with websockets",
    debianPackage: "python3-websockets",
    otherwise: "`python3 -m pip install websockets`",
    find: () => findPythonWith("websockets"),
  },
  {
    name: "Python with PyJWT",
    debianPackage: "python3-jwt",
    otherwise: "`python3 -m pip install PyJWT`",
    find: () => findPythonWith("jwt"),
  },
];

/** What not every machine can have, and only makes the tests faster. */
export const OPTIONAL: readonly Prerequisite[] = [
  {
    name: "Chromium's headless shell",
    debianPackage: "chromium-headless-shell",
    otherwise: "nothing: the full Chromium is used",
    find: findHeadlessShell,
  },
];
