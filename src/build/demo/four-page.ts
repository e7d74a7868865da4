import {
  behind,
  code,
  CONNECTING,
  example,
  GUEST_NAMES,
  words,
  type AllWords,
  type DemoPage,
} from "./layout.ts";

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

const RED = { en: "Red", ar: "الأحمر", fr: "Rouge", es: "Rojo", fa: "قرمز" };
const YELLOW = { en: "Yellow", ar: "الأصفر", fr: "Jaune", es: "Amarillo", fa: "زرد" };

function seat(side: "red" | "yellow", name: AllWords): string {
  return `<div class="seat" data-seat="${side}" data-state="free"><i class="${side}"></i><strong>${words(name)}</strong><bdi></bdi>
<button type="button" disabled><span data-when="free">${words({ en: "Sit down", ar: "اجلس", fr: "S’asseoir", es: "Sentarse", fa: "بنشینید" })}</span><span data-when="own">${words({ en: "Stand up", ar: "قم", fr: "Se lever", es: "Levantarse", fa: "برخیزید" })}</span><span data-when="taken">${words({ en: "Taken", ar: "مشغول", fr: "Occupée", es: "Ocupado", fa: "گرفته شده" })}</span></button></div>`;
}

function sentence(says: string, text: AllWords): string {
  return `<span data-says="${says}" hidden>${words(text)}</span>`;
}

const PLAYER = "<i></i> <bdi></bdi>";

