import { behind, both, code, example, icon, type DemoPage } from "./layout.ts";

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
<title id="video">Stars over dunes at night, with a tent and a fire</title>
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
  [0, both("Off", "معطّل")],
  [5, both("5 s", "٥ ث")],
  [30, both("30 s", "٣٠ ث")],
  [120, both("2 min", "دقيقتان")],
] as const;

export const STREAM_PAGE: DemoPage = {
  path: "stream",
  kind: "stream",
  title: { en: "Desert sky, live", ar: "سماء الصحراء، مباشر" },
  description: {
    en: "A stream with its chat and the tools of a moderator.",
    ar: "بثّ مع دردشته وأدوات المشرف.",
  },
  body: `<main class="stream">
<div class="watch">
<div class="video"><div class="screen">${PICTURE}<span class="live">${both("Live", "مباشر")}</span>
<button type="button" class="pause" data-act="pause" aria-pressed="false">${icon("pause")}<span>${both("Pause", "إيقاف")}</span></button></div>
<h1>${both("Desert sky", "سماء الصحراء")}</h1>
<p class="hint">${both("One fire, no wind. The picture is drawn; the chat beside it is live.", "نار واحدة ولا ريح. الصورة مرسومة، والدردشة بجانبها حيّة.")}</p></div>
<div class="chat">${FRAME.live}</div>
</div>
<section class="studio" aria-labelledby="studio">
<h2 id="studio">${both("The moderator’s desk", "مكتب المشرف")}</h2>
<div class="studio-closed"><p>${both(
    "Open a stream of your own: a new room, whose owner you are. The chat above becomes that room, and these tools act on it.",
    "افتح بثًّا لك: غرفة جديدة أنت مالكها. تصير الدردشة أعلاه تلك الغرفة، وتعمل عليها هذه الأدوات.",
  )}</p><p><button type="button" class="solid" data-act="open-studio">${both("Open my stream", "افتح بثّي")}</button></p></div>
<div class="studio-open" hidden>
<div class="desk">
<fieldset><legend>${both("Slow mode", "الوضع البطيء")}</legend><div class="accents">${SLOW_MODES.map(
    ([seconds, words]) =>
      `<button type="button" data-slow="${seconds}" aria-pressed="${seconds === 5}">${words}</button>`,
  ).join("")}</div></fieldset>
<form class="announce"><label for="announcement">${both("Announcement", "إعلان")}</label><span><input id="announcement" name="announcement" maxlength="300" autocomplete="off"><button>${both("Show", "أظهر")}</button></span></form>
<p class="hint"><a class="room-link" href="/r/demo-stream">${both("The room in a tab of its own", "الغرفة في لسان مستقل")}</a></p>
</div>
<div><h3>${both("Latest messages", "أحدث الرسائل")}</h3><ol class="queue"></ol><p class="hint queue-empty">${both("None yet. Write one in the chat, or send the link to someone.", "لا شيء بعد. اكتب في الدردشة، أو أرسل الرابط إلى أحد.")}</p></div>
</div>
<p class="error" role="alert"></p>
<template id="queue-item"><li><p><b dir="auto"></b> <span dir="auto"></span></p><div class="accents"><button type="button" data-do="delete">${both("Delete", "حذف")}</button><button type="button" data-do="mute">${both("Mute for 10 min", "كتم ١٠ دقائق")}</button></div></li></template>
</section>
${behind(
  `<div><h3>${both("A plain frame", "إطار وحده")}</h3>${FRAME.shown}</div>`,
  `<div><h3>${both("A room of one’s own", "غرفة لك")}</h3>${code(OWNED)}</div>`,
  `<div><h3>${both("The tools", "الأدوات")}</h3>${code(SDK)}</div>`,
)}
</main>`,
};
