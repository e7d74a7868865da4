/** The prerequisites of these tests. */
import { findFullChromium, findHeadlessShell } from "../browser.ts";
import { findPythonWithWebSockets } from "../python.ts";
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
    find: findPythonWithWebSockets,
  },
];

/** Only makes the tests faster, and not every Debian has it. */
export const OPTIONAL: readonly Prerequisite[] = [
  {
    name: "Chromium's headless shell",
    debianPackage: "chromium-headless-shell",
    otherwise: "nothing: the full Chromium is used",
    find: findHeadlessShell,
  },
];
