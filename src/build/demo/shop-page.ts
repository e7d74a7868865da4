import { behind, code, example, REPORTS, textAttributes, words, type DemoPage } from "./layout.ts";

const BUBBLE = example(`<script async src="ORIGIN/embed.js"></script>
<majlis-room room="demo-shop" mode="bubble" accent="#1f6b4f"></majlis-room>`);

const TOKEN = `// In the page: the customer who is signed in here is the same person there.
room.getToken = async () => (await fetch("/chat-token")).text();

// On the shop's server, with jose:
new SignJWT({ name: customer.name })
  .setProtectedHeader({ alg: "EdDSA", kid: "shop" })
  .setIssuer("https://shop.example")
  .setAudience("ORIGIN")
  .setSubject(customer.id)
  .setIssuedAt()
  .setExpirationTime("10m")
  .sign(privateKey);`;

const PICTURE = `<svg class="product-picture" viewBox="0 0 640 520" role="img" aria-labelledby="picture">
<rect class="wall" width="640" height="520"/>
<circle class="sun" cx="470" cy="150" r="92"/>
<ellipse class="shade" cx="318" cy="452" rx="262" ry="26"/>
<ellipse cx="316" cy="428" rx="256" ry="40" fill="#a97c36"/>
<ellipse cx="316" cy="420" rx="256" ry="40" fill="#d2a557"/>
<ellipse cx="316" cy="418" rx="222" ry="31" fill="#c4944a"/>
<path d="M132 250c-34 6-50 34-46 66 3 26 20 46 46 50" fill="none" stroke="#17543d" stroke-width="20" stroke-linecap="round"/>
<path d="M330 300c34-4 44-44 66-58l14 18c-18 18-22 70-66 92z" fill="#1b5f46"/>
<path d="M122 262c0-30 50-48 112-48s112 18 112 48c0 22-8 30-8 58 0 58-34 96-104 96s-104-38-104-96c0-28-8-36-8-58z" fill="#1f6b4f"/>
<path d="M154 268c0 16-6 26-6 54 0 30 10 54 30 70-34-12-50-42-50-76 0-28-8-36-6-52 2-10 12-20 32-26z" fill="#2d8766"/>
<ellipse cx="234" cy="226" rx="84" ry="18" fill="#17543d"/>
<path d="M156 222c6-26 36-40 78-40s72 14 78 40c-18 12-46 16-78 16s-60-4-78-16z" fill="#237a5a"/>
<circle cx="234" cy="174" r="14" fill="#d2a557"/>
<path d="M170 318q64 26 128 0" fill="none" stroke="#d2a557" stroke-width="4"/>
<path d="M182 332l16 14 18-9 18 12 18-12 18 9 16-14" fill="none" stroke="#d2a557" stroke-width="3"/>
${[410, 508]
  .map(
    (x) =>
      `<g transform="translate(${x} 318)"><path d="M4 8h68l-9 96q-1 8-9 8H22q-8 0-9-8z" class="glass"/><path d="M8 38h60l-6 64q-1 6-8 6H22q-7 0-8-6z" fill="#b5561f"/><path d="M8 38h60l-1 12H9z" fill="#d98142"/><path d="M26 30q10-12 20 0-10 10-20 0z" fill="#3f9a5b"/><path d="M38 32q14-8 18 4-12 6-18-4z" fill="#55b070"/><path d="M16 16l7 84" stroke="#fff" stroke-opacity=".5" stroke-width="3"/></g>`,
  )
  .join("")}
</svg>`;

const QUESTION = {
  en: "Does this set work on an induction stove?",
  ar: "هل يعمل هذا الطقم على موقد الحث؟",
  fr: "Ce service convient-il à une plaque à induction ?",
  es: "¿Sirve este juego para placas de inducción?",
  fa: "این سرویس روی اجاق القایی کار می‌کند؟",
};

