/** What the process of the hostile peers is given. */
import * as v from "@badrap/valita";

const jobSchema = v.object({
  kind: v.string(),
  port: v.number(),
  room: v.string(),
});
export type HostileJob = v.Infer<typeof jobSchema>;

/** @throws Error if it is not a job */
export function parseHostileJob(argument: string | undefined): HostileJob {
  return jobSchema.parse(JSON.parse(argument ?? "null"));
}
