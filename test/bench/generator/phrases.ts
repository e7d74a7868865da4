/**
 * Real sentences for the texts that the bench sends: a string with one letter beyond Latin-1 costs the runtime two bytes
 * a character and an encoding for each socket, so ASCII filler would look cheaper than what people write.
 */

/** For the report. */
export const PHRASE_LANGUAGES = "English, French, German, Turkish, Arabic and emoji, mixed";

/** Each longer than any text has room for; the bytes differ, the cut makes them equal. */
const PHRASES = [
  "The lamp is by the door since this morning, behind the large basket, isn't it?",
  "نعم، هو عند الباب منذ الصباح، خلف السلة الكبيرة التي أحضرتها سلمى أمس",
  "On my way 🚲 back in ten minutes, start without me if the tea is ready 🍵 please",
  "Où est la clé ? Elle était à côté de la fenêtre hier soir, près des géraniums.",
  "شكرا Ana 🎉 نلتقي الساعة الخامسة في المكتبة إن شاء الله، ومعي الكتاب 📚 الجديد",
  "Könntest du bitte später anrufen? Die Straße ist laut, ich höre überhaupt nichts.",
  "هل رأيت الصورة؟ 😂 أرسلها لي من فضلك، أريد أن أريها لأخي قبل أن يسافر غدا",
  "Çay hazır, şeker istiyor musun? Yoksa ağabeyin gelene kadar bekleyelim mi, güzelim?",
] as const;

const encoder = new TextEncoder();

/**
 * `head` and a phrase of its own for each `index`, in exactly `bytes` bytes of UTF-8: cut after a whole code point, and
 * filled with dots where the next one does not fit.
 *
 * @throws RangeError if no phrase is long enough
 */
export function textOfBytes(head: string, index: number, bytes: number): string {
  const room = bytes - encoder.encode(head).length;
  const phrase = PHRASES[index % PHRASES.length] ?? "";
  const { read, written } = encoder.encodeInto(phrase, new Uint8Array(room));
  if (read === phrase.length) throw new RangeError(`no phrase has ${room} bytes`);
  return head + phrase.slice(0, read) + ".".repeat(room - written);
}
