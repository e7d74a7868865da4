import type { JSX } from "preact";
import {
  DISPLAY_CHOICES,
  type DisplaySetting,
  type DisplaySettings,
} from "../../../protocol/display-settings.ts";
import type { UserSettings } from "../../conversation/user-settings.ts";
import { useRoom } from "../context.ts";
import { RadioGroup } from "../kit/radio-group.tsx";

/** Text size, density of the messages, and the clock of times. */
export function DisplayChoices({ settings }: { readonly settings: UserSettings }): JSX.Element {
  return (
    <>
      {(Object.keys(DISPLAY_CHOICES) as DisplaySetting[]).map((name) => (
        <DisplayChoice key={name} name={name} settings={settings} />
      ))}
    </>
  );
}

interface ChoiceProperties {
  readonly name: DisplaySetting;
  readonly settings: UserSettings;
}

function DisplayChoice({ name, settings }: ChoiceProperties): JSX.Element {
  const { t } = useRoom();
  return (
    <RadioGroup<DisplaySettings[DisplaySetting]>
      name={name}
      title={t(name)}
      options={DISPLAY_CHOICES[name].map((value) => [value, t(`${name}_${value}` as DisplayLabel)] as const)}
      selected={settings.display.value[name]}
      onSelect={(value) => settings.setDisplay({ [name]: value })}
    />
  );
}

type DisplayLabel = {
  [Name in DisplaySetting]: `${Name}_${DisplaySettings[Name]}`;
}[DisplaySetting];
