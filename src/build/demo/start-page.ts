import { behind, code, example, REPORTS, textAttributes, words, type DemoPage } from "./layout.ts";

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
    title: words({ en: "A shop", ar: "متجر", fr: "Une boutique", es: "Una tienda", fa: "یک فروشگاه" }),
    text: words({
      en: "A button in the corner leads to the shop’s room. Customers come with the shop’s own accounts.",
      ar: "زر في الزاوية يفتح غرفة المتجر، ويدخلها الزبائن بحساباتهم في المتجر نفسه.",
      fr: "Un bouton dans le coin ouvre le salon de la boutique. Les clients y viennent avec leur compte de la boutique.",
      es: "Un botón en la esquina abre la sala de la tienda. Los clientes entran con su cuenta de la tienda.",
      fa: "دکمه‌ای در گوشهٔ صفحه، اتاق فروشگاه را باز می‌کند. مشتریان با حساب خودشان در فروشگاه می‌آیند.",
    }),
    form: "majlis-room · bubble · getToken",
  },
  {
    path: "coffee",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect class="blog-ground" width="120" height="72"/><path d="M32 14h34" stroke="#7a5b3c" stroke-width="4"/><path d="M32 23h56M32 29h52M32 35h48" stroke="#7a5b3c" stroke-width="2" opacity=".55"/><rect x="32" y="42" width="56" height="22" rx="3" fill="#7a5b3c"/><path d="M37 49h22M50 57h32" stroke="#f4ecdf" stroke-width="4" stroke-linecap="round"/></svg>`,
    title: words({ en: "A blog", ar: "مدوّنة", fr: "Un blog", es: "Un blog", fa: "یک وبلاگ" }),
    text: words({
      en: "One line under each article, and each has a room of its own.",
      ar: "سطر واحد تحت كل مقال، ولكل مقال غرفته.",
      fr: "Une ligne sous chaque article, et chacun a son propre salon.",
      es: "Una línea bajo cada artículo, y cada uno tiene su propia sala.",
      fa: "یک خط زیر هر نوشته، و هر کدام اتاق خودش را دارد.",
    }),
    form: 'script · data-room="auto"',
  },
  {
    path: "stream",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect width="120" height="72" fill="#171d33"/><circle cx="58" cy="22" r="8" fill="#f3e2b8"/><path d="M0 56q26-16 48-5t40-4 32-3v28H0z" fill="#39415f"/><rect x="84" y="8" width="28" height="56" rx="4" fill="#2a3250"/><path d="M89 18h17M89 26h12M89 34h18M89 42h10" stroke="#9aa5cf" stroke-width="2.4"/></svg>`,
    title: words({ en: "A stream", ar: "بثّ مباشر", fr: "Un direct", es: "Un directo", fa: "یک پخش زنده" }),
    text: words({
      en: "Chat beside the picture, slow mode, and the tools of a moderator in the page.",
      ar: "دردشة بجانب الصورة، ووضع بطيء، وأدوات المشرف في الصفحة.",
      fr: "Le chat à côté de l’image, le mode lent et les outils de modération dans la page.",
      es: "El chat junto a la imagen, el modo lento y las herramientas de moderación en la página.",
      fa: "گفت‌وگو در کنار تصویر، حالت کند، و ابزارهای مدیر در خود صفحه.",
    }),
    form: "iframe · REST · SDK",
  },
  {
    path: "arena",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect width="120" height="72" fill="#141a33"/><path d="M20 0v72M40 0v72M60 0v72M80 0v72M100 0v72M0 24h120M0 48h120" stroke="#fff" stroke-opacity=".08"/><circle cx="34" cy="44" r="8" fill="#8fd6a4"/><circle cx="84" cy="50" r="8" fill="#e7a3c4"/><circle cx="52" cy="20" r="8" fill="#8fc7ef"/><path d="M76 14l3 6 7 1-5 5 1 7-6-3-6 3 1-7-5-5 7-1z" fill="#ffd479"/></svg>`,
    title: words({
      en: "A game for twenty",
      ar: "لعبة لعشرين",
      fr: "Un jeu pour vingt",
      es: "Un juego para veinte",
      fa: "بازی بیست‌نفره",
    }),
    text: words({
      en: "20 inputs a second from each, one’s own shown at once, and the talk beside it.",
      ar: "٢٠ حركة في الثانية من كل لاعب، وحركتك تظهر فورًا، والحديث بجانبها.",
      fr: "20 commandes par seconde de chacun, les vôtres visibles aussitôt, et la conversation à côté.",
      es: "20 movimientos por segundo de cada uno, los tuyos visibles al instante, y la conversación al lado.",
      fa: "۲۰ حرکت در ثانیه از هر نفر، حرکت خودتان بی‌درنگ، و گفت‌وگو در کنارش.",
    }),
    form: "SDK · signal · syncTime",
  },
  {
    path: "four",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect class="blog-ground" width="120" height="72"/><rect x="24" y="8" width="72" height="58" rx="6" fill="#2c5aa0"/><g fill="#f4ecdf"><circle cx="36" cy="20" r="6"/><circle cx="52" cy="20" r="6"/><circle cx="68" cy="20" r="6"/><circle cx="84" cy="20" r="6"/><circle cx="36" cy="37" r="6"/><circle cx="84" cy="37" r="6"/></g><circle cx="52" cy="37" r="6" fill="#d0382b"/><circle cx="68" cy="37" r="6" fill="#f2c230"/><circle cx="36" cy="54" r="6" fill="#d0382b"/><circle cx="52" cy="54" r="6" fill="#f2c230"/><circle cx="68" cy="54" r="6" fill="#d0382b"/><circle cx="84" cy="54" r="6" fill="#f2c230"/></svg>`,
    title: words({
      en: "Four in a row",
      ar: "أربعة في صف",
      fr: "Quatre à la suite",
      es: "Cuatro en raya",
      fa: "چهار در یک ردیف",
    }),
    text: words({
      en: "Two play, everyone watches, and the match is replayed from the room with its talk.",
      ar: "اثنان يلعبان والجميع يشاهد، وتُعاد المباراة من سجل الغرفة مع حديثها.",
      fr: "Deux jouent, les autres regardent, et la partie se revoit depuis le salon, conversation comprise.",
      es: "Dos juegan, los demás miran, y la partida se repite desde la sala con su conversación.",
      fa: "دو نفر بازی می‌کنند و بقیه تماشا؛ بازی با گفت‌وگویش از روی اتاق بازپخش می‌شود.",
    }),
    form: "SDK · shared · history",
  },
  {
    path: "letter",
    picture: `<svg viewBox="0 0 120 72" aria-hidden="true"><rect class="blog-ground" width="120" height="72"/><rect x="26" y="8" width="68" height="56" rx="3" fill="#fffdf8"/><path d="M34 20h34M34 30h52M34 38h48M34 46h52M34 54h30" stroke="#7a5b3c" stroke-width="2.4" opacity=".5"/><path d="M56 26v16l4-4 4 8 4-2-4-8h6z" fill="#3554a5" stroke="#fff"/><path d="M82 42v14l4-4 3 7 3-1-3-7h5z" fill="#94432a" stroke="#fff"/></svg>`,
    title: words({
      en: "Cursors over a text",
      ar: "مؤشرات فوق نص",
      fr: "Des curseurs sur un texte",
      es: "Cursores sobre un texto",
      fa: "اشاره‌گرها روی متن",
    }),
    text: words({
      en: "Everyone’s pointer where they are reading, and who is here.",
      ar: "مؤشر كل قارئ حيث يقرأ، ومن هنا الآن.",
      fr: "Le pointeur de chacun là où il lit, et qui est là.",
      es: "El puntero de cada uno donde está leyendo, y quién está.",
      fa: "اشاره‌گر هر کس همان‌جا که می‌خواند، و اینکه چه کسانی اینجا هستند.",
    }),
    form: "SDK · signal · roster",
  },
] as const;

