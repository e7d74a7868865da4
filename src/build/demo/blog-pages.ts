import { LANGUAGES } from "../../locales/languages-info.ts";
import { behind, code, example, REPORTS, words, type AllWords, type DemoPage } from "./layout.ts";

const SCRIPT = example(
  `<script async src="ORIGIN/embed.js" data-room="auto" data-height="30rem" data-accent="#7a5b3c"></script>`,
);

const CANONICAL = `<link rel="canonical" href="https://blog.example/coffee">`;

interface Article {
  readonly path: string;
  readonly title: AllWords;
  readonly standfirst: string;
  readonly paragraphs: readonly string[];
  readonly next: string;
}

const ARTICLES: readonly Article[] = [
  {
    path: "coffee",
    title: {
      en: "Three small cups",
      ar: "ثلاثة فناجين صغيرة",
      fr: "Trois petites tasses",
      es: "Tres tazas pequeñas",
      fa: "سه فنجان کوچک",
    },
    standfirst: words({
      en: "On a pot of coffee that is never full, and why that is the point of it.",
      ar: "عن دلّة لا تُملأ أبدًا، ولماذا كان ذلك هو المقصود.",
      fr: "D’une cafetière qu’on ne remplit jamais, et pourquoi c’est là tout son sens.",
      es: "Sobre una cafetera que nunca está llena, y por qué de eso se trata.",
      fa: "دربارهٔ قهوه‌جوشی که هرگز پر نمی‌شود، و اینکه چرا اصل ماجرا همین است.",
    }),
    paragraphs: [
      words({
        en: "In my grandmother’s house the cups were so small that a guest could empty one in two sips. I thought as a child that this was thrift. It was the opposite: a small cup has to be filled again, and the one who fills it has to come back to you.",
        ar: "كانت الفناجين في بيت جدّتي صغيرة يفرغ الضيف أحدها في رشفتين. ظننت في صغري أن ذلك تقتير، وكان عكسه تمامًا: الفنجان الصغير يُملأ من جديد، ومن يملؤه لا بدّ أن يعود إليك.",
        fr: "Chez ma grand-mère, les tasses étaient si petites qu’un invité en vidait une en deux gorgées. Dans mon enfance, j’y voyais de l’économie. C’était le contraire : une petite tasse doit être remplie de nouveau, et qui la remplit doit revenir vers vous.",
        es: "En casa de mi abuela las tazas eran tan pequeñas que un invitado vaciaba una en dos sorbos. En mi infancia pensé que era por ahorrar. Era lo contrario: una taza pequeña hay que volver a llenarla, y quien la llena tiene que volver a ti.",
        fa: "در خانهٔ مادربزرگم فنجان‌ها آن‌قدر کوچک بود که مهمان با دو جرعه یکی را خالی می‌کرد. در کودکی گمان می‌کردم از صرفه‌جویی است. برعکس بود: فنجان کوچک را باید دوباره پر کرد، و آن که پرش می‌کند باید باز به سوی شما بیاید.",
      }),
      words({
        en: "So the evening had a rhythm. Someone talked, someone poured, and every quarter of an hour the whole circle was crossed by a person with a pot, who heard the end of each story and carried it to the next seat.",
        ar: "فكان للمجلس إيقاع: واحد يتكلم وآخر يصبّ، وفي كل ربع ساعة يعبر الحلقةَ حاملُ الدلّة فيسمع آخر كل حكاية ويحملها إلى المقعد الذي يليه.",
        fr: "La soirée avait donc un rythme. L’un parlait, l’autre versait, et tous les quarts d’heure quelqu’un traversait le cercle, la cafetière à la main, entendait la fin de chaque histoire et la portait à la place suivante.",
        es: "Así la velada tenía un ritmo. Alguien hablaba, alguien servía, y cada cuarto de hora una persona con la cafetera cruzaba todo el corro, oía el final de cada historia y lo llevaba al asiento siguiente.",
        fa: "پس شب آهنگی داشت. یکی حرف می‌زد و یکی می‌ریخت، و هر یک ربع کسی قهوه‌جوش به دست از میان حلقه می‌گذشت، پایان هر حکایت را می‌شنید و به جای بعدی می‌برد.",
      }),
      words({
        en: "A third cup meant that you stayed. To shake it lightly meant thanks, enough. No one had to say either, and no guest was ever asked to leave.",
        ar: "الفنجان الثالث يعني أنك باقٍ، وهزّةٌ خفيفة تعني: شكرًا، اكتفيت. لم يكن أحد يحتاج إلى قولها، ولم يُطلب من أحد قطّ أن ينصرف.",
        fr: "Une troisième tasse voulait dire qu’on restait. L’agiter légèrement voulait dire merci, assez. On n’avait à dire ni l’un ni l’autre, et jamais un invité ne fut prié de partir.",
        es: "La tercera taza quería decir que te quedabas. Agitarla un poco quería decir gracias, ya basta. No hacía falta decir ninguna de las dos cosas, y nunca se le pidió a un invitado que se fuera.",
        fa: "فنجان سوم یعنی می‌مانید. تکان کوچکش یعنی سپاس، بس است. نیازی به گفتن هیچ‌کدام نبود، و هرگز از مهمانی نخواستند که برود.",
      }),
      words({
        en: "I have since drunk better coffee from larger cups, usually alone and in front of a screen. It keeps warm for an hour. That, I think, is what is wrong with it.",
        ar: "شربت بعدها قهوة أجود في أكواب أكبر، وحدي غالبًا وأمام شاشة. تبقى ساخنة ساعة كاملة، وأظن أن هذا عيبها.",
        fr: "J’ai bu depuis de meilleurs cafés dans de plus grandes tasses, le plus souvent sans compagnie, devant un écran. Ils restent chauds une heure. C’est là, je crois, leur défaut.",
        es: "Desde entonces he tomado mejor café en tazas más grandes, casi siempre a solas y frente a una pantalla. Se mantiene caliente una hora. Creo que ese es su defecto.",
        fa: "از آن پس قهوهٔ بهتری در فنجان‌های بزرگ‌تر نوشیده‌ام، بیشتر تنها و روبه‌روی صفحه‌نمایش. یک ساعت گرم می‌ماند. به گمانم عیبش همین است.",
      }),
    ],
    next: `<a href="/demo/window">${words({ en: "Next: A window to the street", ar: "التالي: شباك على الشارع", fr: "Suivant : Une fenêtre sur la rue", es: "Siguiente: Una ventana a la calle", fa: "بعدی: پنجره‌ای رو به خیابان" })}</a>`,
  },
  {
    path: "window",
    title: {
      en: "A window to the street",
      ar: "شباك على الشارع",
      fr: "Une fenêtre sur la rue",
      es: "Una ventana a la calle",
      fa: "پنجره‌ای رو به خیابان",
    },
    standfirst: words({
      en: "The wooden lattice lets one see out and not in. It is also a good way to cool water.",
      ar: "المشربية تُريك الشارع ولا تُريه بيتك، وهي فوق ذلك تبرّد الماء.",
      fr: "Le moucharabieh laisse voir dehors sans laisser voir dedans. Il sert aussi à rafraîchir l’eau.",
      es: "La celosía de madera deja ver hacia fuera y no hacia dentro. También es una buena manera de enfriar el agua.",
      fa: "شبکهٔ چوبی می‌گذارد بیرون را ببینید و از بیرون دیده نشوید. آب را هم خوب خنک می‌کند.",
    }),
    paragraphs: [
      words({
        en: "The window over our street had no glass. It had some two thousand turned pieces of beech, none longer than a finger, and not a nail among them. From inside one saw everything; from below, a dark square.",
        ar: "لم يكن لشباكنا المطلّ على الشارع زجاج، بل نحو ألفي قطعة من الزان المخروط، لا تزيد أطولها على إصبع، ومن غير مسمار واحد. من الداخل ترى كل شيء، ومن تحته مربعًا معتمًا.",
        fr: "La fenêtre qui donnait sur notre rue n’avait pas de vitre. Elle avait quelque deux mille pièces de hêtre tourné, aucune plus longue qu’un doigt, et pas un clou. De l’intérieur on voyait tout ; d’en bas, un carré sombre.",
        es: "La ventana que daba a nuestra calle no tenía cristal. Tenía unas dos mil piezas de haya torneada, ninguna más larga que un dedo, y ni un solo clavo. Desde dentro se veía todo; desde abajo, un cuadrado oscuro.",
        fa: "پنجرهٔ رو به خیابان ما شیشه نداشت. نزدیک دو هزار تکه چوب راش خراطی‌شده داشت، هیچ‌کدام بلندتر از یک انگشت نبود و یک میخ هم در کار نبود. از درون همه‌چیز پیدا بود؛ از پایین، چهارگوشی تاریک.",
      }),
      words({
        en: "A clay jar stood in its corner, in the draught. By noon the water in it was the coldest thing in the house, and the children knew it, and so the window was where people met.",
        ar: "وفي ركنه جرّة من الفخار في مجرى الهواء، فإذا جاء الظهر كان ماؤها أبرد ما في البيت، والأولاد يعلمون ذلك، فصار الشباك ملتقى الناس.",
        fr: "Une jarre de terre cuite se tenait dans un coin, dans le courant d’air. À midi, son eau était ce qu’il y avait de plus frais dans la maison ; les enfants le savaient, et c’est ainsi qu’on se retrouvait à la fenêtre.",
        es: "En su rincón, en la corriente de aire, había una tinaja de barro. A mediodía su agua era lo más fresco de la casa; los niños lo sabían, y por eso la gente se encontraba junto a la ventana.",
        fa: "در گوشه‌اش، در گذر باد، کوزه‌ای سفالی بود. تا ظهر، آبش خنک‌ترین چیز خانه می‌شد و بچه‌ها این را می‌دانستند؛ چنین شد که پنجره جای دیدار آدم‌ها بود.",
      }),
      words({
        en: "We replaced it in a winter when the wood had split. The new one keeps the rain out. The jar is in the kitchen now, and we drink from the tap.",
        ar: "استبدلناه في شتاء تشقّق فيه الخشب. الجديد يردّ المطر، والجرّة اليوم في المطبخ، ونشرب من الحنفية.",
        fr: "Nous l’avons remplacée un hiver où le bois s’était fendu. La nouvelle arrête la pluie. La jarre est maintenant dans la cuisine, et nous buvons l’eau du robinet.",
        es: "La cambiamos un invierno en que la madera se había rajado. La nueva no deja pasar la lluvia. La tinaja está ahora en la cocina, y bebemos del grifo.",
        fa: "زمستانی که چوبش ترک خورد عوضش کردیم. پنجرهٔ تازه جلوی باران را می‌گیرد. کوزه حالا در آشپزخانه است و ما از شیر آب می‌نوشیم.",
      }),
    ],
    next: `<a href="/demo/coffee">${words({ en: "Before: Three small cups", ar: "قبله: ثلاثة فناجين صغيرة", fr: "Précédent : Trois petites tasses", es: "Anterior: Tres tazas pequeñas", fa: "قبلی: سه فنجان کوچک" })}</a>`,
  },
];

