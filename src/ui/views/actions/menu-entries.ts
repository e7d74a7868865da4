/** The actions in a message's menu, in their order. */
import type { MessagePanel, RoomContext } from "../context.ts";
import type { IconName } from "../kit/icons.tsx";
import type { ActionableRow } from "../message/message-item.tsx";
import type { MessageOperations } from "./message-operations.ts";

export interface MenuProperties {
  readonly panel: MessagePanel;
  readonly row: ActionableRow;
  readonly message: HTMLElement | null;
  readonly onClose: () => void;
}

export interface MenuEntry {
  readonly label: string;
  readonly icon: IconName;
  /** the key that does the same while the message has the focus */
  readonly shortcut?: string;
  readonly onSelect: () => void;
}

/** What this message allows: only its author may edit and delete it. */
export function menuEntries(
  { panel, row, message, onClose }: MenuProperties,
  { t, panel: openPanel }: RoomContext,
  operations: MessageOperations,
): MenuEntry[] {
  const open = (kind: MessagePanel["kind"]) => () => (openPanel.value = { ...panel, kind });
  /** Closes first: the action may move the focus elsewhere. */
  const closeThen = (perform: () => void) => () => {
    onClose();
    perform();
  };
  const reply = closeThen(() => operations.reply(row));
  const edit = closeThen(() => operations.edit(row));
  const copyText = closeThen(() => operations.copyText(row, message));
  const copyLink = closeThen(() => operations.copyLink(row, message));
  const remove = closeThen(() => operations.delete(row));
  const entries: readonly (MenuEntry | false)[] = [
    { label: t("reply"), icon: "reply", shortcut: "R", onSelect: reply },
    { label: t("react"), icon: "smile", shortcut: "+", onSelect: open("emoji") },
    row.reactions.length > 0 && { label: t("whoReacted"), icon: "people", onSelect: open("reactors") },
    row.own && { label: t("edit"), icon: "pen", shortcut: "E", onSelect: edit },
    { label: t("copyMessage"), icon: "copy", shortcut: "C", onSelect: copyText },
    { label: t("copyMessageLink"), icon: "link", onSelect: copyLink },
    row.own && { label: t("remove"), icon: "bin", shortcut: "Del", onSelect: remove },
  ];
  return entries.filter((entry) => entry !== false);
}
