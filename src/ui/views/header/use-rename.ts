import { useSignal, type ReadonlySignal } from "@preact/signals";
import { onceOnline } from "../../../client/when-online.ts";
import { parseName, type NameFailure } from "../../../text/names.ts";
import { describeError } from "../../conversation/error-messages.ts";
import type { Translate } from "../../i18n/translate.ts";
import { savePreferredName } from "../../models/preferred-name.ts";
import { useRoom } from "../context.ts";

export interface Rename {
  /** why the last attempt failed */
  readonly problem: ReadonlySignal<string | undefined>;
  readonly rename: (name: string) => Promise<void>;
}

/**
 * Renames the member in this room and stores the name for later rooms; `onDone` is called once it is stored. With `onRefused`
 * it is called at once, so that what the user types next is not in the name, and `onRefused` if the room does not take it.
 */
export function useRename(
  current: string,
  onDone: () => void,
  onRefused?: (reason: unknown) => void,
): Rename {
  const { conversation, storage, t } = useRoom();
  const problem = useSignal<string | undefined>(undefined);

  async function rename(name: string): Promise<void> {
    const max = conversation.limits.value.nameGraphemes;
    const parsed = parseName(name, max);
    if (!parsed.ok) {
      problem.value = nameProblem(parsed.failure, max, t);
      return;
    }
    if (onRefused !== undefined) onDone();
    try {
      const { room } = conversation;
      const rename = () => room.rename(parsed.value);
      // On a first visit the name may be typed before the room is joined, and a message behind it.
      if (parsed.value !== current)
        await (room.state.name === "connecting" ? onceOnline(room, rename) : rename());
      savePreferredName(storage, parsed.value);
      if (onRefused === undefined) onDone();
    } catch (error) {
      if (onRefused === undefined) problem.value = describeError(t, error);
      else onRefused(error);
    }
  }

  return { problem, rename };
}

function nameProblem(failure: NameFailure, max: number, t: Translate): string {
  switch (failure) {
    case "empty":
      return t("nameEmpty");
    case "too_long":
      return t("nameTooLong", { count: max });
    case "reserved":
      return t("nameReserved");
    case "control":
    case "not_unicode":
      return t("nameControl");
  }
}
