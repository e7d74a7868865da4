import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { parseRoomName } from "../../../text/room-names.ts";
import { removeOwnerKey } from "../../models/owner-key.ts";
import { useRoom } from "../context.ts";
import { closeDialog } from "../kit/dialog.tsx";
import { ConfirmedButton } from "./confirmed-button.tsx";
import { useId } from "../kit/use-id.ts";

/** What ends the conversation or the room, for owners. */
export function DangerZone(): JSX.Element {
  const { page, storage, conversation, t } = useRoom();
  const { room } = conversation;
  const typedName = useSignal("");
  const nameId = useId();
  const parsed = parseRoomName(typedName.value.trim());

  async function clear(button: HTMLElement): Promise<void> {
    await room.clear();
    closeDialog(button);
  }

  async function deleteRoom(button: HTMLElement): Promise<void> {
    await room.manage((requests, context) => requests.deleteRoom(context));
    removeOwnerKey(storage, page.room);
    closeDialog(button);
  }

  return (
    <section class="danger-zone" aria-labelledby="danger-title">
      <h3 class="setting-title" id="danger-title">
        {t("dangerTitle")}
      </h3>
      <ConfirmedButton
        label={t("clearRoom")}
        text={`${t("clearRoomText")} ${t("cannotUndo")}`}
        confirmLabel={t("clearRoomConfirm")}
        onConfirm={clear}
      />
      <ConfirmedButton
        label={t("deleteRoom")}
        text={`${t("deleteRoomText")} ${t("cannotUndo")}`}
        confirmLabel={t("deleteRoomConfirm")}
        isReady={parsed.ok && parsed.value === page.room}
        onConfirm={deleteRoom}
      >
        <div class="setting">
          <label for={nameId}>{t("deleteRoomName", { room: page.room })}</label>
          <input
            id={nameId}
            type="text"
            dir="auto"
            autoComplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={typedName.value}
            onInput={({ currentTarget: { value } }) => (typedName.value = value)}
          />
        </div>
      </ConfirmedButton>
    </section>
  );
}
