/** A timer that knows whether it came in time. */
import type { Cancel, Environment } from "./environment.ts";

/** A timer later than this was held up: by a machine that slept, or a tab that was put aside. */
const LATE_MS = 2_000;

export interface Deadline {
  readonly ms: number;
  /** the time is up */
  readonly onDue: () => void;
  /** the time was up long ago: what was waited for had no fair chance */
  readonly onLate: () => void;
}

export function setDeadline(
  { now, setTimer }: Pick<Environment, "now" | "setTimer">,
  deadline: Deadline,
): Cancel {
  const dueAt = now() + deadline.ms;
  return setTimer(() => (now() - dueAt > LATE_MS ? deadline.onLate() : deadline.onDue()), deadline.ms);
}
