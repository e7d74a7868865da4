/** The order of test files where vitest has no times of an earlier run, as on a clean clone: the longest do not come last. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of a minute and more, which would else run alone at the end. */
const LONGEST = /\/(?:gallery\/[a-z]+|hostile-networks)\.test\.ts$/u;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const lengthOf = ({ moduleId }: TestSpecification) => (LONGEST.test(moduleId) ? 0 : 1);
    return sorted.toSorted((a, b) => groupOf(a) - groupOf(b) || lengthOf(a) - lengthOf(b));
  }
}
