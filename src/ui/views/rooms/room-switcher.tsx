import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isComposing } from "../../browser/is-composing.ts";
import { plainDirection } from "../../models/direction.ts";
import { recentRooms } from "../../models/recent-rooms.ts";
import { roomChoices, type RoomChoice } from "../../models/room-choices.ts";
import { roomPath } from "../../models/room-path.ts";
import { useRoom } from "../context.ts";

const LIST_ID = "room-choices";

/** A dialog to open another room: a combobox of the recent rooms and of the name that is typed (ARIA APG, Combobox). */
export function RoomSwitcher(): JSX.Element {
  const { page, storage, switcher, t } = useRoom();
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useSignal("");
  const active = useSignal(0);
  const others = recentRooms(storage).filter((name) => name !== page.room);
  const choices = roomChoices(others, typed.value);
  useLayoutEffect(() => dialog.current?.showModal(), []);

  function move(step: 1 | -1): void {
    if (choices.length > 0) active.value = (active.value + step + choices.length) % choices.length;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const choice = choices[active.value];
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && choice !== undefined) location.assign(roomPath(choice.name));
    else return;
    event.preventDefault();
  }

  return (
    <dialog
      ref={dialog}
      class="switcher"
      aria-label={t("switchRoom")}
      onClose={() => (switcher.value = false)}
      onClick={({ target, currentTarget }) => {
        // The content covers the dialog: a click on the dialog itself is a click on its backdrop.
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div class="switcher-content">
        <input
          type="text"
          role="combobox"
          dir={plainDirection(typed.value)}
          aria-label={t("switchRoomField")}
          placeholder={t("switchRoomField")}
          aria-expanded={choices.length > 0}
          aria-controls={LIST_ID}
          aria-activedescendant={choices.length > 0 ? optionId(active.value) : undefined}
          autoComplete="off"
          autoCapitalize="none"
          enterkeyhint="go"
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value;
            active.value = 0;
          }}
          onKeyDown={onKeyDown}
        />
        <ul id={LIST_ID} role="listbox" aria-label={t("recentRooms")} class="room-list">
          {choices.map((choice, index) => (
            <Choice
              key={choice.name}
              choice={choice}
              id={optionId(index)}
              isActive={index === active.value}
            />
          ))}
        </ul>
        {choices.length === 0 && <p class="secondary-text">{t("switchRoomHint")}</p>}
        <a class="settings-link" href="/">
          {t("toLanding")}
        </a>
      </div>
    </dialog>
  );
}

function optionId(index: number): string {
  return `${LIST_ID}-${index}`;
}

interface ChoiceProperties {
  readonly choice: RoomChoice;
  readonly id: string;
  readonly isActive: boolean;
}

function Choice({ choice: { kind, name }, id, isActive }: ChoiceProperties): JSX.Element {
  const { t } = useRoom();
  return (
    <li id={id} role="option" aria-selected={isActive} onClick={() => location.assign(roomPath(name))}>
      {kind === "new" ? t("openRoom", { name }) : <bdi>{name}</bdi>}
    </li>
  );
}
