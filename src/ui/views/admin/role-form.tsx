import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Author } from "../../../protocol/member.ts";
import type { Role } from "../../../protocol/roles.ts";
import { describeError } from "../../conversation/error-messages.ts";
import { removeOwnerKey } from "../../models/owner-key.ts";
import { useRoom } from "../context.ts";
import { closeDialog } from "../kit/dialog.tsx";
import { RadioGroup } from "../kit/radio-group.tsx";

const GIVEN_ROLES = ["owner", "moderator", "member", "guest"] as const satisfies readonly Role[];
type GivenRole = (typeof GIVEN_ROLES)[number];

interface Properties {
  readonly member: Author;
  readonly role: Role;
  readonly isSelf: boolean;
}

/** Gives a member a role; its button is shown once another is chosen, with what that means. */
export function RoleForm({ member, role, isSelf }: Properties): JSX.Element {
  const { page, conversation, storage, t } = useRoom();
  const chosen = useSignal<GivenRole>(role === "reader" ? "guest" : role);
  const problem = useSignal<string | undefined>(undefined);

  async function save(button: HTMLElement): Promise<void> {
    try {
      await conversation.room.setRole(member.id, chosen.peek());
      // Else the next visit would claim the room again.
      if (isSelf) removeOwnerKey(storage, page.room);
      closeDialog(button);
    } catch (error) {
      problem.value = describeError(t, error);
    }
  }

  return (
    <div class="admin-form">
      <RadioGroup
        name="role"
        title={t("roleTitle")}
        options={GIVEN_ROLES.map((each) => [each, t(`role_${each}`)] as const)}
        selected={chosen.value}
        onSelect={(each) => (chosen.value = each)}
      >
        <p class="setting-hint">
          {isSelf && chosen.value !== role ? t("roleGiveUpHint") : t(`roleHint_${chosen.value}`)}
        </p>
      </RadioGroup>
      {chosen.value !== role && (
        <button type="button" class="primary" onClick={({ currentTarget }) => void save(currentTarget)}>
          {t("roleSave")}
        </button>
      )}
      <p class="error" role="alert">
        {problem}
      </p>
    </div>
  );
}
