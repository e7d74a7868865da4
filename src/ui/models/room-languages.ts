/** Languages that a room can be in, as its settings offer them: those that most people on the web read. */
const OFFERED = (
  "am ar az bg bn ca cs da de el en es et fa fi fil fr gu ha he hi hr hu hy id it ja ka kk km kn ko ku lt lv ml mr " +
  "ms my nb ne nl pa pl ps pt ro ru sk sl so sq sr sv sw ta te th tr uk ur uz vi zh-Hans zh-Hant"
).split(" ");

export interface RoomLanguage {
  /** BCP 47 */
  readonly tag: string;
  /** in the language itself, where the browser knows it */
  readonly name: string;
}

/** The languages to choose from, by their names; one that a program has set is among them. */
export function roomLanguages(current: string): readonly RoomLanguage[] {
  const tags = new Set(current === "" ? OFFERED : [...OFFERED, current]);
  return [...tags]
    .map((tag) => ({ tag, name: languageName(tag) }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** Without extensions such as `-u-nu-latn`, which have no name. */
function languageName(tag: string): string {
  return new Intl.DisplayNames([tag], { type: "language" }).of(new Intl.Locale(tag).baseName) ?? tag;
}
