/** The words of the page without JavaScript. */
import type { ErrorCode } from "../../protocol/errors.ts";
import type { Language } from "./strings.ts";

interface PlainStrings {
  readonly explanation: string;
  readonly fullPage: string;
  readonly messages: string;
  readonly olderMessages: string;
  readonly latestMessages: string;
  readonly showNewMessages: string;
  readonly empty: string;
  readonly deleted: string;
  readonly edited: string;
  readonly replyTo: (name: string) => string;
  readonly replyToUnknown: string;
  readonly reactions: string;
  readonly name: string;
  readonly message: string;
  readonly send: string;
  readonly errors: Readonly<Partial<Record<ErrorCode, string>>>;
  readonly unknownError: string;
}

const en: PlainStrings = {
  explanation: "This page works without JavaScript. New messages come when you ask for them. Times are UTC.",
  fullPage: "The live page",
  messages: "Messages",
  olderMessages: "Earlier messages",
  latestMessages: "Latest messages",
  showNewMessages: "Show new messages",
  empty: "Nothing has been said here yet. Write the first message.",
  deleted: "This message was deleted.",
  edited: "edited",
  replyTo: (name) => `Reply to ${name}`,
  replyToUnknown: "Reply to an earlier message",
  reactions: "Reactions",
  name: "Your name",
  message: "Message",
  send: "Send",
  errors: {
    empty_text: "Write something first.",
    invalid_text: "This text has characters that cannot be sent.",
    too_large: "This message is too long. Send it in parts.",
    invalid_name: "A name has 1 to 40 visible characters, no colon, and no asterisk first.",
    rate_limited: "Too much at once. Wait a little, then send it again.",
    overloaded: "The room has more to do than it can. Try again shortly.",
    unavailable: "The room cannot be opened at the moment. Try again shortly.",
  },
  unknownError: "This did not work. Try again.",
};

const ar: PlainStrings = {
  explanation:
    "تعمل هذه الصفحة بلا JavaScript. تظهر الرسائل الجديدة حين تطلبها. الأوقات بالتوقيت العالمي (UTC).",
  fullPage: "الصفحة الحية",
  messages: "الرسائل",
  olderMessages: "الرسائل الأقدم",
  latestMessages: "أحدث الرسائل",
  showNewMessages: "اعرض الرسائل الجديدة",
  empty: "لم يقل أحد شيئًا هنا بعد. اكتب أول رسالة.",
  deleted: "حُذفت هذه الرسالة.",
  edited: "معدّلة",
  replyTo: (name) => `رد على ${name}`,
  replyToUnknown: "رد على رسالة أقدم",
  reactions: "التفاعلات",
  name: "اسمك",
  message: "الرسالة",
  send: "أرسل",
  errors: {
    empty_text: "اكتب شيئًا أولًا.",
    invalid_text: "في هذا النص محارف لا يمكن إرسالها.",
    too_large: "هذه الرسالة طويلة جدًا. أرسلها على أجزاء.",
    invalid_name: "الاسم من محرف واحد إلى ٤٠ محرفًا ظاهرًا، بلا نقطتين رأسيتين، ولا يبدأ بنجمة.",
    rate_limited: "أرسلت الكثير دفعة واحدة. انتظر قليلًا ثم أعد الإرسال.",
    overloaded: "على الغرفة أكثر مما تطيق. حاول مجددًا بعد قليل.",
    unavailable: "لا يمكن فتح الغرفة الآن. حاول مجددًا بعد قليل.",
  },
  unknownError: "لم ينجح هذا. حاول مجددًا.",
};

export const PLAIN_STRINGS: Readonly<Record<Language, PlainStrings>> = { en, ar };
