/** What the process of the attackers is given. */
import * as v from "@badrap/valita";

const jobSchema = v.object({
  attack: v.string(),
  port: v.number(),
  path: v.string(),
  connections: v.number(),
  /** their common address, as the platform would report it */
  address: v.string(),
});
export type AttackerJob = v.Infer<typeof jobSchema>;

/** @throws Error if it is not a job */
export function parseAttackerJob(argument: string | undefined): AttackerJob {
  return jobSchema.parse(JSON.parse(argument ?? "null"));
}
