import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Act } from "../../../protocol/acts.ts";
import type { AuditEntry } from "../../../protocol/audit.ts";
import { auditText } from "../../conversation/audit-text.ts";
import { describeError } from "../../conversation/error-messages.ts";
import { undoableEntries } from "../../models/undoable-entries.ts";
import { browserTimers } from "../../timers.ts";
import { useRoom } from "../context.ts";
import { Dialog } from "../kit/dialog.tsx";

interface Log {
  readonly entries: readonly AuditEntry[];
  /** of the next request; undefined at the end of the log */
  readonly before: number | undefined;
}

/** What was done to members and settings, newest first; what is still in effect can be undone. */
export function AuditDialog(): JSX.Element {
  const { conversation, dialog, t } = useRoom();
  const { room } = conversation;
  const log = useSignal<Log | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);

  async function attempt(request: () => Promise<void>): Promise<void> {
    problem.value = undefined;
    try {
      await request();
    } catch (error) {
      problem.value = describeError(t, error);
    }
  }

  /** The newest page, or the one after those that are shown. */
  const load = (before?: number): Promise<void> =>
    attempt(async () => {
      const page = await room.manage(({ requestAudit }, context) => requestAudit(context, { before }));
      const earlier = before === undefined ? [] : (log.peek()?.entries ?? []);
      log.value = { entries: [...earlier, ...page.entries], before: page.before };
    });

  const undo = (act: Act, member: string): Promise<void> =>
    attempt(async () => {
      await room.moderate(act, member);
      await load();
    });

  useEffect(() => void load(), []);

  const entries = log.value?.entries ?? [];
  const before = log.value?.before;
  const undoable = undoableEntries(entries, browserTimers.now());
  return (
    <Dialog id="audit-title" title={t("audit")} onClose={() => (dialog.value = undefined)}>
      <p class="secondary-text">
        {t(log.value !== undefined && entries.length === 0 ? "auditNone" : "auditHint")}
      </p>
      <ol class="audit" aria-busy={log.value === undefined && problem.value === undefined}>
        {entries.map((entry) => (
          <AuditItem key={entry.id} entry={entry} undo={undoable.get(entry.id)} onUndo={undo} />
        ))}
      </ol>
      {before !== undefined && (
        <button type="button" class="secondary" onClick={() => void load(before)}>
          {t("showMore")}
        </button>
      )}
      <p class="error" role="alert">
        {problem}
      </p>
    </Dialog>
  );
}

interface ItemProperties {
  readonly entry: AuditEntry;
  /** what undoes it */
  readonly undo: Act | undefined;
  readonly onUndo: (undo: Act, member: string) => Promise<void>;
}

function AuditItem({ entry, undo, onUndo }: ItemProperties): JSX.Element {
  const { formats, t } = useRoom();
  const text = auditText(entry, t, formats);
  const { member } = entry;
  return (
    <li>
      <p>{text}</p>
      <time class="secondary-text" dateTime={new Date(entry.at).toISOString()}>
        {formats.dateTime(entry.at)}
      </time>
      {undo !== undefined && member !== undefined && (
        <button
          type="button"
          class="link-button"
          aria-label={`${t("undo")}: ${text}`}
          onClick={() => void onUndo(undo, member.id)}
        >
          {t("undo")}
        </button>
      )}
    </li>
  );
}
