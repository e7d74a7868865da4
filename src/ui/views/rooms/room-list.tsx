import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { UnreadRooms } from "../../browser/unread-rooms.ts";
import { roomTitle } from "../../conversation/room-title.ts";
import { isMuted } from "../../models/mute.ts";
import { roomPath } from "../../models/room-path.ts";
import { listedTitle, nameBeside } from "../../models/room-titles.ts";
import { recentRooms } from "../../models/recent-rooms.ts";
import { browserTimers } from "../../timers.ts";
import { useRoom } from "../context.ts";
import { LazyIcon } from "../kit/lazy-icons.tsx";

/** The recent rooms, with a dot where there is something unread. */
export function RoomList(): JSX.Element {
  const { page, storage, t } = useRoom();
  const rooms = recentRooms(storage);
  const names = rooms.includes(page.room) ? rooms : [page.room, ...rooms];
  const unread = useUnreadRooms(names.filter((name) => name !== page.room));
  return (
    <ul class="room-list" aria-label={t("recentRooms")}>
      {names.map((name) => (
        <RoomItem key={name} name={name} isCurrent={name === page.room} isUnread={unread.has(name)} />
      ))}
    </ul>
  );
}

interface RoomItemProperties {
  readonly name: string;
  readonly isCurrent: boolean;
  readonly isUnread: boolean;
}

function RoomItem({ name, isCurrent, isUnread }: RoomItemProperties): JSX.Element {
  const room = useRoom();
  const { storage, t } = room;
  const title = isCurrent ? roomTitle(room) : listedTitle(storage, name);
  return (
    <li>
      <a href={roomPath(name)} title={nameBeside(title, name)} aria-current={isCurrent ? "page" : undefined}>
        <bdi>{title}</bdi>
        {isMuted(storage, name, browserTimers.now()) && (
          <span class="room-mark">
            <LazyIcon name="muted" />
            <span class="visually-hidden">{t("roomMuted")}</span>
          </span>
        )}
        {isUnread && (
          <span class="unread-dot">
            <span class="visually-hidden">{t("roomUnread")}</span>
          </span>
        )}
      </a>
    </li>
  );
}

/** Checked when the list appears, and when the reader returns to the page. */
function useUnreadRooms(names: readonly string[]): ReadonlySet<string> {
  const { storage } = useRoom();
  const unread = useMemo(() => new UnreadRooms(storage, browserTimers), [storage]);
  useEffect(() => {
    const check = (): void => {
      if (!document.hidden) void unread.check(names);
    };
    check();
    document.addEventListener("visibilitychange", check);
    return () => document.removeEventListener("visibilitychange", check);
  }, [unread]);
  return unread.names.value;
}
