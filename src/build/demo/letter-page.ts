import { behind, both, code, example, type DemoPage } from "./layout.ts";

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

const PARAGRAPHS = [
  [
    "We open the house at four. The first to come light the coals, and the last to come bring the dates; it has been so since my grandmother sat by the door.",
    "نفتح البيت في الرابعة. أول من يأتي يشعل الجمر، وآخر من يأتي يجلب التمر؛ هكذا منذ كانت جدتي تجلس عند الباب.",
  ],
  [
    "There is room for thirty on the carpets, and for nine more on the roof when the wind is from the sea. Children sit where they like.",
    "المكان يتسع لثلاثين على السجاد، ولتسعة على السطح حين تهب الريح من البحر. والأطفال يجلسون حيث شاؤوا.",
  ],
  [
    "This year we read aloud again. Bring one page, no more, in any language: someone will put it into the others as you go.",
    "نعود هذا العام إلى القراءة بصوت عالٍ. أحضروا صفحة واحدة لا أكثر، بأي لغة: سينقلها أحد إلى اللغات الأخرى وأنتم تقرؤون.",
  ],
  [
    "If something here should be said otherwise, point at it and say so in the chat. It is a draft until Thursday.",
    "إن كان هنا ما يحسن قوله بغير هذه العبارة، فأشيروا إليه وقولوا ذلك في الدردشة. هي مسودة حتى الخميس.",
  ],
] as const;

export const LETTER_PAGE: DemoPage = {
  path: "letter",
  kind: "letter",
  title: { en: "A letter, read together", ar: "رسالة نقرؤها معًا" },
  description: {
    en: "A text with everyone’s cursors over it, and the talk beside it.",
    ar: "نص فوقه مؤشرات الجميع، والحديث بجانبه.",
  },
  body: `<main class="stream letter-page">
<div class="watch">
<div class="video">
<p class="hint">${both("Move over the text, or touch it: the others see where you are.", "مرّ على النص أو المسه، فيرى الآخرون موضعك.")}</p>
<article class="letter" data-room="/r/demo-letter">
<h1 data-block>${both("To the neighbours, before the feast", "إلى الجيران، قبل العيد")}</h1>
${PARAGRAPHS.map(([en, ar]) => `<p data-block>${both(en, ar)}</p>`).join("\n")}
</article>
<h2>${both("Here now", "هنا الآن")}</h2>
<ul class="people scores"></ul>
<template id="cursor"><div class="cursor"><svg viewBox="0 0 16 20" width="16" height="20"><path d="M1 1v15l4-4 3 7 3-1-3-7h6z" stroke="#fff" stroke-linejoin="round"/></svg><bdi></bdi></div></template>
</div>
<div class="chat">${ROOM.live}</div>
</div>
${behind(
  `<div><h3>${both("A pointer is a signal with a key", "المؤشر إشارة لها مفتاح")}</h3>${code(SENDING)}</div>`,
  `<div><h3>${both("Others’ pointers, and who is here", "مؤشرات الآخرين، ومن هنا")}</h3>${code(RECEIVING)}</div>`,
  `<div><h3>${both("The talk beside it", "الحديث بجانبه")}</h3>${ROOM.shown}</div>`,
)}
</main>`,
};