const BLOG: AllWords = { en: "Courtyard", ar: "الحوش", fr: "La cour", es: "El patio", fa: "حیاط" };

function titleOf(article: AllWords): AllWords {
  const titles = LANGUAGES.map((language) => [language, `${article[language]} · ${BLOG[language]}`]);
  return Object.fromEntries(titles) as AllWords;
}

export const BLOG_PAGES: readonly DemoPage[] = ARTICLES.map(
  ({ path, title, standfirst, paragraphs, next }) => ({
    path,
    kind: "blog",
    title: titleOf(title),
    description: {
      en: "A blog with a room for each article.",
      ar: "مدوّنة لكل مقال فيها غرفة.",
      fr: "Un blog avec un salon pour chaque article.",
      es: "Un blog con una sala para cada artículo.",
      fa: "وبلاگی با اتاقی برای هر نوشته.",
    },
    body: `<main class="blog">
<p class="blog-name">${words(BLOG)}</p>
<article class="article">
<h1>${words(title)}</h1>
<p class="standfirst">${standfirst}</p>
${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}
</article>
<section class="conversation" aria-labelledby="conversation">
<h2 id="conversation">${words({ en: "The conversation", ar: "الحديث", fr: "La conversation", es: "La conversación", fa: "گفت‌وگو" })}</h2>
<p class="hint">${words({ en: "Live, and of this article alone.", ar: "مباشر، ولهذا المقال وحده.", fr: "En direct, et propre à cet article.", es: "En vivo, y solo de este artículo.", fa: "زنده، و تنها برای همین نوشته." })}</p>
${SCRIPT.live}
</section>
<p class="next">${next}</p>
${behind(
  `<div><h3>${words({ en: "One line", ar: "سطر واحد", fr: "Une ligne", es: "Una línea", fa: "یک خط" })}</h3>${SCRIPT.shown}</div>`,
  `<div><h3>${words({ en: "Which page it is", ar: "أيّ صفحة هي", fr: "De quelle page il s’agit", es: "De qué página se trata", fa: "کدام صفحه است" })}</h3>${code(CANONICAL)}<p class="hint">${words({ en: "The room’s name follows from the canonical link, so that shared links with a query lead to the same conversation.", ar: "اسم الغرفة من الرابط الأساسي للصفحة، فالروابط المشاركة بأي لاحقة تصل إلى الحديث نفسه.", fr: "Le nom du salon vient du lien canonique : les liens partagés, même avec des paramètres, mènent ainsi à la même conversation.", es: "El nombre de la sala sale del enlace canónico, para que los enlaces compartidos con parámetros lleven a la misma conversación.", fa: "نام اتاق از پیوند اصلی صفحه می‌آید تا پیوندهای هم‌رسانی‌شده با هر پارامتری به همان گفت‌وگو برسند." })}</p></div>`,
  REPORTS,
)}
</main>`,
  }),
);
