import type { JSX } from "preact";
import type { Member } from "../../../protocol/member.ts";
import { closePopover } from "../../browser/popover-focus.ts";
import { useRoom } from "../context.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Icon } from "../kit/icons.tsx";
import { MemberName } from "../kit/member-name.tsx";

/** What the header's button opens: the members and, outside of frames, the way to invite more. */
export function MembersPanel(): JSX.Element {
  const { page } = useRoom();
  return (
    <>
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

function MemberItem({ member: { id, name, away } }: { readonly member: Member }): JSX.Element {
  const { conversation, t } = useRoom();
  return (
    <li class={away === true ? "member away" : "member"}>
      <Avatar id={id} name={name} />
      <span class="member-name">
        <MemberName id={id} name={name} />
      </span>
      {id === conversation.self.value?.id && <span class="tag">{t("you")}</span>}
      {away === true && <span class="tag">{t("away")}</span>}
    </li>
  );
}
