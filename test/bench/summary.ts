/** What several rounds of one subject at one work come to: medians, and the worst of what must never happen. */
import type { Found, Joined, Talked } from "./generator/job.ts";
import { median } from "./statistics.ts";
import type { SubjectName } from "./subjects/subject.ts";
import type { WorkName } from "./works.ts";

export interface Outcome {
  readonly work: WorkName;
  readonly subject: SubjectName;
  readonly round: number;
  readonly found: Found;
}

export type Medians<Figures> = { readonly [Key in keyof Figures]: number };
type TalkFigures = Medians<Omit<Talked, "closes">>;

export interface Summary {
  readonly work: WorkName;
  readonly subject: SubjectName;
  readonly rounds: number;
  readonly join?: Medians<Joined>;
  readonly talk?: TalkFigures & { readonly closed: number };
  /** what went wrong, in words */
  readonly trouble?: string;
}

export function summarize(
  outcomes: readonly Outcome[],
  work: WorkName,
  subject: SubjectName,
): Summary | undefined {
  const founds = outcomes
    .filter((one) => one.work === work && one.subject === subject)
    .map(({ found }) => found);
  if (founds.length === 0) return undefined;
  const joins = founds.flatMap((found) => ("join" in found ? [found.join] : []));
  const talks = founds.flatMap((found) => ("talk" in found ? [found.talk] : []));
  const trouble = founds.flatMap((found) => troubleOf(found) ?? [])[0];
  return {
    work,
    subject,
    rounds: founds.length,
    ...(joins.length > 0 ? { join: mediansOf(joins) } : {}),
    ...(talks.length > 0 ? { talk: talkOf(talks) } : {}),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

/** Falling behind by more than this share of the deliveries is no accident of the machine. */
const HOPELESS_SHARE = 0.05;

/** Whether another round would show the same: the subject cannot do the work. */
export function isHopeless(found: Found): boolean {
  if (found.kind === "joined") return false;
  return found.kind !== "talked" || found.talk.behind > HOPELESS_SHARE * found.talk.expected;
}

function talkOf(talks: readonly Talked[]): TalkFigures & { closed: number } {
  const worst = (figure: (talk: Talked) => number) => Math.max(...talks.map(figure));
  return {
    ...mediansOf(talks.map(withoutCloses)),
    lost: worst(({ lost }) => lost),
    doubled: worst(({ doubled }) => doubled),
    outOfOrder: worst(({ outOfOrder }) => outOfOrder),
    refused: worst(({ refused }) => refused),
    closed: worst(({ closes }) => Object.values(closes).reduce((sum, one) => sum + one, 0)),
  };
}

function withoutCloses(talk: Talked): Omit<Talked, "closes"> {
  const { closes, ...figures } = talk;
  return closes === undefined ? talk : figures;
}

function mediansOf<Figures extends object>(all: readonly Figures[]): Medians<Figures> {
  const keys = Object.keys(all[0] ?? {}) as (keyof Figures)[];
  const entries = keys.map((key) => [key, median(all.map((figures) => Number(figures[key])))] as const);
  return Object.fromEntries(entries) as Medians<Figures>;
}

function troubleOf(found: Found): string | undefined {
  if (found.kind === "failed") return `failed: ${found.why.slice(0, 200)}`;
  if (found.kind === "not_joined") return `only ${found.joined} joined in ${found.withinMs} ms`;
  return undefined;
}
