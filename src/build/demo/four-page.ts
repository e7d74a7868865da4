import { behind, both, code, example, type DemoPage } from "./layout.ts";

const ROOM = example(
  `<script async src="ORIGIN/embed.js"></script>
<majlis-room room="demo-four" height="34rem"></majlis-room>`,
);

const SEATS = `const { shared } = joinRoom({ url: "ORIGIN/r/demo-four" });
// 0: only if it is free. A key that begins with ~ goes with its player.
await shared.set("~red", name, { ifVersion: 0 });`;

const MOVES = `await shared.update("board", (board) => {
  // Called again where another member was faster; undefined changes nothing.
  return drop(board, column, "red");
});
shared.onChange(() => draw(shared.get("board")));`;

const REPLAY = `const { events } = await room.history({ after: 0 });
for (const event of events) {
  if (event.type === "state") draw(event.value); // a move, by event.from
  if (event.type === "message") say(event.text); // what was said then
}`;

function seat(side: "red" | "yellow", en: string, ar: string): string {
  return `<div class="seat" data-seat="${side}" data-state="free"><i class="${side}"></i><strong>${both(en, ar)}</strong><bdi></bdi>
<button type="button" disabled><span data-when="free">${both("Sit down", "اجلس")}</span><span data-when="own">${both("Stand up", "قم")}</span><span data-when="taken">${both("Taken", "مشغول")}</span></button></div>`;
}

function sentence(says: string, en: string, ar: string): string {
  return `<span data-says="${says}" hidden>${both(en, ar)}</span>`;
}

const PLAYER = "<i></i> <bdi></bdi>";

export const FOUR_PAGE: DemoPage = {
  path: "four",
  kind: "four",
  title: { en: "Four in a row", ar: "أربعة في صف" },
  description: {
    en: "A game for two with spectators, on the shared state of a room, and its replay.",
    ar: "لعبة لاثنين ومشاهدين، على الحالة المشتركة لغرفة، مع إعادتها.",
  },
  body: `<main class="stream four-page" data-room="/r/demo-four">
<h1>${both("Four in a row", "أربعة في صف")}</h1>
<p class="hint">${both(
    "Take a seat, or watch. Arrow keys and Enter, a digit, or a finger drop a disc.",
    "خذ مقعدًا أو شاهد. تُلقى القطعة بالأسهم وEnter أو برقم أو بالإصبع.",
  )}</p>
<div class="watch">
<div class="video">
<div class="seats">${seat("red", "Red", "الأحمر")}${seat("yellow", "Yellow", "الأصفر")}</div>
<p class="four-status" role="status">${[
    sentence("seats", "Two seats: who sits down plays.", "مقعدان: من جلس لعب."),
    sentence("own-turn", `Your turn ${PLAYER}`, `دورك ${PLAYER}`),
    sentence("turn", `${PLAYER} is to move`, `الدور على ${PLAYER}`),
    sentence("own-won", `You won! ${PLAYER}`, `فزت! ${PLAYER}`),
    sentence("won", `${PLAYER} has won`, `فاز ${PLAYER}`),
    sentence("drawn", "The board is full: a draw.", "امتلأ اللوح: تعادل."),
    sentence("replay", "Replay of the last match", "إعادة المباراة الأخيرة"),
    sentence("replay-won", "Replay: <i></i> has won", "الإعادة: فاز <i></i>"),
  ].join("")}<button type="button" class="rematch" hidden>${both("Rematch", "مباراة أخرى")}</button></p>
<p id="board-label" class="visually-hidden">${both("Board, columns 1 to 7", "اللوح، الأعمدة من 1 إلى 7")}</p>
<div class="four-board" dir="ltr" role="group" aria-labelledby="board-label"></div>
<p class="error" role="alert"></p>
<div class="replay" hidden>
<button type="button" class="replay-open"><span data-when="closed">${both("Replay", "أعد المباراة")}</span><span data-when="open">${both("Back to the game", "عُد إلى اللعبة")}</span></button>
<div class="replay-controls">
<button type="button" class="replay-play"><span data-when="paused">${both("Play", "شغّل")}</span><span data-when="playing">${both("Pause", "أوقف")}</span></button>
<input type="range" min="0" value="0" step="1" aria-labelledby="place-label">
<button type="button" data-speed="1" aria-pressed="true">1 ×</button><button type="button" data-speed="4" aria-pressed="false">4 ×</button>
</div>
<p id="place-label" class="visually-hidden">${both("Place in the replay", "موضع الإعادة")}</p>
<p id="talk-label" class="visually-hidden">${both("Chat", "الدردشة")}</p>
<ol class="replay-talk" tabindex="0" aria-labelledby="talk-label"></ol>
</div>
</div>
<div class="chat">${ROOM.live}</div>
</div>
${behind(
  `<div><h3>${both("A seat is an ephemeral key", "المقعد مفتاح عابر")}</h3>${code(SEATS)}</div>`,
  `<div><h3>${both("A move is a compare-and-set", "النقلة تغيير مشروط")}</h3>${code(MOVES)}</div>`,
  `<div><h3>${both("The replay is the room’s history", "الإعادة سجل الغرفة")}</h3>${code(REPLAY)}</div>`,
)}
</main>`,
};
