/** Prints a line to the output of a test run: a seed, a measurement. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
