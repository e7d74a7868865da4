/** The second table: the figures that the project holds itself to, as ratios within the same run. Nothing fails by them. */
import type { Summary } from "./summary.ts";
import type { SubjectName } from "./subjects/subject.ts";
import { digits, table } from "./table.ts";
import { TEXT_BYTES } from "./generator/text.ts";
import type { WorkName } from "./works.ts";

export interface Verdict {
  readonly work: string;
  readonly figure: string;
  readonly target: string;
  /** undefined where what it is judged by was not measured */
  readonly measured: number | undefined;
  readonly isMet: boolean | undefined;
}

/** Rows per message, counted in a run of its own; see meter.ts. */
export interface Counted {
  readonly rowsWrittenPerMessage: number | undefined;
}

export function judge(summaries: readonly Summary[], counted: Counted): readonly Verdict[] {
  const find = (work: WorkName, subject: SubjectName) =>
    summaries.find((one) => one.work === work && one.subject === subject);
  const talk = (work: WorkName, subject: SubjectName = "majlis") => find(work, subject)?.talk;
  const cpu = (work: WorkName, subject?: SubjectName) => talk(work, subject)?.cpuUsPerDelivery;
  const lost = (work: WorkName) => {
    const figures = talk(work);
    return figures && figures.lost + figures.behind + figures.doubled;
  };
  const wire = talk("1000x1000")?.wireBytesPerDelivery;
  return [
    atMost("10x5", "p50 beyond bare+row, ms", minus(talk("10x5")?.p50Ms, talk("10x5", "bare+row")?.p50Ms), 1),
    atMost("300x50", "p99, ms", talk("300x50")?.p99Ms, 60),
    atMost("300x50", "CPU per delivery / bare", ratio(cpu("300x50"), cpu("300x50", "bare")), 0.7),
    atMost("1000x100", "CPU per delivery / guide", ratio(cpu("1000x100"), cpu("1000x100", "guide")), 0.4),
    atMost("1000x100", "p99, ms", talk("1000x100")?.p99Ms, 250),
    atLeast("1000x1000", "deliveries/s", talk("1000x1000")?.deliveriesPerSecond, 950_000),
    atMost(
      "1000x1000",
      "CPU per delivery / guide's best",
      ratio(cpu("1000x1000"), guidesBest(summaries)?.cpuUs),
      0.15,
    ),
    atMost("1000x1000", "p99, ms", talk("1000x1000")?.p99Ms, 250),
    atMost("5000x20", "lost, late or doubled", lost("5000x20"), 0),
    atMost("5000x20", "p99, ms", talk("5000x20")?.p99Ms, 600),
    atMost(
      "join1000",
      "CPU per join / bare+row",
      ratio(find("join1000", "majlis")?.join?.cpuMsPerJoin, find("join1000", "bare+row")?.join?.cpuMsPerJoin),
      2,
    ),
    atMost("wire", "rows written per message", counted.rowsWrittenPerMessage, 1),
    atMost("wire", "bytes / text's bytes at 1000x1000", ratio(wire, TEXT_BYTES), 4),
  ];
}

/** The guide's server at the work where a delivery costs it least. */
export function guidesBest(
  summaries: readonly Summary[],
): { readonly work: WorkName; readonly cpuUs: number } | undefined {
  return summaries
    .flatMap(({ work, subject, talk }) =>
      subject === "guide" && talk !== undefined ? [{ work, cpuUs: talk.cpuUsPerDelivery }] : [],
    )
    .sort((one, other) => one.cpuUs - other.cpuUs)[0];
}

export function verdictTable(verdicts: readonly Verdict[]): string {
  const shown = { true: "met", false: "NOT MET", undefined: "not measured" };
  return table(
    ["work", "figure", "target", "measured", ""],
    verdicts.map(({ work, figure, target, measured, isMet }) => [
      work,
      figure,
      target,
      digits(measured),
      shown[`${isMet}`],
    ]),
  );
}

function atMost(work: string, figure: string, measured: number | undefined, bound: number): Verdict {
  const isMet = measured === undefined ? undefined : measured <= bound;
  return { work, figure, target: `≤ ${digits(bound)}`, measured, isMet };
}

function atLeast(work: string, figure: string, measured: number | undefined, bound: number): Verdict {
  const isMet = measured === undefined ? undefined : measured >= bound;
  return { work, figure, target: `≥ ${digits(bound)}`, measured, isMet };
}

function ratio(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value / base;
}

function minus(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value - base;
}
