import type { JSX } from "preact";
import type { Member } from "../../../protocol/member.ts";
import type { Role } from "../../../protocol/roles.ts";
import { closePopover } from "../../browser/popover-focus.ts";
import { hiddenMembersOf } from "../../conversation/hidden-members.ts";
import { useRoom } from "../context.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Icon } from "../kit/icons.tsx";
import { MemberName } from "../kit/member-name.tsx";

/** What the header's button opens: the topic, for which narrow headers have no room, the members and, outside of frames, the way to invite more. */
export function MembersPanel(): JSX.Element {
  const { page, conversation } = useRoom();
  const { topic } = conversation.settings.value;
  return (
    <>
      {topic !== undefined && <p dir="auto">{topic}</p>}
      <MemberList labelledBy="members-title" />
      {page.view === "page" && <InvitePeople />}
    </>
  );
}

/** The names of the members; of a crowd the room sends some, and how many more there are. */
export function MemberList({ labelledBy }: { readonly labelledBy: string }): JSX.Element {
  const { conversation, t } = useRoom();
  const { count, list } = conversation.roster.value;
  const hidden = count - list.length;
  return (
    <>
      <ul class="member-list" tabIndex={0} aria-labelledby={labelledBy}>
        {list.map((member) => (
          <MemberItem key={member.id} member={member} />
        ))}
      </ul>
      {hidden > 0 && <p class="secondary-text">{t("membersMore", { count: hidden })}</p>}
    </>
  );
}

/** Opens the invitation in place of the members: narrow headers have no room for its button. */
function InvitePeople(): JSX.Element {
  const { t } = useRoom();
  return (
    <button
      type="button"
      class="secondary"
      aria-haspopup="dialog"
      onClick={({ currentTarget }) => {
        closePopover(currentTarget);
        document.getElementById("invite")?.showPopover();
      }}
    >
      <Icon name="invite" />
      {t("inviteTitle")}
    </button>
  );
}

function MemberItem({ member }: { readonly member: Member }): JSX.Element {
  const room = useRoom();
  const { conversation, dialog, t } = room;
  const { id, name, role, away, vouched } = member;
  const isSelf = id === conversation.self.value?.id;
  const content = (
    <>
      <Avatar id={id} name={name} />
      <span class="member-name">
        <MemberName id={id} name={name} vouched={vouched} />
      </span>
    </>
  );
  return (
    <li class={away === true ? "member away" : "member"}>
      {isSelf && role !== "owner" ? (
        content
      ) : (
        <button
          type="button"
          class="member-button"
          aria-haspopup="dialog"
          onClick={({ currentTarget }) => {
            closePopover(currentTarget);
            dialog.value = { name: "member", member: { id, name } };
          }}
        >
          {content}
        </button>
      )}
      {isMarked(role) && <span class="tag">{t(`roleTag_${role}`)}</span>}
      {isSelf && <span class="tag">{t("you")}</span>}
      {away === true && <span class="tag">{t("away")}</span>}
      {hiddenMembersOf(room).has(id) && <span class="tag">{t("hidden")}</span>}
    </li>
  );
}

/** Guests are not marked: in most rooms everyone is one. */
function isMarked(role: Role): role is "owner" | "moderator" | "member" {
  return role === "owner" || role === "moderator" || role === "member";
}