const ACCENTS = [
  ["#94432a", words({ en: "Clay", ar: "طين", fr: "Argile", es: "Arcilla", fa: "سفالی" })],
  ["#1f6b4f", words({ en: "Mint", ar: "نعناع", fr: "Menthe", es: "Menta", fa: "نعنایی" })],
  ["#3554a5", words({ en: "Ink", ar: "حبر", fr: "Encre", es: "Tinta", fa: "جوهری" })],
] as const;

const DRAFT = {
  en: "Hello! I found you on a page.",
  ar: "مرحبًا! وجدتكم في صفحة.",
  fr: "Bonjour ! Je vous ai trouvés sur une page.",
  es: "¡Hola! Os encontré en una página.",
  fa: "سلام! شما را در صفحه‌ای پیدا کردم.",
};

export const START_PAGE: DemoPage = {
  path: "index",
  kind: "start",
  title: {
    en: "Majlis on other sites",
    ar: "مجلس في المواقع",
    fr: "Majlis sur d’autres sites",
    es: "Majlis en otros sitios",
    fa: "مجلس در سایت‌های دیگر",
  },
  description: {
    en: "Sites with a live room in one line of HTML, two games, and cursors over a text.",
    ar: "مواقع فيها غرفة حيّة بسطر واحد من HTML، ولعبتان، ومؤشرات فوق نص.",
    fr: "Des sites avec un salon en direct en une ligne de HTML, deux jeux, et des curseurs sur un texte.",
    es: "Sitios con una sala en vivo en una línea de HTML, dos juegos y cursores sobre un texto.",
    fa: "سایت‌هایی با اتاقی زنده در یک خط HTML، دو بازی، و اشاره‌گرهایی روی یک متن.",
  },
  body: `<main class="start">
<h1>${words({ en: "A live room in any page", ar: "غرفة حيّة في أي صفحة", fr: "Un salon en direct dans n’importe quelle page", es: "Una sala en vivo en cualquier página", fa: "اتاقی زنده در هر صفحه" })}</h1>
<p class="lead">${words({ en: "One line of HTML puts it there. Here are three sites as you may have one, two games and a shared text, and under them the room itself, to be tried out.", ar: "سطر واحد من HTML يضعها فيها. هنا ثلاثة مواقع كالتي عندك، ولعبتان ونص مشترك، وتحتها الغرفة نفسها لتجرّبها.", fr: "Une ligne de HTML suffit. Voici trois sites comme vous en avez peut-être un, deux jeux et un texte partagé, et plus bas le salon lui-même, à essayer.", es: "Basta una línea de HTML. Aquí tienes tres sitios como podría ser el tuyo, dos juegos y un texto compartido, y más abajo la sala misma, para probarla.", fa: "یک خط HTML کافی است. اینجا سه سایت می‌بینید که شاید شبیه سایت شما باشند، دو بازی و یک متن مشترک، و پایین‌تر خود اتاق را تا امتحانش کنید." })}</p>
<ul class="places">${PLACES.map(
    ({ path, picture, title, text, form }) =>
      `<li><a href="/demo/${path}">${picture}<strong>${title}</strong><span>${text}</span><code dir="ltr">${form}</code></a></li>`,
  ).join("")}</ul>
<section class="playground" aria-labelledby="try">
<div class="playground-controls">
<h2 id="try">${words({ en: "Try it out", ar: "جرّبها", fr: "Essayez-le", es: "Pruébala", fa: "امتحان کنید" })}</h2>
<p>${words({ en: "Switch the language or the theme above: the room follows without a reload. Its colour is an attribute too.", ar: "بدّل اللغة أو المظهر في الأعلى فتتبعهما الغرفة من غير إعادة تحميل. ولونها صفة أيضًا.", fr: "Changez la langue ou le thème ci-dessus : le salon suit sans être rechargé. Sa couleur est aussi un attribut.", es: "Cambia el idioma o el tema arriba: la sala los sigue sin recargarse. Su color también es un atributo.", fa: "زبان یا پوسته را در بالا عوض کنید: اتاق بی‌آنکه دوباره بار شود پیروی می‌کند. رنگش هم با یک صفت تعیین می‌شود." })}</p>
<p id="accent-label" class="visually-hidden">${words({ en: "Colour of the room", ar: "لون الغرفة", fr: "Couleur du salon", es: "Color de la sala", fa: "رنگ اتاق" })}</p>
<div class="accents" role="group" aria-labelledby="accent-label">${ACCENTS.map(
    ([color, name], index) =>
      `<button type="button" data-accent="${color}" aria-pressed="${index === 0}"><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="8" fill="${color}"/></svg>${name}</button>`,
  ).join("")}</div>
<div class="accents"><button type="button" data-act="draft"${textAttributes(DRAFT)}>${words({ en: "Prefill the composer", ar: "اكتب مسودة", fr: "Préremplir le champ", es: "Rellenar el campo", fa: "نوشتن پیش‌نویس" })}</button><button type="button" data-act="focus">${words({ en: "Move the focus there", ar: "انقل التركيز إليها", fr: "Y placer le focus", es: "Llevar el foco allí", fa: "بردن فوکوس به آنجا" })}</button></div>
${REPORTS}
</div>
<div class="playground-room">${ELEMENT.live}</div>
</section>
${behind(
  `<div><h3>${words({ en: "The element", ar: "العنصر", fr: "L’élément", es: "El elemento", fa: "عنصر" })}</h3>${ELEMENT.shown}</div>`,
  `<div><h3>${words({ en: "The page’s side", ar: "من جهة الصفحة", fr: "Côté page", es: "Del lado de la página", fa: "سمت صفحه" })}</h3>${code(LISTENERS)}</div>`,
)}
</main>`,
};
