/** Korean and Japanese particles that are written right behind a URL, without a space. */

/**
 * What Korean adds to a noun: particles and the copula. A path may end in Hangul too (`/K팝`), so only a whole ending is
 * one, with nothing behind it but the marks of a sentence.
 */
const KOREAN = new RegExp(
  `(?:${[
    "[은는이가을를의도만]",
    "(?:에서|에게|한테|으로|로|에|부터|까지|보다|처럼|마다|밖에|조차|마저|께서|로서|로써|와|과|하고|이?랑|이?나|이?라도)(?:[는도만의]|부터|까지)?",
    "이?라[고는]|이?란|입니다|입니까|이에요|이예요|예요|이다|이[고며죠]|이지만|이니까|이네요|인데요?|인가요",
  ].join("|")})[.,:;!?'"*)\\]}]*$`,
  "uy",
);

/** Japanese sentences go on behind a particle. Not `の` and `と`, which titles have (`/Xの悲劇`). */
const JAPANESE = /を|は|が|に|へ|で|も|から|まで/uy;

/** Behind a host's own slash a path begins, which may be a word in Hiragana: only `を` begins none. */
const JAPANESE_AT_ROOT = /を/uy;

const BEYOND_ASCII = /[^\x00-\x7f]/u;
const END_OF_WORD = /[\w)\]'*]$/;

/**
 * Where the particle behind a URL starts; undefined if there is none. Only behind ASCII: of a path in Hangul or Japanese it
 * could be a part.
 *
 * @param path of the URL, with query and fragment, as far as it could reach
 */
export function particleBehind(path: string): number | undefined {
  const start = path.search(BEYOND_ASCII);
  if (start === -1) return undefined;
  const isAtRoot = path.slice(0, start) === "/";
  if (!isAtRoot && !(END_OF_WORD.test(path.slice(0, start)) && path[start - 1] !== "_")) return undefined;
  return [KOREAN, isAtRoot ? JAPANESE_AT_ROOT : JAPANESE].some((particle) => startsAt(particle, path, start))
    ? start
    : undefined;
}

function startsAt(sticky: RegExp, text: string, index: number): boolean {
  sticky.lastIndex = index;
  return sticky.test(text);
}
