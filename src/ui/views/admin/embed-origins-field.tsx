import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { settingOf } from "../../../protocol/settings.ts";
import { originsProblem, parseOrigins } from "../../models/embed-origins.ts";
import { useRoom } from "../context.ts";
import type { SettingFieldProperties } from "./setting-field.ts";

const ID = "setting-embedOrigins";
const MIN_ROWS = 2;
const EXAMPLE = "https://shop.example";

/** The sites that may embed the room, one a line. */
export function EmbedOriginsField({ settings, onChange }: SettingFieldProperties): JSX.Element {
  const { t } = useRoom();
  const typed = useSignal("");
  const origins = settingOf(settings, "embedOrigins");
  const written = origins.join("\n");
  // While they mean the same, what was typed stays as it is.
  const text = parseOrigins(typed.value).join("\n") === written ? typed.value : written;
  const problem = originsProblem(origins);
  return (
    <div class="setting">
      <label class="setting-title" for={ID}>
        {t("setting_embedOrigins")}
      </label>
      <textarea
        id={ID}
        dir="ltr"
        translate={false}
        spellcheck={false}
        autoComplete="off"
        rows={Math.max(MIN_ROWS, text.split("\n").length)}
        value={text}
        aria-describedby={`${ID}-hint`}
        aria-invalid={problem !== undefined}
        onInput={({ currentTarget: { value } }) => {
          typed.value = value;
          onChange({ embedOrigins: parseOrigins(value) });
        }}
        onBlur={() => (typed.value = "")}
      />
      <p id={`${ID}-hint`} class={problem === undefined ? "setting-hint" : "error"}>
        {hint()}
      </p>
    </div>
  );

  function hint(): string {
    switch (problem?.name) {
      case undefined:
        return t(origins.length === 0 ? "embedOriginsAll" : "embedOriginsOnly", { example: EXAMPLE });
      case "no_origin":
        return t("embedOriginsWrong", { line: problem.line, example: EXAMPLE });
      case "too_many":
        return t("embedOriginsTooMany", { count: problem.max });
    }
  }
}
