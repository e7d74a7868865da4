/** What the tests need from the machine, besides what npm installs, and how to say that it is missing. */

export const SETUP_COMMAND = "npm run setup:test";

export interface Prerequisite {
  readonly name: string;
  readonly debianPackage: string;
  /** what brings it on a system that has no Debian packages */
  readonly otherwise: string;
  /** where it is, or undefined where the machine lacks it */
  find(): string | undefined | Promise<string | undefined>;
}

export async function findMissing(prerequisites: readonly Prerequisite[]): Promise<readonly Prerequisite[]> {
  const paths = await Promise.all(prerequisites.map((one) => one.find()));
  return prerequisites.filter((_, index) => paths[index] === undefined);
}

/** One line that says what is missing and which command installs it; undefined if nothing is. */
export function describeMissing(missing: readonly Prerequisite[]): string | undefined {
  if (missing.length === 0) return undefined;
  return `The tests need ${missing.map(({ name }) => name).join(" and ")}: run \`${SETUP_COMMAND}\`.`;
}
