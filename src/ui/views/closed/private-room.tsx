import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isComposing } from "../../browser/is-composing.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { entranceOf } from "../../conversation/entrance.ts";
import { describeError } from "../../conversation/error-messages.ts";
import type { PlainStringKey } from "../../i18n/strings.ts";
import { keyIn } from "../../models/entered-key.ts";
import { useRoom, type RoomContext } from "../context.ts";
import { TabLink } from "../kit/tab-link.tsx";
import { useGoneRoom } from "./use-gone-room.ts";

/** In place of a room that the user may not read (SPEC PRIV-1): that it is private, and how to come in. Nothing else of it. */
export function PrivateRoom(): JSX.Element {
  const room = useRoom();
  const { page, t } = room;
  useGoneRoom();
  const isEntering = entranceOf(room).state.value.name === "entering";
  return (
    <div class="closed gone">
      {isEntering ? (
        <p role="status">{t("loading")}</p>
      ) : (
        <div role="alert">
          <h2>{t("privateTitle")}</h2>
          <p>{t("privateText")}</p>
        </div>
      )}
      {/* A secret is not typed on the page of another site. */}
      {page.view === "page" ? <KeyForm isHidden={isEntering} /> : <OpenInTab />}
    </div>
  );
}

const FIELD_ID = "room-key";
const PROBLEM_ID = "room-key-problem";
const HINT_ID = "room-key-hint";

/** It stays on the page while its key is tried: what was entered may have to be corrected. */
function KeyForm({ isHidden }: { readonly isHidden: boolean }): JSX.Element {
  const room = useRoom();
  const { t } = room;
  const entrance = entranceOf(room);
  const field = useRef<HTMLInputElement>(null);
  const isMissing = useSignal(false);
  const { value: state } = entrance.state;
  const refusal = state.name === "refused" ? refusalText(state.reason, room) : undefined;
  const problem = isMissing.value ? t("keyMissing") : refusal;

  function submit(): void {
    const key = keyIn(field.current?.value ?? "");
    isMissing.value = key === "";
    if (key !== "") void entrance.enter(key);
  }

  useEffect(() => {
    if (!isHidden && !usesTouchKeyboard()) field.current?.focus({ preventScroll: true });
  }, [isHidden]);

  return (
    // Not a form, as the composer is none.
    <div class="key-form" hidden={isHidden}>
      <label for={FIELD_ID}>{t("keyField")}</label>
      <div class="key-fields">
        <input
          ref={field}
          id={FIELD_ID}
          dir="ltr"
          spellcheck={false}
          autoCapitalize="off"
          autoComplete="off"
          enterkeyhint="go"
          aria-invalid={problem !== undefined}
          aria-describedby={`${PROBLEM_ID} ${HINT_ID}`}
          onInput={() => (isMissing.value = false)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !isComposing(event)) submit();
          }}
        />
        <button type="button" class="primary" onClick={submit}>
          {t("keyJoin")}
        </button>
      </div>
      <p id={PROBLEM_ID} class="error" role="alert">
        {problem}
      </p>
      <p id={HINT_ID} class="secondary-text">
        {t("privateMember")}
      </p>
    </div>
  );
}

function OpenInTab(): JSX.Element {
  const { t } = useRoom();
  return (
    <p class="buttons">
      <TabLink class="primary button">{t("openInTab")}</TabLink>
    </p>
  );
}

const REFUSALS: Readonly<Partial<Record<string, PlainStringKey>>> = {
  forbidden: "keyRefused",
  bad_request: "keyRefused",
  bad_command: "keyRefused",
  link_expired: "keyExpired",
  members_only: "keyTooLow",
  banned: "closedBanned",
  kicked: "closedKicked",
};

function refusalText(reason: unknown, { t }: RoomContext): string {
  const { code = "" } = Object(reason) as { readonly code?: string };
  const key = REFUSALS[code];
  return key === undefined ? describeError(t, reason) : t(key);
}