export const FOUR_PAGE: DemoPage = {
  path: "four",
  kind: "four",
  title: {
    en: "Four in a row",
    ar: "أربعة في صف",
    fr: "Quatre à la suite",
    es: "Cuatro en raya",
    fa: "چهار در یک ردیف",
  },
  description: {
    en: "A game for two with spectators, on the shared state of a room, and its replay.",
    ar: "لعبة لاثنين ومشاهدين، على الحالة المشتركة لغرفة، مع إعادتها.",
    fr: "Un jeu à deux avec des spectateurs, sur l’état partagé d’un salon, et la partie revue.",
    es: "Un juego para dos con espectadores, sobre el estado compartido de una sala, y su repetición.",
    fa: "بازی دونفره با تماشاگران، روی وضعیت مشترک یک اتاق، و بازپخش آن.",
  },
  body: `<main class="stream four-page" data-room="/r/demo-four"${GUEST_NAMES}>
<h1>${words({ en: "Four in a row", ar: "أربعة في صف", fr: "Quatre à la suite", es: "Cuatro en raya", fa: "چهار در یک ردیف" })}</h1>
<p class="hint">${words({ en: "Take a seat, or watch. Arrow keys and Enter, a digit, or a finger drop a disc.", ar: "خذ مقعدًا أو شاهد. تُلقى القطعة بالأسهم وEnter أو برقم أو بالإصبع.", fr: "Prenez place ou regardez. Un jeton se joue avec les flèches et Entrée, un chiffre ou le doigt.", es: "Siéntate o mira. Las fichas se echan con las flechas e Intro, con un número o con el dedo.", fa: "بنشینید یا تماشا کنید. مهره با کلیدهای جهت و Enter، با یک رقم یا با انگشت می‌افتد." })}</p>
<div class="watch">
<div class="video">
<div class="seats">${seat("red", RED)}${seat("yellow", YELLOW)}</div>
<p class="four-status" role="status">${[
    sentence("connecting", CONNECTING),
    sentence("seats", {
      en: "Two seats: who sits down plays.",
      ar: "مقعدان: من جلس لعب.",
      fr: "Deux places : qui s’assoit joue.",
      es: "Dos asientos: quien se sienta, juega.",
      fa: "دو صندلی: هر که بنشیند بازی می‌کند.",
    }),
    sentence("own-turn", {
      en: `Your turn ${PLAYER}`,
      ar: `دورك ${PLAYER}`,
      fr: `À vous de jouer ${PLAYER}`,
      es: `Te toca ${PLAYER}`,
      fa: `نوبت شماست ${PLAYER}`,
    }),
    sentence("turn", {
      en: `${PLAYER} is to move`,
      ar: `الدور على ${PLAYER}`,
      fr: `À ${PLAYER} de jouer`,
      es: `Le toca a ${PLAYER}`,
      fa: `نوبت ${PLAYER} است`,
    }),
    sentence("own-won", {
      en: `You won! ${PLAYER}`,
      ar: `فزت! ${PLAYER}`,
      fr: `Vous avez gagné ! ${PLAYER}`,
      es: `¡Has ganado! ${PLAYER}`,
      fa: `شما بردید! ${PLAYER}`,
    }),
    sentence("won", {
      en: `${PLAYER} has won`,
      ar: `فاز ${PLAYER}`,
      fr: `${PLAYER} a gagné`,
      es: `Ha ganado ${PLAYER}`,
      fa: `${PLAYER} برد`,
    }),
    sentence("drawn", {
      en: "The board is full: a draw.",
      ar: "امتلأ اللوح: تعادل.",
      fr: "Le plateau est plein : match nul.",
      es: "El tablero está lleno: empate.",
      fa: "صفحه پر شد: مساوی.",
    }),
    sentence("replay", {
      en: "Replay of the last match",
      ar: "إعادة المباراة الأخيرة",
      fr: "La dernière partie, revue",
      es: "Repetición de la última partida",
      fa: "بازپخش آخرین دست",
    }),
    sentence("replay-won", {
      en: "Replay: <i></i> has won",
      ar: "الإعادة: فاز <i></i>",
      fr: "Partie revue : <i></i> a gagné",
      es: "Repetición: ha ganado <i></i>",
      fa: "بازپخش: <i></i> برد",
    }),
  ].join(
    "",
  )}<button type="button" class="rematch" hidden><span data-when="over">${words({ en: "Rematch", ar: "مباراة أخرى", fr: "Revanche", es: "Revancha", fa: "یک دست دیگر" })}</span><span data-when="abandoned">${words({ en: "New match", ar: "مباراة جديدة", fr: "Nouvelle partie", es: "Partida nueva", fa: "دست تازه" })}</span></button></p>
<p id="board-label" class="visually-hidden">${words({ en: "Board, columns 1 to 7", ar: "اللوح، الأعمدة من 1 إلى 7", fr: "Plateau, colonnes 1 à 7", es: "Tablero, columnas 1 a 7", fa: "صفحهٔ بازی، ستون‌های 1 تا 7" })}</p>
<div class="four-board" dir="ltr" role="group" aria-labelledby="board-label"></div>
<p class="error" role="alert"></p>
<div class="replay" hidden>
<button type="button" class="replay-open"><span data-when="closed">${words({ en: "Replay", ar: "أعد المباراة", fr: "Revoir la partie", es: "Ver la repetición", fa: "بازپخش" })}</span><span data-when="open">${words({ en: "Back to the game", ar: "عُد إلى اللعبة", fr: "Retour au jeu", es: "Volver al juego", fa: "بازگشت به بازی" })}</span></button>
<div class="replay-controls">
<button type="button" class="replay-play"><span data-when="paused">${words({ en: "Play", ar: "شغّل", fr: "Lecture", es: "Reproducir", fa: "پخش" })}</span><span data-when="playing">${words({ en: "Pause", ar: "أوقف", fr: "Pause", es: "Pausa", fa: "مکث" })}</span></button>
<input type="range" min="0" value="0" step="1" aria-labelledby="place-label">
<button type="button" dir="ltr" data-speed="1" aria-pressed="true">1 ×</button><button type="button" dir="ltr" data-speed="4" aria-pressed="false">4 ×</button>
</div>
<p id="place-label" class="visually-hidden">${words({ en: "Place in the replay", ar: "موضع الإعادة", fr: "Position dans la partie", es: "Punto de la repetición", fa: "جای بازپخش" })}</p>
<p id="talk-label" class="visually-hidden">${words({ en: "Chat", ar: "الدردشة", fr: "Discussion", es: "Chat", fa: "گفت‌وگو" })}</p>
<ol class="replay-talk" tabindex="0" aria-labelledby="talk-label"></ol>
</div>
</div>
<div class="chat">${ROOM.live}</div>
</div>
${behind(
  `<div><h3>${words({ en: "A seat is an ephemeral key", ar: "المقعد مفتاح عابر", fr: "Une place est une clé éphémère", es: "Un asiento es una clave efímera", fa: "صندلی کلیدی گذراست" })}</h3>${code(SEATS)}</div>`,
  `<div><h3>${words({ en: "A move is a compare-and-set", ar: "النقلة تغيير مشروط", fr: "Un coup est un changement conditionnel", es: "Una jugada es un cambio condicional", fa: "هر حرکت تغییری مشروط است" })}</h3>${code(MOVES)}</div>`,
  `<div><h3>${words({ en: "The replay is the room’s history", ar: "الإعادة سجل الغرفة", fr: "La partie revue est l’historique du salon", es: "La repetición es el historial de la sala", fa: "بازپخش همان تاریخچهٔ اتاق است" })}</h3>${code(REPLAY)}</div>`,
)}
</main>`,
};
