/** `npm test` begins with this. It installs nothing: it says in one line what is missing. */
import { REQUIRED } from "./machine.ts";
import { describeMissing, findMissing } from "./prerequisites.ts";

const problem = describeMissing(await findMissing(REQUIRED));
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
