/** The page in a browser: loading, sending, scrolling, five hundred messages a second, and an hour in a busy room. */
import type { Table } from "../table.ts";
import { measureBusyRoom } from "./busy-room.ts";
import { measureEmbedding } from "./embedding.ts";
import type { PageMetric } from "./figures.ts";
import { measureFirstMessage } from "./first-message.ts";
import { measureWithLighthouse } from "./lighthouse.ts";
import { measureScrolling } from "./scrolling.ts";
import { measureSending } from "./sending.ts";
import { measureStorm } from "./storm.ts";
import { PageEnvironment } from "./environment.ts";

type Measure = (environment: PageEnvironment) => Promise<PageMetric | readonly PageMetric[]>;
type NamedMeasure = readonly [name: string, measure: Measure];

const PAGE_MEASURES: readonly NamedMeasure[] = [
  ["Lighthouse", measureWithLighthouse],
  ["first message", measureFirstMessage],
  ["sending", measureSending],
  ["scrolling", measureScrolling],
  ["embedding", measureEmbedding],
  ["500 messages a second", measureStorm],
];

export interface PageWorkload {
  readonly measuresPage: boolean;
  /** minutes in a busy room; 0: not measured */
  readonly busyMinutes: number;
}

export async function measurePage(
  { measuresPage, busyMinutes }: PageWorkload,
  onProgress: (line: string) => void,
): Promise<readonly PageMetric[]> {
  const measures = [...(measuresPage ? PAGE_MEASURES : []), ...busyRoomMeasures(busyMinutes)];
  if (measures.length === 0) return [];
  const environment = await PageEnvironment.start();
  try {
    const figures: PageMetric[] = [];
    for (const [name, measure] of measures) {
      onProgress(`page: ${name}`);
      figures.push(...[await measure(environment)].flat());
    }
    return figures;
  } finally {
    await environment.stop();
  }
}

function busyRoomMeasures(minutes: number): readonly NamedMeasure[] {
  if (minutes === 0) return [];
  return [[`${minutes} minutes in a busy room`, (environment) => measureBusyRoom(environment, minutes)]];
}

export function pageTable(figures: readonly PageMetric[]): Table {
  return {
    headers: ["figure", "target", "measured", "verdict"],
    rows: figures.map(({ name, target, measured, isMet }) => [
      name,
      target,
      measured,
      isMet ? "met" : "NOT MET",
    ]),
    nameColumns: 1,
  };
}
