import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { RoomLink } from "../../../client/api.ts";
import { describeError } from "../../conversation/error-messages.ts";
import { useRoom } from "../context.ts";
import { CopyField } from "../invite/copy-field.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { LinkForm } from "./link-form.tsx";
import { LinkItem } from "./link-item.tsx";

/** The links that give a role (SPEC OWN-7): a new one, and those that are in use. */
export function LinksDialog(): JSX.Element {
  const { conversation, dialog, t } = useRoom();
  const { room, announcements } = conversation;
  const links = useSignal<readonly RoomLink[] | undefined>(undefined);
  const created = useSignal<RoomLink | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);

  async function load(): Promise<void> {
    problem.value = undefined;
    try {
      links.value = await room.manage(({ listLinks }, context) => listLinks(context));
    } catch (error) {
      problem.value = describeError(t, error);
    }
  }

  async function revoke({ id }: RoomLink): Promise<void> {
    problem.value = undefined;
    try {
      await room.manage(({ revokeLink }, context) => revokeLink(context, id));
      if (created.peek()?.id === id) created.value = undefined;
      announcements.announce(t("linkRevoked"));
      await load();
    } catch (error) {
      problem.value = describeError(t, error);
    }
  }

  useEffect(() => void load(), []);

  return (
    <Dialog id="links-title" title={t("links")} onClose={() => (dialog.value = undefined)}>
      <p class="secondary-text">{t("linksHint")}</p>
      <LinkForm
        onCreated={(link) => {
          created.value = link;
          void load();
        }}
      />
      {created.value !== undefined && (
        <div class="notice" role="status">
          <CopyField key={created.value.id} label={t("linkNew")} text={created.value.url} />
        </div>
      )}
      <section class="link-list" aria-labelledby="links-list">
        <h3 class="setting-title" id="links-list">
          {t("linkList")}
        </h3>
        {links.value?.length === 0 && <p class="secondary-text">{t("linksNone")}</p>}
        <ul aria-busy={links.value === undefined && problem.value === undefined}>
          {links.value?.map((link) => (
            <LinkItem key={link.id} link={link} onRevoke={() => void revoke(link)} />
          ))}
        </ul>
      </section>
      <p class="error" role="alert">
        {problem}
      </p>
      {links.value === undefined && problem.value !== undefined && (
        <button type="button" class="secondary" onClick={() => void load()}>
          {t("tryAgain")}
        </button>
      )}
    </Dialog>
  );
}
