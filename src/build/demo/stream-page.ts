import { behind, code, example, icon, textAttributes, words, type DemoPage } from "./layout.ts";

const FRAME = example(
  `<iframe src="ORIGIN/r/demo-stream/embed" title="Chat" allow="clipboard-write" frameborder="0"></iframe>`,
);

const OWNED = `// A room of one's own: its owner key is answered once.
const { url, ownerKey } = await (await fetch("ORIGIN/rooms", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ title: "Desert sky", slowModeSeconds: 5 }),
})).json();`;

const SDK = `import { joinRoom } from "ORIGIN/assets/majlis.js";

const room = joinRoom({ url, name: "Studio", key: ownerKey });
room.on("event", (event) => {
  if (event.type === "message") show(event); // with the buttons below
});
await room.configure({ slowModeSeconds: 30, announcement: "Questions at nine" });
await room.moderate("mute", member, { until: Date.now() + 600_000 });
await room.delete(seq, { reason: "Spam" });`;

const STARS = [
  [60, 48],
  [142, 96],
  [210, 40],
  [288, 118],
  [352, 58],
  [418, 132],
  [486, 44],
  [560, 98],
  [636, 62],
  [706, 120],
  [772, 40],
  [838, 104],
  [902, 66],
  [176, 168],
  [520, 172],
  [820, 176],
] as const;

const PICTURE = `<svg class="video-picture" viewBox="0 0 960 540" preserveAspectRatio="xMidYMid slice" role="img" aria-labelledby="video">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#0c1330"/><stop offset=".62" stop-color="#3a3a6b"/><stop offset="1" stop-color="#a8655a"/></linearGradient>
<radialGradient id="glow"><stop offset="0" stop-color="#ffb45e" stop-opacity=".85"/><stop offset="1" stop-color="#ffb45e" stop-opacity="0"/></radialGradient></defs>
<rect width="960" height="540" fill="url(#sky)"/>
<g class="stars" fill="#fff6dc">${STARS.map(([x, y], index) => `<circle cx="${x}" cy="${y}" r="${index % 3 === 0 ? 2.2 : 1.4}"/>`).join("")}</g>
<circle cx="720" cy="132" r="46" fill="#f3e2b8"/><circle cx="704" cy="122" r="42" fill="#1b2148"/>
<path d="M0 372q170-92 330-22t300-34q150-42 330 34v190H0z" fill="#5a4360"/>
<path d="M0 430q220-96 430-18t530-40v168H0z" fill="#3d2f4c"/>
<path d="M232 444l88-92 90 92z" fill="#1d1830"/><path d="M306 444l14-54 16 54z" fill="#ffb45e"/>
<circle class="fire-glow" cx="472" cy="446" r="84" fill="url(#glow)"/>
<path class="fire" d="M472 412q18 20 10 36h-20q-8-16 10-36z" fill="#ffb45e"/><path d="M454 450h36" stroke="#1d1830" stroke-width="5"/>
<path d="M0 486q300-52 560-14t400-18v86H0z" fill="#241c34"/>
</svg>`;

const SLOW_MODES = [
  [0, words({ en: "Off", ar: "معطّل", fr: "Désactivé", es: "Desactivado", fa: "خاموش" })],
  [5, words({ en: "5 s", ar: "٥ ث", fr: "5 s", es: "5 s", fa: "۵ ثانیه" })],
  [30, words({ en: "30 s", ar: "٣٠ ث", fr: "30 s", es: "30 s", fa: "۳۰ ثانیه" })],
  [120, words({ en: "2 min", ar: "دقيقتان", fr: "2 min", es: "2 min", fa: "۲ دقیقه" })],
] as const;

/** Under that name its owner writes. */
const STUDIO = { en: "Studio", ar: "الاستوديو", fr: "Studio", es: "Estudio", fa: "استودیو" };

