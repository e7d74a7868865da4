/** What can be done with a message, by menu, toolbar or key. */
import { copyPlainText } from "../../browser/copy.ts";
import { highlight } from "../../browser/highlight.ts";
import { messageUrl } from "../../models/message-link.ts";
import type { MessageAction } from "../../models/message-shortcuts.ts";
import type { MessagePanel, RoomContext } from "../context.ts";
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

  edit({ seq, text }: ActionableRow): void {
    this.#room.composing.edit({ seq, text });
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

  copyLink({ seq }: ActionableRow, message: HTMLElement | null): void {
    void this.#copy(messageUrl(this.#room.page.url, seq), message);
  }

  delete({ seq }: ActionableRow): void {
    const { composing, conversation } = this.#room;
    if (composing.subject === seq) composing.cancel();
    this.#delete(seq).catch(conversation.problems.show);
  }

  open(kind: MessagePanel["kind"], { seq }: ActionableRow, anchor: HTMLElement): void {
    this.#room.panel.value = { kind, seq, anchor };
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
