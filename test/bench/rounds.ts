/** Round after round, each work with each subject in turn, so that what disturbs the machine disturbs all alike. */
import { run } from "./run.ts";
import { isHopeless, type Outcome } from "./summary.ts";
import type { Subject } from "./subjects/subject.ts";
import type { Found } from "./generator/job.ts";
import { timesARound, type Patience, type Work } from "./works.ts";

export interface Plan {
  readonly works: readonly Work[];
  readonly subjects: readonly Subject[];
  readonly patience: Patience;
  /** pairs that are left out */
  readonly skips: (work: Work, subject: Subject) => boolean;
  readonly onProgress: (line: string) => void;
}

export async function runRounds({ works, subjects, patience, skips, onProgress }: Plan): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const hopeless = new Set<string>();
  for (let round = 1; round <= patience.rounds; round++) {
    for (const work of works.flatMap((work) => Array<Work>(timesARound(work)).fill(work))) {
      for (const subject of subjects) {
        const pair = `${work.name} ${subject.name}`;
        if (skips(work, subject) || hopeless.has(pair)) continue;
        onProgress(`round ${round} of ${patience.rounds}: ${pair}`);
        const found = await runUndisturbed(subject, work, patience);
        outcomes.push({ work: work.name, subject: subject.name, round, found });
        if (subject.name !== "majlis" && isHopeless(found)) hopeless.add(pair);
      }
    }
  }
  return outcomes;
}

/** Above this share of the time without a core, something else on this machine was measured too. */
export const DISTURBED_SHARE = 0.15;

/** Runs, and once more if the machine was busy with something else: the less disturbed of the two counts. */
async function runUndisturbed(subject: Subject, work: Work, patience: Patience): Promise<Found> {
  const first = await run(subject, work, patience);
  if (disturbance(first) <= DISTURBED_SHARE) return first;
  const second = await run(subject, work, patience);
  return disturbance(second) < disturbance(first) ? second : first;
}

function disturbance(found: Found): number {
  return found.kind === "talked" ? found.talk.serverWaitShare : 0;
}
