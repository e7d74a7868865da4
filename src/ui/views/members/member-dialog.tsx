import type { JSX } from "preact";
import type { Author } from "../../../protocol/member.ts";
import { isAtLeast } from "../../../protocol/roles.ts";
import { hiddenMembersOf } from "../../conversation/hidden-members.ts";
import { useRoom } from "../context.ts";
import { Dialog } from "../kit/dialog.tsx";
import { lazyAdminPanel } from "../kit/lazy-admin-panel.tsx";
import { Switch } from "../kit/switch.tsx";

const MemberAdmin = lazyAdminPanel(async () => (await import("../admin/member-admin.tsx")).MemberAdmin);

export interface MemberProps {
  readonly member: Author;
  /** of a message of theirs, by which the room finds them */
  readonly seq: number | undefined;
}

/** What can be done about a member: hide them for oneself; for owners and moderators, more. */
export function MemberDialog({ member, seq }: MemberProps): JSX.Element {
  const room = useRoom();
  const { conversation, dialog, t } = room;
  const hidden = hiddenMembersOf(room);
  const self = conversation.self.value;
  return (
    <Dialog id="member-title" title={member.name} onClose={() => (dialog.value = undefined)}>
      <div class="settings">
        {member.id !== self?.id && (
          <Switch
            name="hide-member"
            title={t("hideMember", { name: member.name })}
            isOn={hidden.has(member.id)}
            onChange={(isHidden) => hidden.set(member, isHidden)}
          >
            {t("hideMemberHint")}
          </Switch>
        )}
        {self !== undefined && isAtLeast(self.role, "moderator") && <MemberAdmin member={member} seq={seq} />}
      </div>
    </Dialog>
  );
}
