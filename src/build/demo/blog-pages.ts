import { behind, both, code, example, REPORTS, type DemoPage } from "./layout.ts";

const SCRIPT = example(
  `<script async src="ORIGIN/embed.js" data-room="auto" data-height="30rem" data-accent="#7a5b3c"></script>`,
);

const CANONICAL = `<link rel="canonical" href="https://blog.example/coffee">`;

interface Article {
  readonly path: string;
  readonly title: { readonly en: string; readonly ar: string };
  readonly standfirst: string;
  readonly paragraphs: readonly string[];
  readonly next: string;
}

const ARTICLES: readonly Article[] = [
  {
    path: "coffee",
    title: { en: "Three small cups", ar: "ثلاثة فناجين صغيرة" },
    standfirst: both(
      "On a pot of coffee that is never full, and why that is the point of it.",
      "عن دلّة لا تُملأ أبدًا، ولماذا كان ذلك هو المقصود.",
    ),
    paragraphs: [
      both(
        "In my grandmother’s house the cups were so small that a guest could empty one in two sips. I thought as a child that this was thrift. It was the opposite: a small cup has to be filled again, and the one who fills it has to come back to you.",
        "كانت الفناجين في بيت جدّتي صغيرة يفرغ الضيف أحدها في رشفتين. ظننت في صغري أن ذلك تقتير، وكان عكسه تمامًا: الفنجان الصغير يُملأ من جديد، ومن يملؤه لا بدّ أن يعود إليك.",
      ),
      both(
        "So the evening had a rhythm. Someone talked, someone poured, and every quarter of an hour the whole circle was crossed by a person with a pot, who heard the end of each story and carried it to the next seat.",
        "فكان للمجلس إيقاع: واحد يتكلم وآخر يصبّ، وفي كل ربع ساعة يعبر الحلقةَ حاملُ الدلّة فيسمع آخر كل حكاية ويحملها إلى المقعد الذي يليه.",
      ),
      both(
        "A third cup meant that you stayed. To shake it lightly meant thanks, enough. No one had to say either, and no guest was ever asked to leave.",
        "الفنجان الثالث يعني أنك باقٍ، وهزّةٌ خفيفة تعني: شكرًا، اكتفيت. لم يكن أحد يحتاج إلى قولها، ولم يُطلب من أحد قطّ أن ينصرف.",
      ),
      both(
        "I have since drunk better coffee from larger cups, usually alone and in front of a screen. It keeps warm for an hour. That, I think, is what is wrong with it.",
        "شربت بعدها قهوة أجود في أكواب أكبر، وحدي غالبًا وأمام شاشة. تبقى ساخنة ساعة كاملة، وأظن أن هذا عيبها.",
      ),
    ],
    next: `<a href="/demo/window">${both("Next: A window to the street", "التالي: شباك على الشارع")}</a>`,
  },
  {
    path: "window",
    title: { en: "A window to the street", ar: "شباك على الشارع" },
    standfirst: both(
      "The wooden lattice lets one see out and not in. It is also a good way to cool water.",
      "المشربية تُريك الشارع ولا تُريه بيتك، وهي فوق ذلك تبرّد الماء.",
    ),
    paragraphs: [
      both(
        "The window over our street had no glass. It had some two thousand turned pieces of beech, none longer than a finger, and not a nail among them. From inside one saw everything; from below, a dark square.",
        "لم يكن لشباكنا المطلّ على الشارع زجاج، بل نحو ألفي قطعة من الزان المخروط، لا تزيد أطولها على إصبع، ومن غير مسمار واحد. من الداخل ترى كل شيء، ومن تحته مربعًا معتمًا.",
      ),
      both(
        "A clay jar stood in its corner, in the draught. By noon the water in it was the coldest thing in the house, and the children knew it, and so the window was where people met.",
        "وفي ركنه جرّة من الفخار في مجرى الهواء، فإذا جاء الظهر كان ماؤها أبرد ما في البيت، والأولاد يعلمون ذلك، فصار الشباك ملتقى الناس.",
      ),
      both(
        "We replaced it in a winter when the wood had split. The new one keeps the rain out. The jar is in the kitchen now, and we drink from the tap.",
        "استبدلناه في شتاء تشقّق فيه الخشب. الجديد يردّ المطر، والجرّة اليوم في المطبخ، ونشرب من الحنفية.",
      ),
    ],
    next: `<a href="/demo/coffee">${both("Before: Three small cups", "قبله: ثلاثة فناجين صغيرة")}</a>`,
  },
];

export const BLOG_PAGES: readonly DemoPage[] = ARTICLES.map(
  ({ path, title, standfirst, paragraphs, next }) => ({
    path,
    kind: "blog",
    title: { en: `${title.en} · Courtyard`, ar: `${title.ar} · الحوش` },
    description: {
      en: "A blog with a room for each article.",
      ar: "مدوّنة لكل مقال فيها غرفة.",
    },
    body: `<main class="blog">
<p class="blog-name">${both("Courtyard", "الحوش")}</p>
<article class="article">
<h1>${both(title.en, title.ar)}</h1>
<p class="standfirst">${standfirst}</p>
${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}
</article>
<section class="conversation" aria-labelledby="conversation">
<h2 id="conversation">${both("The conversation", "الحديث")}</h2>
<p class="hint">${both("Live, and of this article alone.", "مباشر، ولهذا المقال وحده.")}</p>
${SCRIPT.live}
</section>
<p class="next">${next}</p>
${behind(
  `<div><h3>${both("One line", "سطر واحد")}</h3>${SCRIPT.shown}</div>`,
  `<div><h3>${both("Which page it is", "أيّ صفحة هي")}</h3>${code(CANONICAL)}<p class="hint">${both(
    "The room’s name follows from the canonical link, so that shared links with a query lead to the same conversation.",
    "اسم الغرفة من الرابط الأساسي للصفحة، فالروابط المشاركة بأي لاحقة تصل إلى الحديث نفسه.",
  )}</p></div>`,
  REPORTS,
)}
</main>`,
  }),
);
