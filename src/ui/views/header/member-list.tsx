import type { JSX } from "preact";
import type { Member } from "../../../protocol/member.ts";
import { useRoom } from "../context.ts";
import { Avatar } from "../kit/avatar.tsx";
import { MemberName } from "../kit/member-name.tsx";

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