export const SHOP_PAGE: DemoPage = {
  path: "shop",
  kind: "shop",
  title: {
    en: "Tea set in mint enamel · Naʿnāʿ",
    ar: "طقم شاي بلون النعناع · نعناع",
    fr: "Service à thé en émail menthe · Naʿnāʿ",
    es: "Juego de té en esmalte menta · Naʿnāʿ",
    fa: "سرویس چای با لعاب نعنایی · نعناع",
  },
  description: {
    en: "A shop whose customers are signed in to its room.",
    ar: "متجر يدخل زبائنه غرفته بحساباتهم.",
    fr: "Une boutique dont les clients sont identifiés dans son salon.",
    es: "Una tienda cuyos clientes entran en su sala con su cuenta.",
    fa: "فروشگاهی که مشتریانش با حساب خود وارد اتاق آن می‌شوند.",
  },
  body: `<main class="shop">
<div class="shop-head"><p class="shop-name">${words({ en: "Naʿnāʿ", ar: "نعناع", fr: "Naʿnāʿ", es: "Naʿnāʿ", fa: "نعناع" })}</p><p class="shop-line">${words({ en: "Things for tea", ar: "أدوات الشاي", fr: "Tout pour le thé", es: "Todo para el té", fa: "همه‌چیز برای چای" })}</p>
<div class="account" hidden><span id="account-label">${words({ en: "Signed in as", ar: "الحساب", fr: "Connecté en tant que", es: "Sesión iniciada como", fa: "وارد شده با نام" })}</span><div class="account-choices" role="group" aria-labelledby="account-label"></div></div>
</div>
<p class="notice" data-unvouched hidden>${words({ en: "No site vouches for its users here, so everyone is a guest: the room works all the same. With <code>npm run demo</code> on your own machine this shop has customers.", ar: 'لا موقع هنا يشهد لمستخدميه، فالجميع ضيوف والغرفة تعمل كما هي. وبالأمر <code dir="ltr">npm run demo</code> على جهازك يصير لهذا المتجر زبائن.', fr: "Ici, aucun site ne se porte garant de ses utilisateurs : tout le monde est invité, et le salon fonctionne quand même. Avec <code>npm run demo</code> sur votre machine, cette boutique a des clients.", es: "Aquí ningún sitio responde por sus usuarios, así que todos son invitados; la sala funciona igual. Con <code>npm run demo</code> en tu equipo, esta tienda tiene clientes.", fa: 'اینجا هیچ سایتی کاربرانش را تأیید نمی‌کند؛ پس همه مهمان‌اند و اتاق همچنان کار می‌کند. با <code dir="ltr">npm run demo</code> روی دستگاه خودتان، این فروشگاه مشتری دارد.' })}</p>
<article class="product">
<p id="picture" class="visually-hidden">${words({ en: "A green teapot and two glasses of tea on a brass tray", ar: "إبريق أخضر وكأسا شاي على صينية من النحاس", fr: "Une théière verte et deux verres de thé sur un plateau de laiton", es: "Una tetera verde y dos vasos de té en una bandeja de latón", fa: "قوری سبز و دو استکان چای روی سینی برنجی" })}</p>
${PICTURE}
<div class="product-text">
<h1>${words({ en: "Tea set in mint enamel", ar: "طقم شاي بلون النعناع", fr: "Service à thé en émail menthe", es: "Juego de té en esmalte menta", fa: "سرویس چای با لعاب نعنایی" })}</h1>
<p class="price"><bdi>€48</bdi></p>
<p>${words({ en: "A pot for four glasses and two of them, on a tray of beaten brass. The enamel is fired twice, so that it keeps its colour on the stove.", ar: "إبريق يكفي أربع كؤوس ومعه كأسان، على صينية من النحاس المطروق. المينا محروقة مرتين فلا يتغير لونها على النار.", fr: "Une théière pour quatre verres et deux d’entre eux, sur un plateau de laiton martelé. L’émail est cuit deux fois pour garder sa couleur sur le feu.", es: "Una tetera para cuatro vasos y dos de ellos, sobre una bandeja de latón martillado. El esmalte se cuece dos veces para que conserve el color al fuego.", fa: "قوری‌ای برای چهار استکان با دو استکان، روی سینی برنجی چکش‌کاری‌شده. لعاب دو بار پخته شده تا روی اجاق رنگش را نگه دارد." })}</p>
<dl class="facts">
<div><dt>${words({ en: "Holds", ar: "السعة", fr: "Contenance", es: "Capacidad", fa: "گنجایش" })}</dt><dd>${words({ en: "0.8 l", ar: "٠٫٨ لتر", fr: "0,8 l", es: "0,8 l", fa: "۰٫۸ لیتر" })}</dd></div>
<div><dt>${words({ en: "Weighs", ar: "الوزن", fr: "Poids", es: "Peso", fa: "وزن" })}</dt><dd>${words({ en: "1.4 kg", ar: "١٫٤ كغ", fr: "1,4 kg", es: "1,4 kg", fa: "۱٫۴ کیلوگرم" })}</dd></div>
<div><dt>${words({ en: "Care", ar: "العناية", fr: "Entretien", es: "Cuidado", fa: "شست‌وشو" })}</dt><dd>${words({ en: "By hand", ar: "غسل باليد", fr: "À la main", es: "A mano", fa: "با دست" })}</dd></div>
</dl>
<p class="ask"><button type="button" class="solid" data-act="ask"${textAttributes(QUESTION)}>${words({ en: "Ask about it", ar: "اسأل عنه", fr: "Poser une question", es: "Preguntar", fa: "بپرسید" })}</button>
<span class="hint">${words({ en: "opens the room in the corner, with your question written", ar: "يفتح الغرفة في الزاوية وسؤالك مكتوب فيها", fr: "ouvre le salon dans le coin, votre question déjà écrite", es: "abre la sala en la esquina, con tu pregunta escrita", fa: "اتاق را در گوشهٔ صفحه باز می‌کند، با پرسش شما نوشته در آن" })}</span></p>
</div>
</article>
${BUBBLE.live}
${behind(
  `<div><h3>${words({ en: "The button in the corner", ar: "الزر في الزاوية", fr: "Le bouton dans le coin", es: "El botón de la esquina", fa: "دکمهٔ گوشهٔ صفحه" })}</h3>${BUBBLE.shown}</div>`,
  REPORTS,
  `<div><h3>${words({ en: "The shop’s own customers", ar: "زبائن المتجر", fr: "Les clients de la boutique", es: "Los clientes de la tienda", fa: "مشتریان خود فروشگاه" })}</h3>${code(TOKEN)}</div>`,
)}
</main>`,
};
