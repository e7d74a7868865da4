/** What can be done with a message, however it is asked for. */
import { copyPlainText } from "../../browser/copy.ts";
import { highlight } from "../../browser/highlight.ts";
import type { MessageAction } from "../../models/message-shortcuts.ts";
import { messageUrl } from "../../models/message-link.ts";
import type { RoomContext } from "../context.ts";
import type { ActionableRow } from "../message/message-item.tsx";

export interface MessageOperations {
  reply(row: ActionableRow): void;
  edit(row: ActionableRow): void;
  toggle(row: ActionableRow, emoji: string): void;
  copyText(row: ActionableRow, message: HTMLElement | null): void;
  copyLink(row: ActionableRow, message: HTMLElement | null): void;
  delete(row: ActionableRow): void;
  /** Does what a key asks for; false if this message does not allow it. */
  perform(action: MessageAction, row: ActionableRow, message: HTMLElement): boolean;
}

export function messageOperations(room: RoomContext): MessageOperations {
  const { t, page, conversation, composing, messageActions, panel, focusComposer } = room;
  const { problems, announcements } = conversation;

  async function copy(text: string, message: HTMLElement | null): Promise<void> {
    if (!(await copyPlainText(text))) return problems.showMessage(t("copyFailed"));
    announcements.announce(t("copied"));
    if (message !== null) highlight(message);
  }

  async function remove(seq: number): Promise<void> {
    const { deletes: deleting } = await messageActions();
    deleting.delete(seq);
    announcements.announce(t("announceDeleted"));
  }

  const operations: MessageOperations = {
    reply({ seq, authorName: name, text }) {
      composing.reply({ seq, name, text });
      focusComposer();
    },
    edit({ seq, text }) {
      composing.edit({ seq, text });
      focusComposer();
    },
    toggle({ seq }, emoji) {
      void messageActions().then(({ reactions: reacting }) => reacting.toggle(seq, emoji), problems.show);
    },
    copyText: ({ text }, message) => void copy(text, message),
    copyLink: ({ seq }, message) => void copy(messageUrl(page.url, seq), message),
    delete({ seq }) {
      if (composing.subject === seq) composing.cancel();
      remove(seq).catch(problems.show);
    },
    perform(action, row, message) {
      switch (action) {
        case "reply":
          operations.reply(row);
          return true;
        case "react":
          panel.value = { kind: "emoji", seq: row.seq, anchor: message };
          return true;
        case "copy":
          operations.copyText(row, message);
          return true;
        case "menu":
          panel.value = { kind: "menu", seq: row.seq, anchor: message };
          return true;
        case "edit":
          if (row.own) operations.edit(row);
          return row.own;
        case "delete":
          if (row.own) operations.delete(row);
          return row.own;
      }
    },
  };
  return operations;
}
