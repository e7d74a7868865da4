import { behind, both, code, example, type DemoPage } from "./layout.ts";

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
  title: { en: "Lanterns", ar: "فوانيس" },
  description: {
    en: "A game for twenty in a room: 20 inputs a second, and the talk beside it.",
    ar: "لعبة لعشرين في غرفة: ٢٠ حركة في الثانية، والحديث بجانبها.",
  },
  body: `<main class="stream arena-page" data-room="/r/demo-arena">
<h1>${both("Lanterns", "فوانيس")}</h1>
<p class="hint">${both(
    "Catch the star before the others do. Arrow keys or WASD, or hold a finger where you want to go.",
    "التقط النجمة قبل غيرك. بأسهم لوحة المفاتيح أو WASD، أو ضع إصبعك حيث تريد الذهاب.",
  )}</p>
<div class="watch">
<div class="video">
<div class="arena" tabindex="0" role="application" aria-roledescription="game" aria-labelledby="arena-label" aria-describedby="arena-keys"><canvas aria-hidden="true"></canvas></div>
<p id="arena-label" class="visually-hidden">${both("Arena", "الساحة")}</p><p id="arena-keys" class="visually-hidden">${both("Arrow keys move your lantern.", "الأسهم تحرّك فانوسك.")}</p>
<div class="arena-line"><form class="play"><label>${both("Name", "الاسم")} <input name="name" maxlength="40" autocomplete="nickname" dir="auto" required></label><button class="solid">${both("Play", "العب")}</button></form>
<p class="playing-line">${both("Your stars:", "نجومك:")} <output class="own-stars">0</output></p>
<p class="hint">${both("Round trip", "ذهابًا وإيابًا")} <bdi class="round-trip">–</bdi></p></div>
<p class="error" role="alert"></p>
<h2>${both("Players", "اللاعبون")}</h2>
<ol class="scores"></ol><p class="hint scores-empty">${both("No one plays yet. You watch.", "لا أحد يلعب بعد. أنت تشاهد.")}</p>
</div>
<div class="chat">${ROOM.live}</div>
</div>
${behind(
  `<div><h3>${both("Moves are signals", "الحركات إشارات")}</h3>${code(SIGNALS)}</div>`,
  `<div><h3>${both("What is drawn", "ما يُرسم")}</h3>${code(DRAWING)}</div>`,
  `<div><h3>${both("The talk beside it", "الحديث بجانبها")}</h3>${ROOM.shown}</div>`,
)}
</main>`,
};
