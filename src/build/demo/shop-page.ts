import { behind, both, code, example, REPORTS, type DemoPage } from "./layout.ts";

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
<title id="picture">A green teapot and two glasses of tea on a brass tray</title>
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

export const SHOP_PAGE: DemoPage = {
  path: "shop",
  kind: "shop",
  title: { en: "Tea set in mint enamel · Naʿnāʿ", ar: "طقم شاي بلون النعناع · نعناع" },
  description: {
    en: "A shop whose customers are signed in to its room.",
    ar: "متجر يدخل زبائنه غرفته بحساباتهم.",
  },
  body: `<main class="shop">
<div class="shop-head"><p class="shop-name">${both("Naʿnāʿ", "نعناع")}</p><p class="shop-line">${both("Things for tea", "أدوات الشاي")}</p>
<div class="account" hidden><span>${both("Signed in as", "الحساب")}</span><div class="account-choices" role="group" aria-label="Account"></div></div>
</div>
<p class="notice" data-unvouched hidden>${both(
    "No site vouches for its users here, so everyone is a guest: the room works all the same. With <code>npm run demo</code> on your own machine this shop has customers.",
    'لا موقع هنا يشهد لمستخدميه، فالجميع ضيوف والغرفة تعمل كما هي. وبالأمر <code dir="ltr">npm run demo</code> على جهازك يصير لهذا المتجر زبائن.',
  )}</p>
<article class="product">
${PICTURE}
<div class="product-text">
<h1>${both("Tea set in mint enamel", "طقم شاي بلون النعناع")}</h1>
<p class="price"><bdi>€48</bdi></p>
<p>${both(
    "A pot for four glasses and two of them, on a tray of beaten brass. The enamel is fired twice, so that it keeps its colour on the stove.",
    "إبريق يكفي أربع كؤوس ومعه كأسان، على صينية من النحاس المطروق. المينا محروقة مرتين فلا يتغير لونها على النار.",
  )}</p>
<dl class="facts">
<div><dt>${both("Holds", "السعة")}</dt><dd>${both("0.8 l", "٠٫٨ لتر")}</dd></div>
<div><dt>${both("Weighs", "الوزن")}</dt><dd>${both("1.4 kg", "١٫٤ كغ")}</dd></div>
<div><dt>${both("Care", "العناية")}</dt><dd>${both("By hand", "غسل باليد")}</dd></div>
</dl>
<p class="ask"><button type="button" class="solid" data-act="ask" data-draft-en="Does this set work on an induction stove?" data-draft-ar="هل يعمل هذا الطقم على موقد الحث؟">${both("Ask about it", "اسأل عنه")}</button>
<span class="hint">${both("opens the room in the corner, with your question written", "يفتح الغرفة في الزاوية وسؤالك مكتوب فيها")}</span></p>
</div>
</article>
${BUBBLE.live}
${behind(
  `<div><h3>${both("The button in the corner", "الزر في الزاوية")}</h3>${BUBBLE.shown}</div>`,
  REPORTS,
  `<div><h3>${both("The shop’s own customers", "زبائن المتجر")}</h3>${code(TOKEN)}</div>`,
)}
</main>`,
};
