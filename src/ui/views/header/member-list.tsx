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
  const { conversation, dialog } = useRoom();
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
        <span class="member-row">{content}</span>
      ) : (
        <button
          type="button"
          class="member-row member-button"
          aria-haspopup="dialog"
          onClick={({ currentTarget }) => {
            closePopover(currentTarget);
            dialog.value = { name: "member", member: { id, name } };
          }}
        >
          {content}
        </button>
      )}
      <Tags member={member} isSelf={isSelf} />
    </li>
  );
}

interface TagsProperties {
  readonly member: Member;
  readonly isSelf: boolean;
}

/** Beside the name, or below it where there is no room for both: the name is what the reader looks for. */
function Tags({ member: { id, role, away }, isSelf }: TagsProperties): JSX.Element {
  const room = useRoom();
  const { t } = room;
  const texts = [
    isMarked(role) && t(`roleTag_${role}`),
    isSelf && t("you"),
    away === true && t("away"),
    hiddenMembersOf(room).has(id) && t("hidden"),
  ];
  return <span class="tags">{texts.map((text) => text !== false && <span class="tag">{text}</span>)}</span>;
}

/** Guests are not marked: in most rooms everyone is one. */
function isMarked(role: Role): role is "owner" | "moderator" | "member" {
  return role === "owner" || role === "moderator" || role === "member";
}
