/** What can be done with a message, by menu, toolbar or key, and the entries of its menu. */
import { isAtLeast } from "../../../protocol/roles.ts";
import { copyPlainText } from "../../browser/copy.ts";
import { selectText } from "../../browser/select-text.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { highlight } from "../../browser/highlight.ts";
import { boxOf } from "../../browser/anchor-panel.ts";
import { withoutIsolates } from "../../i18n/translate.ts";
import { openInTab } from "../kit/open-in-tab.ts";
import { messageUrl } from "../../models/message-link.ts";
import { isSaved, MAX_SAVED, removeSaved, saveMessage } from "../../models/saved-messages.ts";
import type { MessageAction } from "../../models/message-shortcuts.ts";
import type { MessagePanel, RoomContext } from "../context.ts";
import type { LazyIconName } from "../kit/lazy-icons.tsx";
import type { ActionableRow } from "../message/message-item.tsx";

export class MessageOperations {
  readonly #room: RoomContext;

  constructor(room: RoomContext) {
    this.#room = room;
  }

  /** Whether the user may reply, react and edit (SPEC SET-4, MOD-5), as far as the page knows. */
  get mayWrite(): boolean {
    return this.#room.composing.rules.value.Closed === undefined;
  }

  /** True for all but readers: a member who may not write can still delete their messages (SPEC SET-4, ID-8). */
  mayDelete(row: ActionableRow): boolean {
    const isReader = this.#room.conversation.self.peek()?.role === "reader";
    return (row.own && !isReader) || this.mayModerate(row);
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

  /** Lets the reader choose the room whose draft gets the message. */
  forward({ seq, authorName, text }: ActionableRow): void {
    const { dialog, page } = this.#room;
    dialog.value = { name: "forward", message: { authorName, text, url: messageUrl(page.url, seq) } };
  }

  isSaved({ seq }: ActionableRow): boolean {
    return isSaved(this.#room.storage, { room: this.#room.page.room, seq });
  }

  /** Saves the message in this browser, or removes it from the saved ones. */
  toggleSaved(row: ActionableRow, message: HTMLElement | null): void {
    const { storage, page, conversation, t } = this.#room;
    const place = { room: page.room, seq: row.seq };
    if (this.isSaved(row)) {
      removeSaved(storage, place);
      return conversation.announcements.announce(t("messageUnsaved"));
    }
    const { id, at, authorId, authorName, authorVia, authorVouched, text } = row;
    const saved = { ...place, id, at, authorId, authorName, authorVia, authorVouched, text };
    if (!saveMessage(storage, saved))
      return conversation.problems.showMessage(t("savedFull", { count: MAX_SAVED }));
    conversation.announcements.announce(t("messageSaved"));
    if (message !== null) highlight(message);
  }

  /**
   * Deletes your message, which you can undo; a moderator is asked before they delete another's. A frame, over which another
   * page could lay something, opens the room there instead.
   */
  delete(row: ActionableRow): void {
    const { composing, conversation, dialog, page } = this.#room;
    const { seq, own } = row;
    if (!own && page.view === "embed") openInTab(this.#room, seq);
    else if (!own) dialog.value = { name: "delete-message", message: row };
    else {
      if (composing.subject === seq) composing.cancel();
      this.#delete(seq).catch(conversation.problems.show);
    }
  }

  /** What can be done about the message's author. */
  openMember({ seq, authorId: id, authorName: name }: ActionableRow): void {
    this.#room.dialog.value = { name: "member", member: { id, name }, seq };
  }

  /** Whether the user may act on the author (SPEC MOD-2), as far as the page knows. */
  mayModerate({ authorId }: ActionableRow): boolean {
    const { conversation } = this.#room;
    const { role = "guest" } = conversation.self.peek() ?? {};
    const author = conversation.roster.peek().list.find(({ id }) => id === authorId);
    return isAtLeast(role, "moderator") && !isAtLeast(author?.role ?? "guest", role);
  }

  open(kind: MessagePanel["kind"], { seq }: ActionableRow, anchor: HTMLElement): void {
    this.#room.panel.value = { kind, seq, anchor, place: boxOf(anchor) };
  }

  /** Performs the action of a key; false if this message does not allow it. */
  perform(action: MessageAction, row: ActionableRow, message: HTMLElement): boolean {
    switch (action) {
      case "reply":
        if (this.mayWrite) this.reply(row);
        return this.mayWrite;
      case "react":
        if (this.mayWrite) this.open("emoji", row, message);
        return this.mayWrite;
      case "copy":
        this.copyText(row, message);
        return true;
      case "menu":
        this.open("menu", row, message);
        return true;
      case "edit":
        if (row.own && this.mayWrite) this.edit(row);
        return row.own && this.mayWrite;
      case "delete": {
        const isAllowed = this.mayDelete(row);
        if (isAllowed) this.delete(row);
        return isAllowed;
      }
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
    // An undo is a write: a member who may not write has none.
    conversation.announcements.announce(t(this.mayWrite ? "announceDeleted" : "pendingDelete"));
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

/** The menu of a message, in its order. Only its author may edit it, and only they and moderators may delete it. */
export function menuEntries(
  { panel, row, message, onClose }: MenuProperties,
  { t, page, storage, panel: openPanel }: RoomContext,
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
  const forward = closeThen(() => operations.forward(row));
  const toggleSaved = closeThen(() => operations.toggleSaved(row, message));
  // A frame stays in its room, and without shared storage nothing outlives the page.
  const leadsElsewhere = page.view === "page" && storage.isShared === true;
  const remove = closeThen(() => operations.delete(row));
  const about = closeThen(() => operations.openMember(row));
  const { mayWrite } = operations;
  const entries: readonly (MenuEntry | false)[] = [
    mayWrite && { label: t("reply"), icon: "reply", shortcut: "R", onSelect: reply },
    mayWrite && { label: t("react"), icon: "smile", shortcut: "+", onSelect: open("emoji") },
    row.reactions.length > 0 && { label: t("whoReacted"), icon: "people", onSelect: open("reactors") },
    row.own && mayWrite && { label: t("edit"), icon: "pen", shortcut: "E", onSelect: edit },
    { label: t("copyMessage"), icon: "copy", shortcut: "C", onSelect: copyText },
    // By touch a long press opens this menu and selects nothing.
    usesTouchKeyboard() && { label: t("selectText"), icon: "select", onSelect: selectWords },
    { label: t("copyMessageLink"), icon: "link", onSelect: copyLink },
    leadsElsewhere && { label: t("forward"), icon: "forward", onSelect: forward },
    leadsElsewhere && {
      label: t(operations.isSaved(row) ? "unsaveMessage" : "saveMessage"),
      icon: "bookmark",
      onSelect: toggleSaved,
    },
    !row.own && {
      label: withoutIsolates(t("aboutMember", { name: row.authorName })),
      icon: "people",
      onSelect: about,
    },
    operations.mayDelete(row) && {
      label: t(row.own || page.view === "page" ? "remove" : "removeInTab"),
      icon: "bin",
      shortcut: "Del",
      isDestructive: true,
      onSelect: remove,
    },
  ];
  return entries.filter((entry) => entry !== false);
}
