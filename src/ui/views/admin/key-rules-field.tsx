import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Role } from "../../../protocol/roles.ts";
import { settingOf } from "../../../protocol/settings.ts";
import { MAX_KEY_LENGTH, MAX_KEY_RULES, type KeyRule } from "../../../protocol/state-keys.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { ruleProblem } from "../../models/key-rules.ts";
import { useRoom } from "../context.ts";
import { LabeledSelect } from "../invite/labeled-select.tsx";
import type { SettingFieldProperties } from "./setting-field.ts";

const ID = "setting-state";
/** As SPEC STATE-1 has them. */
const CHARACTERS = "A–Z a–z 0–9 _ ~ . : + = -";

/** The least roles, each with the name of the members that have it. */
const WRITERS = [
  ["guest", "write_everyone"],
  ["member", "write_members"],
  ["moderator", "write_moderators"],
  ["owner", "write_owners"],
] as const satisfies readonly (readonly [Role, string])[];

/** Who may write which keys of the shared state: a rule for each beginning of keys. */
export function KeyRulesField({ settings, onChange }: SettingFieldProperties): JSX.Element {
  const { t } = useRoom();
  const group = useRef<HTMLFieldSetElement>(null);
  const rules = settingOf(settings, "state");
  const isFull = rules.length >= MAX_KEY_RULES;

  function add(): void {
    if (isFull) return;
    onChange({ state: [...rules, { prefix: "", role: "moderator" }] });
    // Once it is rendered.
    requestAnimationFrame(() => [...(group.current?.querySelectorAll("input") ?? [])].at(-1)?.focus());
  }

  function remove(index: number): void {
    onChange({ state: rules.toSpliced(index, 1) });
    restoreFocus(() => group.current?.querySelector<HTMLElement>(".key-rule-add"));
  }

  return (
    <fieldset ref={group} class="setting" aria-describedby={`${ID}-hint`}>
      <legend>{t("setting_state")}</legend>
      {rules.map((_, index) => (
        <KeyRuleRow
          key={index}
          rules={rules}
          index={index}
          onChange={(rule) => onChange({ state: rules.with(index, rule) })}
          onRemove={() => remove(index)}
        />
      ))}
      <p id={`${ID}-hint`} class="setting-hint">
        {isFull ? t("keyRulesFull", { count: MAX_KEY_RULES }) : t("settingHint_state")}
      </p>
      <button type="button" class="secondary key-rule-add" aria-disabled={isFull} onClick={add}>
        {t("keyRuleAdd")}
      </button>
    </fieldset>
  );
}

interface RowProperties {
  readonly rules: readonly KeyRule[];
  readonly index: number;
  readonly onChange: (rule: KeyRule) => void;
  readonly onRemove: () => void;
}

function KeyRuleRow({ rules, index, onChange, onRemove }: RowProperties): JSX.Element {
  const { formats, t } = useRoom();
  const { prefix, role } = rules[index] ?? { prefix: "", role: "guest" };
  const problem = ruleProblem(rules, index);
  const id = `${ID}-${index}`;
  return (
    <div class="key-rule" role="group" aria-label={t("keyRule", { number: formats.number(index + 1) })}>
      <div class="choices">
        <div class="choice">
          <label for={id}>{t("keyRulePrefix")}</label>
          <input
            id={id}
            type="text"
            dir="ltr"
            translate={false}
            spellcheck={false}
            autoComplete="off"
            autoCapitalize="off"
            value={prefix}
            aria-describedby={`${id}-hint`}
            aria-invalid={problem !== undefined}
            onInput={({ currentTarget: { value } }) => onChange({ prefix: value.trim(), role })}
          />
        </div>
        <LabeledSelect
          label={t("keyRuleRole")}
          value={role === "reader" ? "guest" : role}
          options={WRITERS.map(([value, name]) => ({ value, label: t(name) }))}
          onSelect={(chosen) => onChange({ prefix, role: chosen })}
        />
      </div>
      <p id={`${id}-hint`} class={problem === undefined ? "setting-hint" : "error"}>
        {hint()}
      </p>
      <button type="button" class="secondary" onClick={onRemove}>
        {t("keyRuleRemove")}
      </button>
    </div>
  );

  function hint(): string {
    switch (problem) {
      case undefined:
        return prefix === "" ? t("keyRuleAll") : "";
      case "no_prefix":
        return t("keyRuleWrong", { characters: CHARACTERS, max: formats.number(MAX_KEY_LENGTH) });
      case "twice":
        return t("keyRuleTwice");
    }
  }
}
