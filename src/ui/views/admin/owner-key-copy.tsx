import type { JSX } from "preact";
import { download } from "../../browser/download.ts";
import { withoutIsolates } from "../../i18n/translate.ts";
import { ownerFragment } from "../../models/owner-link.ts";
import { useRoom } from "../context.ts";
import { CopyField } from "../invite/copy-field.tsx";
import { closeDialog } from "../kit/dialog.tsx";
import { LazyIcon } from "../kit/lazy-icons.tsx";

/** The owner key and the link that brings it to other devices, to be copied or saved as a file. */
export function OwnerKeyCopy({ ownerKey }: { readonly ownerKey: string }): JSX.Element {
  const { page, t } = useRoom();
  const link = page.url.href + ownerFragment(ownerKey);

  function save(): void {
    const title = withoutIsolates(t("ownerKeyFile", { room: page.room }));
    const lines = [title, t("ownerKeyWarning"), ownerKey, link];
    download(`${page.room}-owner-key.txt`, new Blob([`${lines.join("\n\n")}\n`], { type: "text/plain" }));
  }

  return (
    <>
      <p>{t("ownerKeyText")}</p>
      <p class="notice">{t("ownerKeyWarning")}</p>
      <CopyField label={t("ownerKey")} text={ownerKey} />
      <CopyField label={t("ownerKeyLink")} text={link} />
      <div class="buttons">
        <button type="button" class="secondary" onClick={save}>
          <LazyIcon name="download" />
          {t("ownerKeyDownload")}
        </button>
        <button type="button" class="primary" onClick={({ currentTarget }) => closeDialog(currentTarget)}>
          {t("ownerKeyDone")}
        </button>
      </div>
    </>
  );
}
