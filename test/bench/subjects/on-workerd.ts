/** Subjects that run on the same raw runtime as the product, without the front proxy of development. */
import { Workerd, type WorkerdOptions } from "../../support/workerd.ts";
import type { RunningSubject } from "./subject.ts";

const ROOM_PATH = "/r/bench/socket";

export async function startOnWorkerd(options: WorkerdOptions): Promise<RunningSubject> {
  const workerd = await Workerd.start(options);
  const { processId } = workerd;
  if (processId === undefined) throw new Error("the runtime has no process");
  return { processId, port: workerd.port, path: ROOM_PATH, stop: () => workerd.stop() };
}
