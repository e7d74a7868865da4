import type { JSX } from "preact";
import { Avatar } from "../kit/avatar.tsx";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { lazyView } from "../kit/lazy-view.tsx";
import { Popover } from "../kit/popover.tsx";

const MembersPanel = lazyView(async () => (await import("./member-list.tsx")).MembersPanel);

/** How many avatars are shown beside the count. */
const MAX_AVATARS = 3;

/** The number of members and their first avatars; a click opens the list of names. */
export function MembersButton(): JSX.Element {
  const { conversation, t, formats } = useRoom();
  const { count, list } = conversation.roster.value;
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
        {() => <MembersPanel />}
      </Popover>
    </>
  );
}
