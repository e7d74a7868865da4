/** What can be done with a message, by menu, toolbar or key, and the entries of its menu. */
import { copyPlainText } from "../../browser/copy.ts";
import { selectText } from "../../browser/select-text.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { highlight } from "../../browser/highlight.ts";
import { boxOf } from "../../browser/anchor-panel.ts";
import { messageUrl } from "../../models/message-link.ts";
import type { MessageAction } from "../../models/message-shortcuts.ts";
import type { MessagePanel, RoomContext } from "../context.ts";
import type { LazyIconName } from "../kit/lazy-icons.tsx";
import type { ActionableRow } from "../message/message-item.tsx";

export class MessageOperations {
  readonly #room: RoomContext;

  constructor(room: RoomContext) {
    this.#room = room;
  }

  reply({ seq, authorName: name, text }: ActionableRow): void {
    this.#room.composing.reply({ seq, name, text });
    this.#room.focusComposer();
  }

  edit({ seq, text, mentions }: ActionableRow): void {
    this.#room.composing.edit({ seq, text, mentions });
    this.#room.focusComposer();
  }

  /** Adds or removes your reaction. */
  toggle({ seq }: ActionableRow, emoji: string): void {
    const { messageActions, conversation } = this.#room;
    void messageActions().then(({ reactions }) => reactions.toggle(seq, emoji), conversation.problems.show);
  }

  copyText({ text }: ActionableRow, message: HTMLElement | null): void {
    void this.#copy(text, message);
  }

  selectText(message: HTMLElement | null): void {
    if (message !== null) selectText(message);
  }

  copyLink({ seq }: ActionableRow, message: HTMLElement | null): void {
    void this.#copy(messageUrl(this.#room.page.url, seq), message);
  }

  delete({ seq }: ActionableRow): void {
    const { composing, conversation } = this.#room;
    if (composing.subject === seq) composing.cancel();
    this.#delete(seq).catch(conversation.problems.show);
  }

  open(kind: MessagePanel["kind"], { seq }: ActionableRow, anchor: HTMLElement): void {
    this.#room.panel.value = { kind, seq, anchor, place: boxOf(anchor) };
  }

  /** Performs the action of a key; false if this message does not allow it. */
  perform(action: MessageAction, row: ActionableRow, message: HTMLElement): boolean {
    switch (action) {
      case "reply":
        this.reply(row);
        return true;
      case "react":
        this.open("emoji", row, message);
        return true;
      case "copy":
        this.copyText(row, message);
        return true;
      case "menu":
        this.open("menu", row, message);
        return true;
      case "edit":
        if (row.own) this.edit(row);
        return row.own;
      case "delete":
        if (row.own) this.delete(row);
        return row.own;
    }
  }

  async #copy(text: string, message: HTMLElement | null): Promise<void> {
    const { t, conversation } = this.#room;
    if (!(await copyPlainText(text))) return conversation.problems.showMessage(t("copyFailed"));
    conversation.announcements.announce(t("copied"));
    if (message !== null) highlight(message);
  }

  async #delete(seq: number): Promise<void> {
    const { t, conversation, messageActions } = this.#room;
    const { deletes } = await messageActions();
    deletes.delete(seq);
    conversation.announcements.announce(t("announceDeleted"));
  }
}

export interface MenuProperties {
  readonly panel: MessagePanel;
  readonly row: ActionableRow;
  readonly message: HTMLElement | null;
  readonly onClose: () => void;
}

export interface MenuEntry {
  readonly label: string;
  readonly icon: LazyIconName;
  /** the key that does the same while the message has the focus */
  readonly shortcut?: string;
  readonly isDestructive?: true;
  readonly onSelect: () => void;
}

/** The menu of a message, in its order. Only its author may edit and delete it. */
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
  const selectWords = closeThen(() => operations.selectText(message));
  const copyLink = closeThen(() => operations.copyLink(row, message));
  const remove = closeThen(() => operations.delete(row));
  const entries: readonly (MenuEntry | false)[] = [
    { label: t("reply"), icon: "reply", shortcut: "R", onSelect: reply },
    { label: t("react"), icon: "smile", shortcut: "+", onSelect: open("emoji") },
    row.reactions.length > 0 && { label: t("whoReacted"), icon: "people", onSelect: open("reactors") },
    row.own && { label: t("edit"), icon: "pen", shortcut: "E", onSelect: edit },
    { label: t("copyMessage"), icon: "copy", shortcut: "C", onSelect: copyText },
    // By touch a long press opens this menu and selects nothing.
    usesTouchKeyboard() && { label: t("selectText"), icon: "select", onSelect: selectWords },
    { label: t("copyMessageLink"), icon: "link", onSelect: copyLink },
    row.own && { label: t("remove"), icon: "bin", shortcut: "Del", isDestructive: true, onSelect: remove },
  ];
  return entries.filter((entry) => entry !== false);
}
