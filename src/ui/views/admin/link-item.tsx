import type { JSX } from "preact";
import type { RoomLink } from "../../../client/api.ts";
import { momentOf } from "../../i18n/moment.ts";
import { useRoom } from "../context.ts";
import { CopyButton, ManualCopyHint, useCopy } from "../invite/copy-field.tsx";

interface Properties {
  readonly link: RoomLink;
  readonly onRevoke: () => void;
}

/** A link that is in use: what it gives, how often and until when. It can be copied again, and revoked. */
export function LinkItem({ link, onRevoke }: Properties): JSX.Element {
  const { formats, t } = useRoom();
  const { url, role, expiresAt, uses } = link;
  const copyState = useCopy<HTMLInputElement>(url);
  const usesLeft = usesText();
  const name = `${t(`role_${role}`)}, ${usesLeft}`;
  return (
    <li>
      <p>
        <strong>{t(`role_${role}`)}</strong> · <span>{usesLeft}</span> ·{" "}
        <span>{t("linkUntil", { time: momentOf(expiresAt, formats) })}</span>
      </p>
      <input
        ref={copyState.field}
        type="text"
        readOnly
        dir="ltr"
        value={url}
        aria-label={`${t("linkUrl")}: ${name}`}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="buttons">
        <CopyButton copyState={copyState} label={t("copyLink")} icon="link" itemLabel={name} />
        <button type="button" class="secondary" aria-label={`${t("linkRevoke")}: ${name}`} onClick={onRevoke}>
          {t("linkRevoke")}
        </button>
      </div>
      <ManualCopyHint copyState={copyState} />
    </li>
  );

  function usesText(): string {
    if (uses === undefined) return t("linkUsesAny");
    return uses === 0 ? t("linkUsedUp") : t("linkUsesLeft", { count: uses });
  }
}
