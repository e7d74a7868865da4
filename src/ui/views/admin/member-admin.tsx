import type { JSX } from "preact";
import { isAtLeast, type Role } from "../../../protocol/roles.ts";
import { useRoom } from "../context.ts";
import { TabLink } from "../kit/tab-link.tsx";
import type { MemberProps } from "../members/member-dialog.tsx";
import { ActForm } from "./act-form.tsx";
import { RoleForm } from "./role-form.tsx";

/**
 * The role of a member, and what the user's role may do to them. In a frame, over which another page could lay something,
 * the room in a tab.
 */
export function MemberAdmin({ member, seq }: MemberProps): JSX.Element | null {
  const { page, conversation, t } = useRoom();
  const self = conversation.self.value;
  if (self === undefined) return null;
  if (page.view === "embed") return <TabLink class="settings-link">{t("adminInTab")}</TabLink>;
  // Of one who is not here, the room knows it.
  const role: Role = conversation.roster.value.list.find(({ id }) => id === member.id)?.role ?? "guest";
  const isSelf = member.id === self.id;
  return (
    <>
      {self.role === "owner" && <RoleForm key={role} member={member} role={role} isSelf={isSelf} />}
      {!isSelf && !isAtLeast(role, self.role) && <ActForm member={member} seq={seq} />}
    </>
  );
}
