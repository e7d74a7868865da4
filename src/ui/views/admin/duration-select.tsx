import type { JSX } from "preact";
import { formatDuration } from "../../i18n/duration.ts";
import { useRoom } from "../context.ts";
import { LabeledSelect } from "../invite/labeled-select.tsx";

interface Properties {
  readonly label: string;
  readonly seconds: number;
  /** the other choices, in seconds */
  readonly choices: readonly number[];
  /** of the choice 0 */
  readonly noneLabel: string;
  readonly hint?: string;
  readonly onSelect: (seconds: number) => void;
}

/** A duration to choose; one that a program has set is among the choices. */
export function DurationSelect({
  label,
  seconds,
  choices,
  noneLabel,
  hint,
  onSelect,
}: Properties): JSX.Element {
  const { formats } = useRoom();
  const all = [...new Set([0, ...choices, seconds])].toSorted((one, other) => one - other);
  return (
    <div class="setting">
      <LabeledSelect
        label={label}
        value={String(seconds)}
        options={all.map((choice) => ({
          value: String(choice),
          label: choice === 0 ? noneLabel : formatDuration(formats.locale, choice),
        }))}
        onSelect={(value) => onSelect(Number(value))}
      />
      {hint !== undefined && <p class="setting-hint">{hint}</p>}
    </div>
  );
}
