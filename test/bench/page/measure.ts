/** The page as a person meets it: how soon it is there, how it writes, scrolls and lasts. */
import { table } from "../table.ts";
import { measureBusyRoom } from "./busy-room.ts";
import type { PageMetric } from "./figures.ts";
import { measureFirstMessage } from "./first-message.ts";
import { measureWithLighthouse } from "./lighthouse.ts";
import { measureScrolling } from "./scrolling.ts";
import { measureSending } from "./sending.ts";
import { PageEnvironment } from "./environment.ts";

type Measure = (environment: PageEnvironment) => Promise<PageMetric | readonly PageMetric[]>;

export interface PageWorkload {
  readonly measuresPage: boolean;
  /** how long the page sits in a busy room; 0: not at all */
  readonly busyMinutes: number;
}

export async function measurePage(
  { measuresPage, busyMinutes }: PageWorkload,
  onProgress: (line: string) => void,
): Promise<readonly PageMetric[]> {
  const measures: readonly (readonly [string, Measure])[] = [
    ...(measuresPage
      ? ([
          ["Lighthouse", measureWithLighthouse],
          ["the first message", measureFirstMessage],
          ["sending", measureSending],
          ["scrolling", measureScrolling],
        ] as const)
      : []),
    ...(busyMinutes > 0
      ? ([
          [
            `${busyMinutes} busy minutes`,
            (environment: PageEnvironment) => measureBusyRoom(environment, busyMinutes),
          ],
        ] as const)
      : []),
  ];
  if (measures.length === 0) return [];
  const environment = await PageEnvironment.start();
  try {
    const figures: PageMetric[] = [];
    for (const [what, measure] of measures) {
      onProgress(`page: ${what}`);
      figures.push(...[await measure(environment)].flat());
    }
    return figures;
  } finally {
    await environment.stop();
  }
}

export function pageTable(figures: readonly PageMetric[]): string {
  return table(
    ["page", "target", "measured", ""],
    figures.map(({ name: what, target, measured, isMet: met }) => [
      what,
      target,
      measured,
      met ? "met" : "NOT MET",
    ]),
    1,
  );
}
