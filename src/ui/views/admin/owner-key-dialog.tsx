import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { removeOwnerKey, storedOwnerKey, storeOwnerKey } from "../../models/owner-key.ts";
import { useRoom } from "../context.ts";
import { Dialog } from "../kit/dialog.tsx";
import { ConfirmedButton } from "./confirmed-button.tsx";
import { OwnerKeyCopy } from "./owner-key-copy.tsx";

/**
 * The room's owner key, to be copied or saved: shown once the room is created, and from the settings. An owner replaces it
 * here, also where this browser has none.
 */
export function OwnerKeyDialog(): JSX.Element {
  const { page, storage, conversation, dialog, t } = useRoom();
  const { room } = conversation;
  const key = useSignal(storedOwnerKey(storage, page.room)?.key);
  const notice = useSignal<"keyReplaced" | "ownerKeyVoid" | undefined>(undefined);
  const isOwner = conversation.self.value?.role === "owner";

  /** Another owner may have replaced it since. A member who is no owner would become one by asking. */
  async function check(stored: string | undefined): Promise<void> {
    if (stored === undefined || !isOwner) return;
    try {
      await room.claim(stored);
    } catch (error) {
      const { code } = Object(error) as { readonly code?: string };
      // Where the room cannot be asked, the key is shown as it is stored.
      if (code !== "forbidden") return;
      removeOwnerKey(storage, page.room);
      key.value = undefined;
      notice.value = "ownerKeyVoid";
    }
  }

  async function replace(): Promise<void> {
    const replaced = await room.manage(({ renewOwnerKey }, context) => renewOwnerKey(context));
    storeOwnerKey(storage, page.room, { key: replaced, hasCopy: false });
    key.value = replaced;
    notice.value = "keyReplaced";
  }

  function close(): void {
    const shown = key.peek();
    if (shown !== undefined) storeOwnerKey(storage, page.room, { key: shown, hasCopy: true });
    dialog.value = undefined;
  }

  useEffect(() => void check(key.peek()), []);

  return (
    <Dialog id="owner-key-title" title={t("ownerKeyTitle")} onClose={close}>
      <div role="status">{notice.value !== undefined && <p class="notice">{t(notice.value)}</p>}</div>
      {key.value === undefined ? <p>{t("ownerKeyMissing")}</p> : <OwnerKeyCopy ownerKey={key.value} />}
      {isOwner && (
        <ConfirmedButton
          label={t("replaceKey")}
          text={`${t("replaceKeyText")} ${t("cannotUndo")}`}
          confirmLabel={t("replaceKeyConfirm")}
          onConfirm={replace}
        />
      )}
    </Dialog>
  );
}
