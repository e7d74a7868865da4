import { behind, code, CONNECTING, example, GUEST_NAMES, words, type DemoPage } from "./layout.ts";

const ROOM = example(
  `<script async src="ORIGIN/embed.js"></script>
<majlis-room room="demo-arena" height="34rem"></majlis-room>`,
);

const SIGNALS = `import { joinRoom } from "ORIGIN/assets/majlis.js";

const room = joinRoom({ url: "ORIGIN/r/demo-arena" });
const time = await room.syncTime(); // the room's clock

setInterval(() => {
  const n = own.apply(direction(), time.now()); // at once, on this screen
  room.signal([time.now(), own.place.x, own.place.y], { key: "move", n });
}, 50);
room.on("echo", ({ n }) => own.echoed(n)); // the others have these
room.on("signal", ({ from, key, data: [at, x, y] }) => {
  if (key === "move") trackOf(from.id).add(at, { x, y });
});`;

const DRAWING = `function draw() {
  const shownAt = time.now() - 100; // the others, between two of their moves
  for (const track of tracks.values()) lantern(track.placeAt(shownAt));
  lantern(own.place); // echoed moves, and those on their way
  requestAnimationFrame(draw);
}`;

export const ARENA_PAGE: DemoPage = {
  path: "arena",
  kind: "arena",
  title: { en: "Lanterns", ar: "فوانيس", fr: "Lanternes", es: "Farolillos", fa: "فانوس‌ها" },
  description: {
    en: "A game for twenty in a room: 20 inputs a second, and the talk beside it.",
    ar: "لعبة لعشرين في غرفة: ٢٠ حركة في الثانية، والحديث بجانبها.",
    fr: "Un jeu pour vingt dans un salon : 20 commandes par seconde, et la conversation à côté.",
    es: "Un juego para veinte en una sala: 20 movimientos por segundo y la conversación al lado.",
    fa: "بازی بیست نفر در یک اتاق: ۲۰ حرکت در ثانیه، و گفت‌وگو در کنارش.",
  },
  body: `<main class="stream arena-page" data-room="/r/demo-arena"${GUEST_NAMES}>
<h1>${words({ en: "Lanterns", ar: "فوانيس", fr: "Lanternes", es: "Farolillos", fa: "فانوس‌ها" })}</h1>
<p class="hint">${words({ en: "Catch the star before the others do. Arrow keys or WASD, or hold a finger where you want to go.", ar: "التقط النجمة قبل غيرك. بأسهم لوحة المفاتيح أو WASD، أو ضع إصبعك حيث تريد الذهاب.", fr: "Attrapez l’étoile avant les autres : avec les flèches ou ZQSD, ou en gardant le doigt là où vous voulez aller.", es: "Atrapa la estrella antes que los demás: con las flechas o WASD, o con el dedo donde quieras ir.", fa: "ستاره را پیش از دیگران بگیرید: با کلیدهای جهت یا WASD، یا با انگشت روی جایی که می‌خواهید بروید." })}</p>
<div class="watch">
<div class="video">
<div class="arena" tabindex="0" role="application" aria-labelledby="arena-label" aria-describedby="arena-keys"><canvas aria-hidden="true"></canvas></div>
<p id="arena-label" class="visually-hidden">${words({ en: "Arena", ar: "الساحة", fr: "Arène", es: "Campo de juego", fa: "میدان" })}</p><p id="arena-keys" class="visually-hidden">${words({ en: "Arrow keys move your lantern.", ar: "الأسهم تحرّك فانوسك.", fr: "Les flèches déplacent votre lanterne.", es: "Las flechas mueven tu farolillo.", fa: "کلیدهای جهت فانوس شما را حرکت می‌دهند." })}</p>
<div class="arena-line"><form class="play"><label>${words({ en: "Name", ar: "الاسم", fr: "Nom", es: "Nombre", fa: "نام" })} <input name="name" maxlength="40" autocomplete="nickname" dir="auto" required></label><button class="solid">${words({ en: "Play", ar: "العب", fr: "Jouer", es: "Jugar", fa: "بازی کنید" })}</button></form>
<p class="full-line">${words({ en: "Twenty play already. You watch until one leaves.", ar: "يلعب عشرون بالفعل. تشاهد حتى يغادر أحدهم.", fr: "Vingt personnes jouent déjà. Vous regardez jusqu’à ce qu’une place se libère.", es: "Ya juegan veinte. Miras hasta que se vaya alguien.", fa: "بیست نفر بازی می‌کنند. تا رفتن یکی تماشا کنید." })}</p>
<p class="playing-line">${words({ en: "Your stars:", ar: "نجومك:", fr: "Vos étoiles :", es: "Tus estrellas:", fa: "ستاره‌های شما:" })} <output class="own-stars">0</output></p>
<p class="hint">${words({ en: "Round trip", ar: "ذهابًا وإيابًا", fr: "Aller-retour", es: "Ida y vuelta", fa: "رفت و برگشت" })} <bdi class="round-trip">–</bdi></p></div>
<p class="offline-line" role="status">${words(CONNECTING)}</p><p class="error" role="alert"></p>
<h2>${words({ en: "Players", ar: "اللاعبون", fr: "Joueurs", es: "Jugadores", fa: "بازیکنان" })}</h2>
<ol class="scores"></ol><p class="hint scores-empty">${words({ en: "No one plays yet. You watch.", ar: "لا أحد يلعب بعد. أنت تشاهد.", fr: "Personne ne joue encore : vous regardez.", es: "Aún no juega nadie. Estás mirando.", fa: "هنوز کسی بازی نمی‌کند. شما تماشا می‌کنید." })}</p>
</div>
<div class="chat">${ROOM.live}</div>
</div>
${behind(
  `<div><h3>${words({ en: "Moves are signals", ar: "الحركات إشارات", fr: "Les déplacements sont des signaux", es: "Los movimientos son señales", fa: "حرکت‌ها سیگنال‌اند" })}</h3>${code(SIGNALS)}</div>`,
  `<div><h3>${words({ en: "What is drawn", ar: "ما يُرسم", fr: "Ce qui est dessiné", es: "Lo que se dibuja", fa: "آنچه رسم می‌شود" })}</h3>${code(DRAWING)}</div>`,
  `<div><h3>${words({ en: "The talk beside it", ar: "الحديث بجانبها", fr: "La conversation à côté", es: "La conversación al lado", fa: "گفت‌وگوی کنارش" })}</h3>${ROOM.shown}</div>`,
)}
</main>`,
};
