/** Shows how far the others have read, and them how far the user has (SPEC EPH-3). */
import { loadPanelStyles } from "./browser/panel-styles.ts";
import { ReadMarkTracker } from "./conversation/read-mark-tracker.ts";
import { ReadReporter } from "./conversation/read-reporter.ts";
import { loadWithRetries } from "./load-with-retries.ts";
import { readersByRow } from "./models/read-marks.ts";
import type { Row } from "./models/rows.ts";
import { browserTimers as timers } from "./timers.ts";
import type { RoomContext } from "./views/context.ts";
import { SeenBy } from "./views/list/seen-by.tsx";

export async function startReadMarks({
  conversation,
  loadStrings,
  notificationControls,
}: RoomContext): Promise<void> {
  const { room, timeline } = conversation;
  const tracker = new ReadMarkTracker(room, timers);
  tracker.start();
  const [{ settings }] = await loadWithRetries(room, () =>
    Promise.all([notificationControls(), loadStrings(), loadPanelStyles()]),
  );
  timeline.addDecorator((rows) => {
    const readers = readersByRow(rows, tracker.marks.value, !timeline.newer.value);
    return readers.size === 0 ? rows : rows.flatMap((row) => withReaders(row, readers));
  });
  new ReadReporter({ conversation, timers, isShown: settings.showsRead }).start();
}

function withReaders(row: Row, readersByKey: ReturnType<typeof readersByRow>): readonly Row[] {
  const readers = readersByKey.get(row.key);
  if (readers === undefined) return [row];
  const key = `seen/${row.key}`;
  return [row, { kind: "added", key, view: <SeenBy key={key} readers={readers} /> }];
}
