/** Prints a line that whoever reads the run should see: a seed, a figure. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
