import type { JSX } from "preact";
import { hiddenMembersOf } from "../../conversation/hidden-members.ts";
import { useRoom } from "../context.ts";

/** The members whose messages the user has hidden, each with a button that shows them again; nothing if there are none. */
export function HiddenPeople(): JSX.Element | null {
  const room = useRoom();
  const { t } = room;
  const hidden = hiddenMembersOf(room);
  if (hidden.list.value.length === 0) return null;
  return (
    <div class="setting" role="group" aria-labelledby="hidden-title">
      <p class="setting-title" id="hidden-title">
        {t("hiddenMembers")}
      </p>
      {hidden.list.value.map((member) => (
        <button key={member.id} type="button" class="secondary" onClick={() => hidden.set(member, false)}>
          {t("showMember", { name: member.name })}
        </button>
      ))}
    </div>
  );
}
