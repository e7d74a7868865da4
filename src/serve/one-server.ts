/**
 * One server at a time serves the rooms in a folder. A second one would answer from what it had read before, be refused by
 * the database when it writes, and remove files that the first has open.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

/** In the folder with the rooms: the control socket of the server that serves them, or of the last that did. */
const FILE = "server";

/** Claims the folder for the server that will listen on `controlSocket`. @throws Error if another server has it */
export async function claimFolder(folder: string, controlSocket: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, FILE);
  if (await isListening(readPath(file)))
    throw new Error(
      `Another server serves the rooms in ${folder}. Stop it, or name another folder: npm run serve FOLDER`,
    );
  writeFileSync(file, controlSocket);
}

function readPath(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** That of a server that was killed is there, and refuses. */
function isListening(path: string | undefined): Promise<boolean> {
  if (path === undefined || path === "") return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    function settle(isOpen: boolean): void {
      socket.destroy();
      resolve(isOpen);
    }
  });
}
