import type { JSX } from "preact";
import type { Member } from "../../../protocol/member.ts";
import { Avatar } from "../kit/avatar.tsx";
import { useRoom } from "../context.ts";

/** The names of the members who are here; of a large room, a sample. */
export function MemberList(): JSX.Element {
  const { conversation, t } = useRoom();
  const { count, list } = conversation.roster.value;
  const hidden = count - list.length;
  return (
    <>
      <ul class="member-list" tabIndex={0} aria-labelledby="members-title">
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
      <bdi>{name}</bdi>
      {id === conversation.self.value?.id && <span class="tag">{t("you")}</span>}
      {away === true && <span class="tag">{t("away")}</span>}
    </li>
  );
}
