import { behind, code, example, GUEST_NAMES, words, type AllWords, type DemoPage } from "./layout.ts";

const ROOM = example(
  `<script async src="ORIGIN/embed.js"></script>
<majlis-room room="demo-letter" height="34rem"></majlis-room>`,
);

const SENDING = `import { joinRoom } from "ORIGIN/assets/majlis.js";

const room = joinRoom({ url: "ORIGIN/r/demo-letter" });
addEventListener("pointermove", (event) => (unsent = placeOf(event)));
setInterval(() => {
  if (unsent) room.signal(unsent, { key: "pointer" }); // the newest counts
  unsent = undefined;
}, 50);`;

const RECEIVING = `room.on("signal", ({ from, key, data }) => {
  if (key === "pointer") cursorOf(from).moveTo(data);
});
room.on("presence", () => show(room.roster.list)); // who reads it now`;

const PARAGRAPHS: readonly AllWords[] = [
  {
    en: "We open the house at four. The first to come light the coals, and the last to come bring the dates; it has been so since my grandmother sat by the door.",
    ar: "نفتح البيت في الرابعة. أول من يأتي يشعل الجمر، وآخر من يأتي يجلب التمر؛ هكذا منذ كانت جدتي تجلس عند الباب.",
    fr: "Nous ouvrons la maison à quatre heures. Les premiers arrivés allument les braises, les derniers apportent les dattes ; il en est ainsi depuis que ma grand-mère se tenait près de la porte.",
    es: "Abrimos la casa a las cuatro. Los primeros en llegar encienden las brasas y los últimos traen los dátiles; así es desde que mi abuela se sentaba junto a la puerta.",
    fa: "خانه را ساعت چهار باز می‌کنیم. هر که زودتر بیاید زغال را روشن می‌کند و هر که دیرتر، خرما می‌آورد؛ از وقتی مادربزرگم دمِ در می‌نشست چنین بوده است.",
  },
  {
    en: "There is room for thirty on the carpets, and for nine more on the roof when the wind is from the sea. Children sit where they like.",
    ar: "المكان يتسع لثلاثين على السجاد، ولتسعة على السطح حين تهب الريح من البحر. والأطفال يجلسون حيث شاؤوا.",
    fr: "Il y a de la place pour trente sur les tapis, et pour neuf de plus sur le toit quand le vent vient de la mer. Les enfants s’assoient où ils veulent.",
    es: "Hay sitio para treinta en las alfombras, y para nueve más en la azotea cuando el viento viene del mar. Los niños se sientan donde quieren.",
    fa: "روی فرش‌ها برای سی نفر جا هست، و وقتی باد از دریا می‌آید برای نه نفر دیگر روی بام. بچه‌ها هر جا خواستند می‌نشینند.",
  },
  {
    en: "This year we read aloud again. Bring one page, no more, in any language: someone will put it into the others as you go.",
    ar: "نعود هذا العام إلى القراءة بصوت عالٍ. أحضروا صفحة واحدة لا أكثر، بأي لغة: سينقلها أحد إلى اللغات الأخرى وأنتم تقرؤون.",
    fr: "Cette année, nous lisons de nouveau à voix haute. Apportez une page, pas plus, dans n’importe quelle langue : quelqu’un la traduira au fur et à mesure.",
    es: "Este año volvemos a leer en voz alta. Trae una página, no más, en cualquier idioma: alguien la irá traduciendo a los demás.",
    fa: "امسال باز بلند می‌خوانیم. یک صفحه بیاورید، نه بیشتر، به هر زبانی: کسی همان‌طور که می‌خوانید آن را به زبان‌های دیگر برمی‌گرداند.",
  },
  {
    en: "If something here should be said otherwise, point at it and say so in the chat. It is a draft until Thursday.",
    ar: "إن كان هنا ما يحسن قوله بغير هذه العبارة، فأشيروا إليه وقولوا ذلك في الدردشة. هي مسودة حتى الخميس.",
    fr: "Si quelque chose devrait être dit autrement, montrez-le et dites-le dans le chat. C’est un brouillon jusqu’à jeudi.",
    es: "Si algo debería decirse de otra manera, señálalo y dilo en el chat. Es un borrador hasta el jueves.",
    fa: "اگر چیزی را باید جور دیگری گفت، نشانش بدهید و در گفت‌وگو بگویید. تا پنجشنبه پیش‌نویس است.",
  },
];

export const LETTER_PAGE: DemoPage = {
  path: "letter",
  kind: "letter",
  title: {
    en: "A letter, read together",
    ar: "رسالة نقرؤها معًا",
    fr: "Une lettre, lue ensemble",
    es: "Una carta, leída en compañía",
    fa: "نامه‌ای که با هم می‌خوانیم",
  },
  description: {
    en: "A text with everyone’s cursors over it, and the talk beside it.",
    ar: "نص فوقه مؤشرات الجميع، والحديث بجانبه.",
    fr: "Un texte avec les curseurs de chacun, et la conversation à côté.",
    es: "Un texto con los cursores de todos encima y la conversación al lado.",
    fa: "متنی با اشاره‌گرهای همه روی آن، و گفت‌وگو در کنارش.",
  },
  body: `<main class="stream letter-page">
<div class="watch">
<div class="video">
<p class="hint">${words({ en: "Move over the text, or touch it: the others see where you are.", ar: "مرّ على النص أو المسه، فيرى الآخرون موضعك.", fr: "Passez sur le texte ou touchez-le : les autres voient où vous êtes.", es: "Pasa por encima del texto o tócalo: los demás ven dónde estás.", fa: "روی متن حرکت کنید یا آن را لمس کنید: دیگران می‌بینند کجایید." })}</p>
<article class="letter" data-room="/r/demo-letter"${GUEST_NAMES}>
<h1 data-block>${words({ en: "To the neighbours, before the feast", ar: "إلى الجيران، قبل العيد", fr: "Aux voisins, avant la fête", es: "A los vecinos, antes de la fiesta", fa: "به همسایه‌ها، پیش از عید" })}</h1>
${PARAGRAPHS.map((text) => `<p data-block>${words(text)}</p>`).join("\n")}
</article>
<h2>${words({ en: "Here now", ar: "هنا الآن", fr: "Ici en ce moment", es: "Aquí ahora", fa: "اکنون اینجا" })}</h2>
<ul class="people scores"></ul>
<template id="cursor"><div class="cursor"><svg viewBox="0 0 16 20" width="16" height="20"><path d="M1 1v15l4-4 3 7 3-1-3-7h6z" stroke="#fff" stroke-linejoin="round"/></svg><bdi></bdi></div></template>
</div>
<div class="chat">${ROOM.live}</div>
</div>
${behind(
  `<div><h3>${words({ en: "A pointer is a signal with a key", ar: "المؤشر إشارة لها مفتاح", fr: "Un pointeur est un signal avec une clé", es: "Un puntero es una señal con clave", fa: "اشاره‌گر سیگنالی با یک کلید است" })}</h3>${code(SENDING)}</div>`,
  `<div><h3>${words({ en: "Others’ pointers, and who is here", ar: "مؤشرات الآخرين، ومن هنا", fr: "Les pointeurs des autres, et qui est là", es: "Los punteros de los demás y quién está", fa: "اشاره‌گرهای دیگران، و چه کسانی اینجایند" })}</h3>${code(RECEIVING)}</div>`,
  `<div><h3>${words({ en: "The talk beside it", ar: "الحديث بجانبه", fr: "La conversation à côté", es: "La conversación al lado", fa: "گفت‌وگوی کنارش" })}</h3>${ROOM.shown}</div>`,
)}
</main>`,
};
