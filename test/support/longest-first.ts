/**
 * The order of test files where vitest has no times of an earlier run, as on a clean clone: the longest do not come last, and
 * the files of the projects that share workers are mixed, as some wait while others compute.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of half a minute and more, which would else run alone at the end. */
const LONGEST =
  /\/(?:gallery\/[a-z]+|hostile-networks|process-kill|python-client|slow-reader|simulation\/[a-z]+)\.test\.ts$/u;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const mixed = mixProjects(await super.sort(files));
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const lengthOf = ({ moduleId }: TestSpecification) => (LONGEST.test(moduleId) ? 0 : 1);
    return mixed.toSorted((a, b) => groupOf(a) - groupOf(b) || lengthOf(a) - lengthOf(b));
  }
}

/** Spreads the files of each project evenly over the whole, in their order. */
function mixProjects(files: readonly TestSpecification[]): TestSpecification[] {
  const byProject = Map.groupBy(files, ({ project }) => project.name);
  const spread = [...byProject.values()].flatMap((ofProject) =>
    ofProject.map((file, index) => ({ file, position: (index + 0.5) / ofProject.length })),
  );
  return spread.toSorted((a, b) => a.position - b.position).map(({ file }) => file);
}
