import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";

/** Scrolls to the latest message; shows how many are new. */
export function JumpToLatestButton({ onJump }: { readonly onJump: () => void }): JSX.Element | null {
  const { conversation, t } = useRoom();
  const count = conversation.newBelow.value;
  if (conversation.reader.value === "follow") return null;
  return (
    <button type="button" class="jump" onClick={onJump}>
      <Icon name="down" />
      {count > 0 ? t("newMessages", { count }) : t("jump")}
    </button>
  );
}
