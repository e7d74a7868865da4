/** `npm run serve` as an operator starts it. */
import { join } from "node:path";
import { readLines, startChild, type Child } from "./child-process.ts";
import { PROJECT_ROOT } from "./project-root.ts";

const NODE = join(PROJECT_ROOT, "node_modules/.bin/node");

export interface Started {
  readonly child: Child;
  readonly printed: string[];
  /** `http://…`; undefined if the server ended without listening */
  readonly origin: string | undefined;
}

/** @param folder for the rooms
 *  @param env besides the tests' own; any free port by default */
export async function serve(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = startChild(NODE, ["src/serve/serve.ts", folder], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, PORT: "0", ...env },
  });
  const printed: string[] = [];
  readLines(child.stderr, (line) => printed.push(line));
  const origin = await new Promise<string | undefined>((resolve) => {
    readLines(child.stdout, (line) => {
      const [url] = /http:\/\/\S+/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
    // Not its exit: what it has printed may be read after that.
    child.once("close", () => resolve(undefined));
  });
  return { child, printed, origin };
}
