import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isComposing } from "../../browser/is-composing.ts";
import { excerptOf } from "../../formatting.ts";
import { plainDirection } from "../../models/direction.ts";
import { addToDraft, withQuotation, type ForwardedMessage } from "../../models/forwarded-message.ts";
import { recentRooms } from "../../models/recent-rooms.ts";
import { roomChoices, type RoomChoice } from "../../models/room-choices.ts";
import { roomPath } from "../../models/room-path.ts";
import { listedTitle, nameBeside } from "../../models/room-titles.ts";
import { useRoom, type RoomContext } from "../context.ts";

const LIST_ID = "room-choices";
const MAX_EXCERPT_CHARACTERS = 140;

interface Properties {
  /** goes into the draft of the room that is chosen; without it, the room is opened */
  readonly forwarded?: ForwardedMessage;
}

/** A dialog to choose a room: a combobox of the recent rooms and of the name that is typed (ARIA APG, Combobox). */
export function RoomSwitcher({ forwarded }: Properties): JSX.Element {
  const room = useRoom();
  const { page, storage, dialog: openDialog, t } = room;
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useSignal("");
  const active = useSignal(0);
  const others = recentRooms(storage)
    .filter((name) => name !== page.room)
    .map((name) => ({ name, title: listedTitle(storage, name) }));
  const choices = roomChoices(others, typed.value);
  const label = t(forwarded === undefined ? "switchRoom" : "forward");
  useLayoutEffect(() => dialog.current?.showModal(), []);

  function choose(name: string): void {
    if (forwarded === undefined) location.assign(roomPath(name));
    else forward(name, forwarded, room, dialog.current);
  }

  function move(step: 1 | -1): void {
    if (choices.length > 0) active.value = (active.value + step + choices.length) % choices.length;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const choice = choices[active.value];
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && choice !== undefined) choose(choice.name);
    else return;
    event.preventDefault();
  }

  return (
    <dialog
      ref={dialog}
      class="switcher"
      aria-label={label}
      onClose={() => {
        if (openDialog.peek()?.name !== "saved") openDialog.value = undefined;
      }}
      onClick={({ target, currentTarget }) => {
        // The content covers the dialog: a click on the dialog itself is a click on its backdrop.
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div class="switcher-content">
        {forwarded !== undefined && <ForwardedPreview message={forwarded} title={label} />}
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
              onChoose={choose}
            />
          ))}
        </ul>
        {choices.length === 0 && <p class="secondary-text">{t("switchRoomHint")}</p>}
        {forwarded === undefined && <OtherPlaces />}
      </div>
    </dialog>
  );
}

/** Opens the room, whose draft has the message. Nothing is sent. */
function forward(
  name: string,
  message: ForwardedMessage,
  { page, storage, composing, focusComposer }: RoomContext,
  dialog: HTMLDialogElement | null,
): void {
  if (name !== page.room) {
    addToDraft(storage, name, message);
    return location.assign(roomPath(name));
  }
  composing.onInput(withQuotation(composing.text.peek(), message));
  dialog?.close();
  focusComposer();
}

interface ForwardedProperties {
  readonly message: ForwardedMessage;
  readonly title: string;
}

/** What is forwarded. */
function ForwardedPreview({ message: { authorName, text }, title }: ForwardedProperties): JSX.Element {
  const excerpt = excerptOf(text, MAX_EXCERPT_CHARACTERS);
  return (
    <>
      <h2>{title}</h2>
      <p class="forwarded">
        <bdi class="quote-name">{authorName}</bdi>
        <span class="quote-text" dir={plainDirection(excerpt)}>
          {excerpt}
        </span>
      </p>
    </>
  );
}

/** The ways from the room to places other than rooms. */
function OtherPlaces(): JSX.Element {
  const { dialog, t } = useRoom();
  return (
    <>
      <button
        type="button"
        class="settings-link link-button"
        onClick={({ currentTarget }) => {
          // Closed first: it gives the focus back, to where the next one returns it.
          currentTarget.closest("dialog")?.close();
          dialog.value = { name: "saved" };
        }}
      >
        {t("savedMessages")}
      </button>
      <a class="settings-link" href="/">
        {t("toLanding")}
      </a>
    </>
  );
}

function optionId(index: number): string {
  return `${LIST_ID}-${index}`;
}

interface ChoiceProperties {
  readonly choice: RoomChoice;
  readonly id: string;
  readonly isActive: boolean;
  readonly onChoose: (name: string) => void;
}

function Choice({ choice: { kind, name, title }, id, isActive, onChoose }: ChoiceProperties): JSX.Element {
  const { t } = useRoom();
  return (
    <li
      id={id}
      role="option"
      aria-selected={isActive}
      title={nameBeside(title, name)}
      onClick={() => onChoose(name)}
    >
      {kind === "new" ? t("openRoom", { name }) : <bdi>{title}</bdi>}
    </li>
  );
}
