/** Installs what is missing where that is possible, and says what to install where it is not. */
import type { InstallPackages } from "./debian.ts";
import { findMissing, type Prerequisite } from "./prerequisites.ts";

export interface Setup {
  readonly required: readonly Prerequisite[];
  readonly optional: readonly Prerequisite[];
  /** undefined where the system's packages cannot be installed */
  readonly install: InstallPackages | undefined;
  readonly print: (line: string) => void;
}

/** @returns whether all that is required is there afterwards */
export async function setUp({ required, optional, install, print }: Setup): Promise<boolean> {
  const missing = await findMissing(required);
  if (install === undefined) {
    for (const one of missing) print(instruction(one));
    if (missing.length === 0) print("The tests have all they need.");
    return missing.length === 0;
  }
  if (missing.length > 0) await install(packagesOf(missing, print));
  for (const one of await findMissing(optional)) await installOptional(one, install, print);
  const stillMissing = await findMissing(required);
  for (const one of stillMissing) print(`${one.name} is not found after ${one.debianPackage} was installed.`);
  if (stillMissing.length === 0) print("The tests have all they need.");
  return stillMissing.length === 0;
}

function packagesOf(missing: readonly Prerequisite[], print: Setup["print"]): readonly string[] {
  const packages = missing.map((one) => one.debianPackage);
  print(`Installing ${packages.join(" and ")}`);
  return packages;
}

async function installOptional(one: Prerequisite, install: InstallPackages, print: Setup["print"]) {
  try {
    await install(packagesOf([one], print));
  } catch (error) {
    print(`${one.debianPackage} is optional and cannot be installed here: ${lastLine(String(error))}`);
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

function instruction({ name, debianPackage, otherwise }: Prerequisite): string {
  return `Missing: ${name}. On Debian: \`sudo apt-get install ${debianPackage}\`; elsewhere: ${otherwise}.`;
}
