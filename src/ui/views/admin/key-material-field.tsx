import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { KeyAlgorithm } from "../../../protocol/vouching-key.ts";
import type { Translate } from "../../i18n/translate.ts";
import { generateSecret } from "../../models/signing-key-draft.ts";
import { useRoom } from "../context.ts";
import { useId } from "../kit/use-id.ts";

const MIN_ROWS = 3;

/** Left-to-right also within a right-to-left sentence. */
const EXAMPLES: Readonly<Record<Exclude<KeyAlgorithm, "HS256">, string>> = {
  EdDSA: '\u2066{"kty":"OKP","crv":"Ed25519","x":"…"}\u2069',
  ES256: '\u2066{"kty":"EC","crv":"P-256","x":"…","y":"…"}\u2069',
};

interface Properties {
  readonly alg: KeyAlgorithm;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onInput: (text: string) => void;
}

/** What a key consists of: the public half, or a secret, which can be generated here. */
export function KeyMaterialField({ alg, value, problem, onInput }: Properties): JSX.Element {
  const { conversation, t } = useRoom();
  const id = useId();
  const generated = useSignal("");
  const isGenerated = value !== "" && value === generated.value;

  function generate(): void {
    generated.value = generateSecret();
    onInput(generated.value);
    conversation.announcements.announce(t("signingKeyGenerated"));
  }

  return (
    <div class="setting key-material">
      <label class="setting-title" for={id}>
        {t(alg === "HS256" ? "signingKeySecret" : "signingKeyPublic")}
      </label>
      <textarea
        id={id}
        dir="ltr"
        translate={false}
        autoComplete="off"
        autocapitalize="none"
        spellcheck={false}
        rows={MIN_ROWS}
        value={value}
        aria-describedby={`${id}-hint`}
        aria-invalid={problem !== undefined}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      <p id={`${id}-hint`} class={problem === undefined ? "setting-hint" : "error"}>
        {problem ?? hint()}
      </p>
      {alg === "HS256" && (
        <button type="button" class="secondary" onClick={generate}>
          {t("signingKeyGenerate")}
        </button>
      )}
    </div>
  );

  function hint(): string {
    if (alg !== "HS256") return t("signingKeyPublicHint", { example: EXAMPLES[alg] });
    return t(isGenerated ? "signingKeyGenerated" : "signingKeySecretHint");
  }
}

/** What is wrong with the material. */
export function keyProblem(t: Translate, alg: KeyAlgorithm, isPrivate: boolean): string {
  if (isPrivate) return t("signingKeyPrivate");
  if (alg === "HS256") return t("signingKeySecretWrong");
  return t("signingKeyPublicWrong", { algorithm: alg, example: EXAMPLES[alg] });
}