export const STREAM_PAGE: DemoPage = {
  path: "stream",
  kind: "stream",
  title: {
    en: "Desert sky, live",
    ar: "سماء الصحراء، مباشر",
    fr: "Le ciel du désert, en direct",
    es: "El cielo del desierto, en directo",
    fa: "آسمان کویر، زنده",
  },
  description: {
    en: "A stream with its chat and the tools of a moderator.",
    ar: "بثّ مع دردشته وأدوات المشرف.",
    fr: "Un direct avec son chat et les outils de modération.",
    es: "Un directo con su chat y las herramientas de moderación.",
    fa: "پخش زنده‌ای با گفت‌وگویش و ابزارهای مدیر.",
  },
  body: `<main class="stream">
<div class="watch">
<div class="video"><p id="video" class="visually-hidden">${words({ en: "Stars over dunes at night, with a tent and a fire", ar: "نجوم فوق الكثبان ليلًا، وخيمة ونار", fr: "Des étoiles au-dessus de dunes, la nuit, avec une tente et un feu", es: "Estrellas sobre dunas de noche, con una tienda y un fuego", fa: "ستاره‌ها بر فراز تپه‌های شنی در شب، با چادری و آتشی" })}</p><div class="screen">${PICTURE}<span class="live">${words({ en: "Live", ar: "مباشر", fr: "En direct", es: "En directo", fa: "زنده" })}</span>
<button type="button" class="pause" data-act="pause" aria-pressed="false">${icon("pause")}<span>${words({ en: "Pause", ar: "إيقاف", fr: "Pause", es: "Pausa", fa: "مکث" })}</span></button></div>
<h1>${words({ en: "Desert sky", ar: "سماء الصحراء", fr: "Le ciel du désert", es: "El cielo del desierto", fa: "آسمان کویر" })}</h1>
<p class="hint">${words({ en: "One fire, no wind. The picture is drawn; the chat beside it is live.", ar: "نار واحدة ولا ريح. الصورة مرسومة، والدردشة بجانبها حيّة.", fr: "Un feu, pas de vent. L’image est dessinée ; le chat à côté est bien en direct.", es: "Un fuego, nada de viento. La imagen es un dibujo; el chat de al lado es en directo.", fa: "یک آتش و هیچ بادی. تصویر نقاشی است؛ گفت‌وگوی کنارش زنده است." })}</p></div>
<div class="chat">${FRAME.live}</div>
</div>
<section class="studio" aria-labelledby="studio">
<h2 id="studio">${words({ en: "The moderator’s desk", ar: "مكتب المشرف", fr: "Le poste de modération", es: "La mesa de moderación", fa: "میز مدیر" })}</h2>
<div class="studio-closed"><p>${words({ en: "Open a stream of your own: a new room, whose owner you are. The chat above becomes that room, and these tools act on it.", ar: "افتح بثًّا لك: غرفة جديدة أنت مالكها. تصير الدردشة أعلاه تلك الغرفة، وتعمل عليها هذه الأدوات.", fr: "Ouvrez votre propre direct : un nouveau salon, dont vous êtes propriétaire. Le chat ci-dessus devient ce salon, et ces outils agissent sur lui.", es: "Abre tu propio directo: una sala nueva que es tuya. El chat de arriba pasa a ser esa sala, y estas herramientas actúan sobre ella.", fa: "پخش خودتان را باز کنید: اتاقی تازه که مالکش شمایید. گفت‌وگوی بالا همان اتاق می‌شود و این ابزارها روی آن کار می‌کنند." })}</p><p><button type="button" class="solid" data-act="open-studio"${textAttributes(STUDIO)}>${words({ en: "Open my stream", ar: "افتح بثّي", fr: "Ouvrir mon direct", es: "Abrir mi directo", fa: "باز کردن پخش من" })}</button></p></div>
<div class="studio-open" hidden>
<div class="desk">
<fieldset><legend>${words({ en: "Slow mode", ar: "الوضع البطيء", fr: "Mode lent", es: "Modo lento", fa: "حالت کند" })}</legend><div class="accents">${SLOW_MODES.map(
    ([seconds, label]) =>
      `<button type="button" data-slow="${seconds}" aria-pressed="${seconds === 5}">${label}</button>`,
  ).join("")}</div></fieldset>
<form class="announce"><label for="announcement">${words({ en: "Announcement", ar: "إعلان", fr: "Annonce", es: "Anuncio", fa: "اطلاعیه" })}</label><span><input id="announcement" name="announcement" maxlength="300" autocomplete="off"><button>${words({ en: "Show", ar: "أظهر", fr: "Afficher", es: "Mostrar", fa: "نمایش" })}</button></span></form>
<p class="hint"><a class="room-link" href="/r/demo-stream">${words({ en: "The room in a tab of its own", ar: "الغرفة في لسان مستقل", fr: "Le salon dans son propre onglet", es: "La sala en su propia pestaña", fa: "اتاق در زبانه‌ای جدا" })}</a></p>
</div>
<div><h3>${words({ en: "Latest messages", ar: "أحدث الرسائل", fr: "Derniers messages", es: "Últimos mensajes", fa: "تازه‌ترین پیام‌ها" })}</h3><ol class="queue"></ol><p class="hint queue-empty">${words({ en: "None yet. Write one in the chat, or send the link to someone.", ar: "لا شيء بعد. اكتب في الدردشة، أو أرسل الرابط إلى أحد.", fr: "Aucun pour l’instant. Écrivez dans le chat, ou envoyez le lien à quelqu’un.", es: "Todavía ninguno. Escribe en el chat o envía el enlace a alguien.", fa: "هنوز پیامی نیست. در گفت‌وگو بنویسید، یا پیوند را برای کسی بفرستید." })}</p></div>
</div>
<p class="error" role="alert"></p>
<template id="queue-item"><li><p><b dir="auto"></b> <span dir="auto"></span></p><div class="accents"><button type="button" data-do="delete">${words({ en: "Delete", ar: "حذف", fr: "Supprimer", es: "Eliminar", fa: "حذف" })}</button><button type="button" data-do="mute">${words({ en: "Mute for 10 min", ar: "كتم ١٠ دقائق", fr: "Réduire au silence 10 min", es: "Silenciar 10 min", fa: "بی‌صدا کردن برای ۱۰ دقیقه" })}</button></div></li></template>
</section>
${behind(
  `<div><h3>${words({ en: "A plain frame", ar: "إطار وحده", fr: "Un simple cadre", es: "Un marco sin más", fa: "یک قاب ساده" })}</h3>${FRAME.shown}</div>`,
  `<div><h3>${words({ en: "A room of one’s own", ar: "غرفة لك", fr: "Un salon à soi", es: "Una sala propia", fa: "اتاقی از آن خود" })}</h3>${code(OWNED)}</div>`,
  `<div><h3>${words({ en: "The tools", ar: "الأدوات", fr: "Les outils", es: "Las herramientas", fa: "ابزارها" })}</h3>${code(SDK)}</div>`,
)}
</main>`,
};
