/** The settings of a room (SPEC SET-1), as they are sent, stored and changed. settings.ts has their defaults. */
import * as v from "@badrap/valita";
import { parseLanguageTag } from "../../text/language-tag.ts";
import { lineSchema } from "../fields.ts";
import {
  MAX_EMBED_ORIGINS,
  MAX_SLOW_MODE_SECONDS,
  READERS,
  SETTING_TEXTS,
  WRITERS,
  type RoomSettings,
  type SettingName,
} from "../settings.ts";
import { roleSchema } from "../member.ts";
import { isKeyPrefix, MAX_KEY_RULES, type KeyRule } from "../state-keys.ts";
import { isOrigin } from "../web-origin.ts";

/** One of the names of a table of roles. */
function audience<Name extends string>(table: Readonly<Record<Name, unknown>>): v.Type<Name> {
  return v
    .string()
    .assert((value): value is Name => Object.hasOwn(table, value), "everyone, members or moderators");
}

/** The last time that a date can hold, in ms since 1970 (ECMA-262 §21.4.1.1). */
const MAX_TIME = 8.64e15;

const ANY_WHOLE_NUMBER = "a whole number from 0";

function wholeNumber(max: number, expected = `a whole number from 0 to ${max}`): v.Type<number> {
  return v.number().assert((value) => Number.isSafeInteger(value) && value >= 0 && value <= max, expected);
}
/** A BCP 47 tag in its canonical form; empty for none. */
const languageSchema: v.Type<string> = v.string().chain((raw) => {
  if (raw === "") return v.ok(raw);
  const parsed = parseLanguageTag(raw);
  return parsed.ok ? v.ok(parsed.value) : v.err('the tag of a language, such as "ar" or "pt-BR"');
});

const originsSchema: v.Type<readonly string[]> = v
  .array(v.string().assert(isOrigin, 'an origin, such as "https://shop.example"'))
  .assert((origins) => origins.length <= MAX_EMBED_ORIGINS, `a list of at most ${MAX_EMBED_ORIGINS} origins`);

export const keyRuleSchema = v.object({
  prefix: v.string().assert(isKeyPrefix, "how a key begins"),
  role: roleSchema,
});

const keyRulesSchema: v.Type<readonly KeyRule[]> = v
  .array(keyRuleSchema)
  .assert((rules) => rules.length <= MAX_KEY_RULES, `a list of at most ${MAX_KEY_RULES} {prefix, role}`);

/** What differs from the defaults. A room without an owner has none. */
export const roomSettingsSchema = v.object({
  title: lineSchema(SETTING_TEXTS.title).optional(),
  topic: lineSchema(SETTING_TEXTS.topic).optional(),
  announcement: lineSchema(SETTING_TEXTS.announcement).optional(),
  language: languageSchema.optional(),
  read: audience(READERS).optional(),
  write: audience(WRITERS).optional(),
  slowModeSeconds: wholeNumber(MAX_SLOW_MODE_SECONDS).optional(),
  guestLinks: v.boolean().optional(),
  // A deployment allows less: see value-refusal.ts.
  retentionHours: wholeNumber(Number.MAX_SAFE_INTEGER, ANY_WHOLE_NUMBER).optional(),
  expiresAt: wholeNumber(MAX_TIME, ANY_WHOLE_NUMBER).optional(),
  embedOrigins: originsSchema.optional(),
  listed: v.boolean().optional(),
  state: keyRulesSchema.optional(),
} satisfies { readonly [Name in SettingName]: v.Optional<RoomSettings[Name]> });

/**
 * Some settings to change. An unknown one is refused, not ignored: its sender relies on it. `null` means absent
 * (SPEC CMD-3).
 */
export const settingsChangeSchema: v.Type<RoomSettings> = v
  .record(v.unknown())
  .chain((change) => {
    const present = Object.entries(change).filter(([, value]) => value !== null);
    return roomSettingsSchema.try(Object.fromEntries(present), { mode: "strict" });
  })
  .assert((change) => Object.keys(change).length > 0, "at least one setting");
