import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { download } from "../../browser/download.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { readConversation } from "../../conversation/conversation-reader.ts";
import { conversationFile, FILE_FORMATS, type FileFormat } from "../../models/conversation-file.ts";
import { browserTimers as timers } from "../../timers.ts";
import { useRoom } from "../context.ts";

type Step =
  | { readonly name: "idle" }
  | { readonly name: "reading"; readonly count: number; readonly cancel: () => void }
  | { readonly name: "done"; readonly count: number }
  | { readonly name: "failed" };

/** Saves everything that the room keeps as a file; shows how far it is, and can be cancelled. */
export function ConversationDownload(): JSX.Element {
  const { page, conversation, t, formats } = useRoom();
  const step = useSignal<Step>({ name: "idle" });
  const row = useRef<HTMLDivElement>(null);
  const focusRow = () => restoreFocus(() => row.current?.querySelector("button"));

  useEffect(() => () => cancelIfReading(step.peek()), []);

  async function start(format: FileFormat): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    const cancel = (): void => {
      controller.abort();
      step.value = { name: "idle" };
      focusRow();
    };
    const onProgress = (count: number): void => {
      step.value = { name: "reading", count, cancel };
    };
    onProgress(0);
    focusRow();
    try {
      const messages = await readConversation({ room: conversation.room, timers, signal, onProgress });
      const context = { room: page.room, url: page.url.href, now: timers.now(), t, formats };
      const { name, mediaType, content } = conversationFile(messages, format, context);
      download(name, new Blob([content], { type: mediaType }));
      step.value = { name: "done", count: messages.length };
    } catch {
      // Another download may have started since this one was cancelled.
      if (signal.aborted) return;
      step.value = { name: "failed" };
    }
    focusRow();
  }

  const current = step.value;
  return (
    <div class="setting" role="group" aria-labelledby="download-title">
      <p class="setting-title" id="download-title">
        {t("download")}
      </p>
      <div class="setting-row" ref={row}>
        {current.name === "reading" ? (
          <button type="button" onClick={current.cancel}>
            {t("cancel")}
          </button>
        ) : (
          FILE_FORMATS.map((format) => (
            <button key={format} type="button" onClick={() => void start(format)}>
              {t(`download_${format}`)}
            </button>
          ))
        )}
      </div>
      <p class="setting-hint" role="status">
        {current.name === "reading" && t("downloadProgress", { count: current.count })}
        {current.name === "done" && t("downloadDone", { count: current.count })}
        {current.name === "failed" && t("downloadFailed")}
      </p>
    </div>
  );
}

function cancelIfReading(step: Step): void {
  if (step.name === "reading") step.cancel();
}
