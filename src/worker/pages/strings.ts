/** The few words the Worker itself says in a page. Everything else is said by the interface, from its own tables. */

export const LANGUAGES = ["en", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Direction = "ltr" | "rtl";

export function languageDirection(language: Language): Direction {
  return language === "ar" ? "rtl" : "ltr";
}

/** What a language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", ar: "العربية" };

interface PageStrings {
  readonly tagline: string;
  readonly description: string;
  readonly roomDescription: (room: string) => string;
  readonly loading: string;
  readonly needsScript: string;
  readonly plainPage: string;
  readonly nameLabel: string;
  readonly nameHint: string;
  readonly enterRoom: string;
  readonly suggestAnotherName: string;
  readonly nameInvalid: string;
  readonly recentRooms: string;
  readonly forgetRoom: string;
  readonly languages: string;
  readonly lobbyTitle: string;
  readonly lobbyText: string;
  readonly openLobby: string;
  readonly lobbyFrameTitle: string;
  readonly imageAlt: string;
  readonly features: readonly { readonly title: string; readonly text: string }[];
}

const en: PageStrings = {
  tagline: "A room is a link.",
  description: "Open it, and you are in. Send it, and others are too. No sign-up, nothing to install.",
  roomDescription: (room) => `A chat room called ${room}. Open the link to join the conversation.`,
  loading: "Opening the room…",
  needsScript: "This page needs JavaScript. You can take part without it:",
  plainPage: "the plain page",
  nameLabel: "Name of the room",
  nameHint: "Keep this one and only those you send the link to will find it, or write your own.",
  enterRoom: "Enter the room",
  suggestAnotherName: "Suggest another name",
  nameInvalid: "Use 1 to 64 letters, digits, hyphens or underscores, in any script, without spaces.",
  recentRooms: "Rooms you were in",
  forgetRoom: "Forget this room",
  languages: "Language",
  lobbyTitle: "This one is live",
  lobbyText:
    "The lobby is a public room: whoever reads this page sits in it, and what you say there all can read.",
  openLobby: "Open the lobby",
  lobbyFrameTitle: "The lobby, a public room",
  imageAlt: "Majlis, مجلس: cushions round a lamp, seen from above, and the words “A room is a link.”",
  features: [
    {
      title: "Nothing gets lost",
      text: "What is shown as sent is stored, once and in one order. Come back after a tunnel and you see what you missed.",
    },
    {
      title: "Any script, either direction",
      text: "Arabic, English and everything between, each line in its own direction.",
    },
    {
      title: "Yours to build on",
      text: "Any room speaks WebSocket, HTTP and plain curl, and fits in a frame on your own page.",
    },
  ],
};

const ar: PageStrings = {
  tagline: "الغرفة رابط.",
  description: "افتح الرابط تكن في الغرفة، وأرسله يأتِ غيرك. بلا تسجيل ولا تثبيت.",
  roomDescription: (room) => `غرفة محادثة اسمها ${room}. افتح الرابط لتنضم إلى الحديث.`,
  loading: "نفتح الغرفة…",
  needsScript: "تحتاج هذه الصفحة إلى JavaScript. ويمكنك المشاركة بدونها:",
  plainPage: "الصفحة البسيطة",
  nameLabel: "اسم الغرفة",
  nameHint: "أبقِ هذا الاسم فلا يجد الغرفة إلا من ترسل إليه الرابط، أو اكتب اسمًا من عندك.",
  enterRoom: "ادخل الغرفة",
  suggestAnotherName: "اقترح اسمًا آخر",
  nameInvalid: "اكتب من حرف إلى ٦٤ حرفًا أو رقمًا أو شرطة (- أو _) بأي لغة، بلا مسافات.",
  recentRooms: "غرف كنت فيها",
  forgetRoom: "انسَ هذه الغرفة",
  languages: "اللغة",
  lobbyTitle: "هذه غرفة حية",
  lobbyText: "البهو غرفة عامة: كل من يقرأ هذه الصفحة جالس فيها، وما تقوله هناك يقرؤه الجميع.",
  openLobby: "ادخل البهو",
  lobbyFrameTitle: "البهو، غرفة عامة",
  imageAlt: "مجلس: وسائد حول مصباح كما تُرى من فوق، وعبارة A room is a link.",
  features: [
    {
      title: "لا يضيع شيء",
      text: "ما يظهر أنه أُرسل فقد حُفظ، مرة واحدة وبترتيب واحد. وإن انقطعت ثم عدت رأيت ما فاتك.",
    },
    { title: "كل خط وكل اتجاه", text: "العربية والإنجليزية وما بينهما، وكل سطر باتجاهه." },
    { title: "ابنِ عليها", text: "كل غرفة تتحدث WebSocket وHTTP وcurl، وتُضمَّن في صفحتك." },
  ],
};

export const PAGE_STRINGS: Readonly<Record<Language, PageStrings>> = { en, ar };
