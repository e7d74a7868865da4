import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RoomKeyInfo } from "../../../client/api.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { describeError } from "../../conversation/error-messages.ts";
import type { SigningKeyDraft } from "../../models/signing-key-draft.ts";
import { removeSigningKey, signingKeysOf } from "../../models/signing-keys.ts";
import { useRoom } from "../context.ts";
import { CopyField } from "../invite/copy-field.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { SigningKeyForm } from "./signing-key-form.tsx";
import { SigningKeyItem } from "./signing-key-item.tsx";

/** The keys with which sites vouch for their users in this room (SPEC VOUCH-11), for owners: those in use, and a new one. */
export function SigningKeysDialog(): JSX.Element {
  const { conversation, dialog, t } = useRoom();
  const { room, announcements } = conversation;
  const keys = useSignal<readonly RoomKeyInfo[] | undefined>(undefined);
  /** the one whose secret is shown, for the last time */
  const added = useSignal<SigningKeyDraft | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const title = useRef<HTMLHeadingElement>(null);

  async function load(): Promise<void> {
    problem.value = undefined;
    try {
      keys.value = await signingKeysOf(room);
    } catch (error) {
      problem.value = describeError(t, error);
    }
  }

  /** Rejects with what its confirmation shows. */
  async function remove(kid: string): Promise<void> {
    await removeSigningKey(room, kid);
    if (added.peek()?.kid === kid) added.value = undefined;
    keys.value = keys.peek()?.filter((each) => each.kid !== kid);
    announcements.announce(t("signingKeyRemoved"));
    restoreFocus(() => title.current);
  }

  function onAdded(draft: SigningKeyDraft): void {
    added.value = draft.alg === "HS256" ? draft : undefined;
    announcements.announce(t("signingKeyAdded"));
    void load();
  }

  useEffect(() => void load(), []);

  return (
    <Dialog id="signing-keys-title" title={t("signingKeys")} onClose={() => (dialog.value = undefined)}>
      <p class="secondary-text">{t("signingKeysHint")}</p>
      <section class="link-list" aria-labelledby="signing-keys-list">
        <h3 class="setting-title" id="signing-keys-list" tabIndex={-1} ref={title}>
          {t("signingKeyList")}
        </h3>
        {keys.value?.length === 0 && <p class="secondary-text">{t("signingKeysNone")}</p>}
        <ul aria-busy={keys.value === undefined && problem.value === undefined}>
          {keys.value?.map((each) => (
            <SigningKeyItem key={each.kid} signingKey={each} onRemove={() => remove(each.kid)} />
          ))}
        </ul>
      </section>
      <p class="error" role="alert">
        {problem}
      </p>
      {problem.value !== undefined && (
        <button type="button" class="secondary" onClick={() => void load()}>
          {t("tryAgain")}
        </button>
      )}
      {added.value !== undefined && (
        <div class="notice" role="status">
          <CopyField
            key={added.value.key}
            label={t("signingKeyNewSecret", { kid: added.value.kid })}
            text={added.value.key.trim()}
          />
          <p>{t("signingKeyNewSecretHint")}</p>
        </div>
      )}
      <SigningKeyForm keys={keys.value} onAdded={onAdded} />
    </Dialog>
  );
}
