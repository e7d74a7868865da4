import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { RoomKeyInfo } from "../../../client/api.ts";
import { KEY_ALGORITHMS } from "../../../protocol/vouching-key.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { describeError } from "../../conversation/error-messages.ts";
import type { Translate } from "../../i18n/translate.ts";
import {
  EMPTY_DRAFT,
  problemsOf,
  type SigningKeyDraft,
  type SigningKeyProblem,
} from "../../models/signing-key-draft.ts";
import { addSigningKey } from "../../models/signing-keys.ts";
import { useRoom } from "../context.ts";
import { RadioGroup } from "../kit/radio-group.tsx";
import { Confirmation } from "./confirmation.tsx";
import { KeyMaterialField, keyProblem } from "./key-material-field.tsx";
import { SigningKeyField } from "./signing-key-field.tsx";

const EXAMPLE_ISSUER = "https://shop.example";
const KEY_ID_MARKS = "\u2066_ . : ~ + = -\u2069";
/** Of those that the room knows, what a site has a use for (SPEC VOUCH-11). */
const FORM_ROLES = ["member", "moderator"] as const;

interface Properties {
  /** those of the room, undefined while they are unknown */
  readonly keys: readonly RoomKeyInfo[] | undefined;
  readonly onAdded: (draft: SigningKeyDraft) => void;
}

/** Adds a key of a site. One that takes another's place asks before, as that ends what the other vouched for. */
export function SigningKeyForm({ keys, onAdded }: Properties): JSX.Element {
  const { conversation, t } = useRoom();
  const draft = useSignal(EMPTY_DRAFT);
  const isChecked = useSignal(false);
  const isAsking = useSignal(false);
  const isBusy = useSignal(false);
  const failure = useSignal<string | undefined>(undefined);
  const form = useRef<HTMLDivElement>(null);

  function change(changed: Partial<SigningKeyDraft>): void {
    draft.value = { ...draft.peek(), ...changed };
    isAsking.value = false;
    failure.value = undefined;
  }

  function submit(): void {
    if (isBusy.peek()) return;
    isChecked.value = true;
    if (problemsOf(draft.peek()).length > 0)
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    else if (keys?.some((each) => each.kid === draft.peek().kid) === true) isAsking.value = true;
    else void add();
  }

  function stopAsking(): void {
    isAsking.value = false;
    restoreFocus(() => form.current?.querySelector<HTMLElement>(".primary"));
  }

  async function add(): Promise<void> {
    isBusy.value = true;
    failure.value = undefined;
    const added = draft.peek();
    try {
      await addSigningKey(conversation.room, added);
      draft.value = EMPTY_DRAFT;
      isChecked.value = false;
      onAdded(added);
    } catch (error) {
      failure.value = addFailure(t, error, conversation.self.peek()?.role === "owner");
    } finally {
      isBusy.value = false;
      if (isAsking.peek()) stopAsking();
    }
  }

  return (
    <div class="settings" ref={form}>
      <SigningKeyFields
        draft={draft.value}
        problems={isChecked.value ? problemsOf(draft.value) : []}
        onChange={change}
      />
      {isAsking.value ? (
        <Confirmation
          text={t("signingKeyReplaceText")}
          label={t("replaceKeyConfirm")}
          onConfirm={add}
          onCancel={stopAsking}
        />
      ) : (
        <div class="buttons">
          <button type="button" class="primary" aria-disabled={isBusy.value} onClick={submit}>
            {t("signingKeyAdd")}
          </button>
        </div>
      )}
      <p class="error" role="alert">
        {failure.value}
      </p>
    </div>
  );
}

interface FieldsProperties {
  readonly draft: SigningKeyDraft;
  readonly problems: readonly SigningKeyProblem[];
  readonly onChange: (changed: Partial<SigningKeyDraft>) => void;
}

function SigningKeyFields({ draft, problems, onChange }: FieldsProperties): JSX.Element {
  const { t } = useRoom();
  const { kid, iss, alg, key, maxRole } = draft;
  const hasProblem = (field: "kid" | "iss"): boolean => problems.some((each) => each.field === field);
  const material = problems.find((each) => each.field === "key");
  return (
    <>
      <SigningKeyField
        label={t("signingKeyId")}
        hint={t("signingKeyIdHint")}
        problem={hasProblem("kid") ? t("signingKeyIdWrong", { marks: KEY_ID_MARKS }) : undefined}
        value={kid}
        onInput={(text) => onChange({ kid: text })}
      />
      <SigningKeyField
        label={t("signingKeyIssuer")}
        hint={t("signingKeyIssuerHint", { example: EXAMPLE_ISSUER })}
        problem={hasProblem("iss") ? t("signingKeyIssuerWrong", { example: EXAMPLE_ISSUER }) : undefined}
        value={iss}
        onInput={(text) => onChange({ iss: text })}
      />
      <RadioGroup
        name="signing-key-algorithm"
        title={t("signingKeyAlgorithm")}
        options={KEY_ALGORITHMS.map((each) => [each, each] as const)}
        selected={alg}
        onSelect={(each) => onChange({ alg: each, key: "" })}
      />
      <KeyMaterialField
        alg={alg}
        value={key}
        problem={material && keyProblem(t, alg, material.isPrivate)}
        onInput={(text) => onChange({ key: text })}
      />
      <RadioGroup
        name="signing-key-role"
        title={t("signingKeyMaxRole")}
        options={FORM_ROLES.map((each) => [each, t(`role_${each}`)] as const)}
        selected={maxRole}
        onSelect={(each) => onChange({ maxRole: each })}
      >
        <p class="setting-hint">{t("signingKeyMaxRoleHint")}</p>
      </RadioGroup>
    </>
  );
}

/** An owner is `forbidden` only what a room cannot have (SPEC VOUCH-11, VOUCH-12). */
function addFailure(t: Translate, error: unknown, isOwner: boolean): string {
  const { code } = Object(error) as { readonly code?: unknown };
  return code === "forbidden" && isOwner ? t("signingKeyRefused") : describeError(t, error);
}
