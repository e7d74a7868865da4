/** Subjects on workerd itself, without the development proxy of wrangler. */
import { Workerd, type WorkerdOptions } from "../../support/workerd.ts";
import type { RunningSubject } from "./subject.ts";

const ROOM_PATH = "/r/bench/socket";

export interface RunningOnWorkerd extends RunningSubject {
  /** `http://HOST:PORT`, without a trailing slash */
  readonly origin: string;
}

export async function startOnWorkerd(options: WorkerdOptions): Promise<RunningOnWorkerd> {
  const workerd = await Workerd.start(options);
  const { processId, port, origin } = workerd;
  if (processId === undefined) throw new Error("the runtime has no process");
  return { processId, port, origin, path: ROOM_PATH, stop: () => workerd.stop() };
}
