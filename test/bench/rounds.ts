/** Round after round, each work with each subject in turn, so that what disturbs the machine disturbs all alike. */
import { run } from "./run.ts";
import { isHopeless, type Outcome } from "./summary.ts";
import type { Subject } from "./subjects/subject.ts";
import type { Patience, Work } from "./works.ts";

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
    for (const work of works) {
      for (const subject of subjects) {
        const pair = `${work.name} ${subject.name}`;
        if (skips(work, subject) || hopeless.has(pair)) continue;
        onProgress(`round ${round} of ${patience.rounds}: ${pair}`);
        const found = await run(subject, work, patience);
        outcomes.push({ work: work.name, subject: subject.name, round, found });
        if (subject.name !== "majlis" && isHopeless(found)) hopeless.add(pair);
      }
    }
  }
  return outcomes;
}
