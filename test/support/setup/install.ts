/** `npm run setup:test` */
import { debianInstaller } from "./debian.ts";
import { OPTIONAL, REQUIRED } from "./machine.ts";
import { setUp } from "./set-up.ts";

try {
  const isReady = await setUp({
    required: REQUIRED,
    optional: OPTIONAL,
    install: debianInstaller(),
    print: (line) => process.stdout.write(`${line}\n`),
  });
  if (!isReady) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
