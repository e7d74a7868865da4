import type { JSX } from "preact";
import type { ComposingMode } from "../../conversation/composing.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { QuotePreview } from "../message/quote.tsx";

/** Above the composer: the message that is edited or replied to, and a button to cancel. */
export function ComposerMode(): JSX.Element | null {
  const { t, composing, focusComposer } = useRoom();
  const mode = composing.mode.value;
  if (mode.name === "new") return null;
  return (
    <div class="composer-mode">
      <div class="composer-mode-text">
        <ComposerModeText mode={mode} />
      </div>
      <button
        type="button"
        class="icon-button"
        title={t("cancel")}
        onClick={() => {
          composing.cancel();
          focusComposer();
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function ComposerModeText({ mode }: { readonly mode: Exclude<ComposingMode, { name: "new" }> }): JSX.Element {
  const { t } = useRoom();
  if (mode.name === "edit") return <p class="quote-name">{t("editing")}</p>;
  return <QuotePreview name={mode.to.name} text={mode.to.text} />;
}
