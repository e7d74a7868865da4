/**
 * Run before the tests, once: finds or installs what they need besides npm's packages. Ends with one line that says
 * what to install where it can do neither.
 */
import { chromiumPath, fullChromiumPath } from "./browser.ts";
import { pythonWithWebSockets } from "./python.ts";

try {
  process.stdout.write(`Chromium: ${await chromiumPath()}, ${await fullChromiumPath()}\n`);
  process.stdout.write(`Python with websockets: ${await pythonWithWebSockets()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
