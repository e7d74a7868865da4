import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { RoomLink } from "../../../client/api.ts";
import {
  DEFAULT_LINK_SECONDS,
  LINK_ROLES,
  MAX_LINK_SECONDS,
  type LinkRole,
} from "../../../protocol/link-traits.ts";
import { describeError } from "../../conversation/error-messages.ts";
import { formatDuration } from "../../i18n/duration.ts";
import { useRoom } from "../context.ts";
import { LabeledSelect } from "../invite/labeled-select.tsx";
import { RadioGroup } from "../kit/radio-group.tsx";

const DAY_SECONDS = 86_400;
const EXPIRY_SECONDS = [3_600, DAY_SECONDS, DEFAULT_LINK_SECONDS, 30 * DAY_SECONDS, MAX_LINK_SECONDS];
/** 0 for any number. */
const USES = [0, 1, 5, 10, 25, 100];

/** Makes a link: for which role, until when, and for how many members. Moderators make those for members only. */
export function LinkForm({ onCreated }: { readonly onCreated: (link: RoomLink) => void }): JSX.Element {
  const { conversation, formats, t } = useRoom();
  const role = useSignal<LinkRole>("member");
  const seconds = useSignal(DEFAULT_LINK_SECONDS);
  const uses = useSignal(0);
  const isBusy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const isOwner = conversation.self.value?.role === "owner";

  async function create(): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    problem.value = undefined;
    try {
      const request = {
        role: role.peek(),
        expiresInSeconds: seconds.peek(),
        ...(uses.peek() === 0 ? {} : { uses: uses.peek() }),
      };
      const link = await conversation.room.manage(({ createLink }, context) => createLink(context, request));
      onCreated(link);
    } catch (error) {
      problem.value = describeError(t, error);
    } finally {
      isBusy.value = false;
    }
  }

  return (
    <div class="settings">
      {isOwner && (
        <RadioGroup
          name="link-role"
          title={t("roleTitle")}
          options={LINK_ROLES.toReversed().map((each) => [each, t(`role_${each}`)] as const)}
          selected={role.value}
          onSelect={(each) => (role.value = each)}
        >
          <p class="setting-hint">{t(`roleHint_${role.value}`)}</p>
        </RadioGroup>
      )}
      <div class="choices">
        <LabeledSelect
          label={t("linkExpiry")}
          value={String(seconds.value)}
          options={EXPIRY_SECONDS.map((each) => ({
            value: String(each),
            label: formatDuration(formats.locale, each),
          }))}
          onSelect={(each) => (seconds.value = Number(each))}
        />
        <LabeledSelect
          label={t("linkUses")}
          value={String(uses.value)}
          options={USES.map((each) => ({
            value: String(each),
            label: each === 0 ? t("linkUsesAny") : formats.number(each),
          }))}
          onSelect={(each) => (uses.value = Number(each))}
        />
      </div>
      <div class="buttons">
        <button type="button" class="primary" aria-disabled={isBusy.value} onClick={() => void create()}>
          {t("linkCreate")}
        </button>
      </div>
      <p class="error" role="alert">
        {problem}
      </p>
    </div>
  );
}
