import { behind, both, code, example, REPORTS, type DemoPage } from "./layout.ts";

const ELEMENT = example(`<script async src="ORIGIN/embed.js"></script>
<majlis-room room="demo" height="34rem" messages></majlis-room>`);

const LISTENERS = `const room = document.querySelector("majlis-room");
room.addEventListener("majlis:unread", ({ detail }) => {
  document.title = detail.count > 0 ? \`(\${detail.count}) Chat\` : "Chat";
});
room.setAttribute("theme", "dark"); // followed at once
room.draft("I have a question about this tea");`;

const PLACES = [
  {
    path: "shop",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect class="shop-ground" width="120" height="72"/><ellipse cx="56" cy="57" rx="34" ry="4" fill="#c4944a"/><path d="M41 30h30l-4 24a3 3 0 0 1-3 2H48a3 3 0 0 1-3-2z" fill="#fff" fill-opacity=".55" stroke="#1f6b4f" stroke-width="1.5"/><path d="M43 37h26l-3 16a2 2 0 0 1-2 2H48a2 2 0 0 1-2-2z" fill="#b5561f"/><path d="M52 34q4-5 8 0-4 4-8 0z" fill="#1f6b4f"/><path d="M50 24q-3-4 0-7t0-7M60 24q-3-4 0-7t0-7" fill="none" stroke="#1f6b4f" stroke-width="1.5" stroke-linecap="round" opacity=".5"/><circle cx="101" cy="55" r="9" fill="#1f6b4f"/><path d="M97 53h8M97 57h5" stroke="#fff" stroke-width="1.6"/></svg>`,
    title: both("A shop", "متجر"),
    text: both(
      "A button in the corner leads to the shop’s room. Customers come with the shop’s own accounts.",
      "زر في الزاوية يفتح غرفة المتجر، ويدخلها الزبائن بحساباتهم في المتجر نفسه.",
    ),
    form: "majlis-room · bubble · getToken",
  },
  {
    path: "coffee",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect class="blog-ground" width="120" height="72"/><path d="M32 14h34" stroke="#7a5b3c" stroke-width="4"/><path d="M32 23h56M32 29h52M32 35h48" stroke="#7a5b3c" stroke-width="2" opacity=".55"/><rect x="32" y="42" width="56" height="22" rx="3" fill="#7a5b3c"/><path d="M37 49h22M50 57h32" stroke="#f4ecdf" stroke-width="4" stroke-linecap="round"/></svg>`,
    title: both("A blog", "مدوّنة"),
    text: both(
      "One line under each article, and each has a room of its own.",
      "سطر واحد تحت كل مقال، ولكل مقال غرفته.",
    ),
    form: 'script · data-room="auto"',
  },
  {
    path: "stream",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect width="120" height="72" fill="#171d33"/><circle cx="58" cy="22" r="8" fill="#f3e2b8"/><path d="M0 56q26-16 48-5t40-4 32-3v28H0z" fill="#39415f"/><rect x="84" y="8" width="28" height="56" rx="4" fill="#2a3250"/><path d="M89 18h17M89 26h12M89 34h18M89 42h10" stroke="#9aa5cf" stroke-width="2.4"/></svg>`,
    title: both("A stream", "بثّ مباشر"),
    text: both(
      "Chat beside the picture, slow mode, and the tools of a moderator in the page.",
      "دردشة بجانب الصورة، ووضع بطيء، وأدوات المشرف في الصفحة.",
    ),
    form: "iframe · REST · SDK",
  },
  {
    path: "arena",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect width="120" height="72" fill="#141a33"/><path d="M20 0v72M40 0v72M60 0v72M80 0v72M100 0v72M0 24h120M0 48h120" stroke="#fff" stroke-opacity=".08"/><circle cx="34" cy="44" r="8" fill="#8fd6a4"/><circle cx="84" cy="50" r="8" fill="#e7a3c4"/><circle cx="52" cy="20" r="8" fill="#8fc7ef"/><path d="M76 14l3 6 7 1-5 5 1 7-6-3-6 3 1-7-5-5 7-1z" fill="#ffd479"/></svg>`,
    title: both("A game for twenty", "لعبة لعشرين"),
    text: both(
      "20 inputs a second from each, one’s own shown at once, and the talk beside it.",
      "٢٠ حركة في الثانية من كل لاعب، وحركتك تظهر فورًا، والحديث بجانبها.",
    ),
    form: "SDK · signal · syncTime",
  },
  {
    path: "four",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect class="blog-ground" width="120" height="72"/><rect x="24" y="8" width="72" height="58" rx="6" fill="#2c5aa0"/><g fill="#f4ecdf"><circle cx="36" cy="20" r="6"/><circle cx="52" cy="20" r="6"/><circle cx="68" cy="20" r="6"/><circle cx="84" cy="20" r="6"/><circle cx="36" cy="37" r="6"/><circle cx="84" cy="37" r="6"/></g><circle cx="52" cy="37" r="6" fill="#d0382b"/><circle cx="68" cy="37" r="6" fill="#f2c230"/><circle cx="36" cy="54" r="6" fill="#d0382b"/><circle cx="52" cy="54" r="6" fill="#f2c230"/><circle cx="68" cy="54" r="6" fill="#d0382b"/><circle cx="84" cy="54" r="6" fill="#f2c230"/></svg>`,
    title: both("Four in a row", "أربعة في صف"),
    text: both(
      "Two play, everyone watches, and the match is replayed from the room with its talk.",
      "اثنان يلعبان والجميع يشاهد، وتُعاد المباراة من سجل الغرفة مع حديثها.",
    ),
    form: "SDK · shared · history",
  },
  {
    path: "letter",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect class="blog-ground" width="120" height="72"/><rect x="26" y="8" width="68" height="56" rx="3" fill="#fffdf8"/><path d="M34 20h34M34 30h52M34 38h48M34 46h52M34 54h30" stroke="#7a5b3c" stroke-width="2.4" opacity=".5"/><path d="M56 26v16l4-4 4 8 4-2-4-8h6z" fill="#3554a5" stroke="#fff"/><path d="M82 42v14l4-4 3 7 3-1-3-7h5z" fill="#94432a" stroke="#fff"/></svg>`,
    title: both("Cursors over a text", "مؤشرات فوق نص"),
    text: both(
      "Everyone’s pointer where they are reading, and who is here.",
      "مؤشر كل قارئ حيث يقرأ، ومن هنا الآن.",
    ),
    form: "SDK · signal · roster",
  },
] as const;

