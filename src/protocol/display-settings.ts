/** How the reader has the pages shown. The settings write it into a cookie; the Worker renders pages by it. */

/** The choices, in the order in which the settings offer them. */
export const DISPLAY_CHOICES = {
  textSize: ["small", "default", "large", "huge"],
  density: ["comfortable", "compact"],
  /** the hours of times; `auto` as in the reader's region */
  clock: ["auto", "12", "24"],
} as const;

type Choices = typeof DISPLAY_CHOICES;

export type DisplaySettings = { readonly [Name in keyof Choices]: Choices[Name][number] };
export type DisplaySetting = keyof DisplaySettings;

export const DEFAULT_DISPLAY: DisplaySettings = {
  textSize: "default",
  density: "comfortable",
  clock: "auto",
};

const NAMES = Object.keys(DEFAULT_DISPLAY) as DisplaySetting[];

/**
 * The name of the cookie. A frame has one of its own, partitioned by the site around it; the browser may send it that of
 * the pages too.
 */
export const DISPLAY_COOKIE = { page: "display", frame: "frame-display" } as const;

/** As a cookie stores it: `large.compact.24`. */
export function serializeDisplay(settings: DisplaySettings): string {
  return NAMES.map((name) => settings[name]).join(".");
}

/** Of what {@link serializeDisplay} wrote, and the default for everything that is missing or unknown. */
export function parseDisplay(stored: string | undefined): DisplaySettings {
  const values = (stored ?? "").split(".");
  return displayOf((name) => values[NAMES.indexOf(name)]);
}

/** Of values by their names, with the default for everything that is missing or unknown. */
export function displayOf(valueOf: (name: DisplaySetting) => string | undefined): DisplaySettings {
  const entries = NAMES.map((name) => {
    const value = DISPLAY_CHOICES[name].find((choice) => choice === valueOf(name));
    return [name, value ?? DEFAULT_DISPLAY[name]] as const;
  });
  return Object.fromEntries(entries) as unknown as DisplaySettings;
}
