/** The page as a person meets it: how soon it is there, how it writes, scrolls and lasts. */
import { table } from "../table.ts";
import { measureBusyRoom } from "./busy-room.ts";
import type { PageFigure } from "./figures.ts";
import { measureFirstMessage } from "./first-message.ts";
import { measureWithLighthouse } from "./lighthouse.ts";
import { measureScrolling } from "./scrolling.ts";
import { measureSending } from "./sending.ts";
import { Stage } from "./stage.ts";

type Measure = (stage: Stage) => Promise<PageFigure | readonly PageFigure[]>;

export interface PageWork {
  readonly measuresPage: boolean;
  /** how long the page sits in a busy room; 0: not at all */
  readonly busyMinutes: number;
}

export async function measurePage(
  { measuresPage, busyMinutes }: PageWork,
  onProgress: (line: string) => void,
): Promise<readonly PageFigure[]> {
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
      ? ([[`${busyMinutes} busy minutes`, (stage: Stage) => measureBusyRoom(stage, busyMinutes)]] as const)
      : []),
  ];
  if (measures.length === 0) return [];
  const stage = await Stage.set();
  try {
    const figures: PageFigure[] = [];
    for (const [what, measure] of measures) {
      onProgress(`page: ${what}`);
      figures.push(...[await measure(stage)].flat());
    }
    return figures;
  } finally {
    await stage.strike();
  }
}

export function pageTable(figures: readonly PageFigure[]): string {
  return table(
    ["page", "target", "measured", ""],
    figures.map(({ what, target, measured, met }) => [what, target, measured, met ? "met" : "NOT MET"]),
    1,
  );
}