const ACCENTS = [
  ["#94432a", both("Clay", "طين")],
  ["#1f6b4f", both("Mint", "نعناع")],
  ["#3554a5", both("Ink", "حبر")],
] as const;

export const START_PAGE: DemoPage = {
  path: "index",
  kind: "start",
  title: { en: "Majlis on other sites", ar: "مجلس في المواقع" },
  description: {
    en: "Sites with a live room in one line of HTML, two games, and cursors over a text.",
    ar: "مواقع فيها غرفة حيّة بسطر واحد من HTML، ولعبتان، ومؤشرات فوق نص.",
  },
  body: `<main class="start">
<h1>${both("A live room in any page", "غرفة حيّة في أي صفحة")}</h1>
<p class="lead">${both(
    "One line of HTML puts it there. Here are three sites as you may have one, two games and a shared text, and under them the room itself, to be tried out.",
    "سطر واحد من HTML يضعها فيها. هنا ثلاثة مواقع كالتي عندك، ولعبتان ونص مشترك، وتحتها الغرفة نفسها لتجرّبها.",
  )}</p>
<ul class="places">${PLACES.map(
    ({ path, picture, title, text, form }) =>
      `<li><a href="/demo/${path}">${picture}<strong>${title}</strong><span>${text}</span><code dir="ltr">${form}</code></a></li>`,
  ).join("")}</ul>
<section class="playground" aria-labelledby="try">
<div class="playground-controls">
<h2 id="try">${both("Try it out", "جرّبها")}</h2>
<p>${both(
    "Switch the language or the theme above: the room follows without a reload. Its colour is an attribute too.",
    "بدّل اللغة أو المظهر في الأعلى فتتبعهما الغرفة من غير إعادة تحميل. ولونها صفة أيضًا.",
  )}</p>
<div class="accents" role="group" aria-label="Accent">${ACCENTS.map(
    ([color, name], index) =>
      `<button type="button" data-accent="${color}" aria-pressed="${index === 0}"><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="8" fill="${color}"/></svg>${name}</button>`,
  ).join("")}</div>
<div class="accents"><button type="button" data-act="draft">${both("Prefill the composer", "اكتب مسودة")}</button><button type="button" data-act="focus">${both("Move the focus there", "انقل التركيز إليها")}</button></div>
${REPORTS}
</div>
<div class="playground-room">${ELEMENT.live}</div>
</section>
${behind(
  `<div><h3>${both("The element", "العنصر")}</h3>${ELEMENT.shown}</div>`,
  `<div><h3>${both("The page’s side", "من جهة الصفحة")}</h3>${code(LISTENERS)}</div>`,
)}
</main>`,
};
