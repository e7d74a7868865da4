/**
 * The CPU time in ms that this process spends on `run`. Other than the time of the clock it does not grow when the
 * machine is busy with something else.
 */
export function cpuTimeMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
