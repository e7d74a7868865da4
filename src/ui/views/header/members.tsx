import type { JSX } from "preact";
import type { Member } from "../../../protocol/member.ts";
import { Avatar } from "../kit/avatar.tsx";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { Popover } from "../kit/popover.tsx";

/** How many avatars are shown beside the count. */
const MAX_AVATARS = 3;

/** The number of members and their first avatars; a click opens the list of names. */
export function MembersButton(): JSX.Element {
  const { conversation, t, formats } = useRoom();
  const { count, list } = conversation.roster.value;
  const hidden = count - list.length;
  return (
    <>
      <button type="button" class="members-button" popovertarget="members" disabled={count === 0}>
        <span class="avatar-stack">
          {list.slice(0, MAX_AVATARS).map(({ id, name }) => (
            <Avatar key={id} id={id} name={name} />
          ))}
        </span>
        <span class="members-count">{t("memberCount", { count })}</span>
        <span class="members-number" aria-hidden="true">
          {formats.number(count)} <Icon name="people" />
        </span>
      </button>
      <Popover id="members" title={t("membersTitle")}>
        {() => (
          <>
            <ul class="member-list" tabIndex={0} aria-labelledby="members-title">
              {list.map((member) => (
                <MemberItem key={member.id} member={member} />
              ))}
            </ul>
            {hidden > 0 && <p class="secondary-text">{t("membersMore", { count: hidden })}</p>}
          </>
        )}
      </Popover>
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
