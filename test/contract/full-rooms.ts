/**
 * Rooms filled to their retention with what is dear to read, as SQL for a room that was just created: tests and the bench
 * fill a room in a moment with what takes people hours.
 */

/** Rows that a room retains. */
const ROWS = 100_000;
/** Messages of the longest texts: more than any page reads. */
const LONG_MESSAGES = 2_000;

const EMOJI = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "🔥", "👏", "✅"];
const MORE_EMOJI = ["👀", "🚀", "💯", "🤔", "😍", "🙌", "😎", "🥳", "💪", "☕"];
const ALL_EMOJI = [...EMOJI, ...MORE_EMOJI];

/** `(VALUES …) AS name(columns)` of the emoji with their places. */
const EMOJI_TABLE = `(SELECT column1 AS place, column2 AS emoji FROM (VALUES ${ALL_EMOJI.map((emoji, place) => `(${place}, '${emoji}')`).join(", ")}))`;

const LOG =
  "INSERT INTO log (seq, kind, at, member, name, command, message_before, text, folded, target, detail)";
const REACTION = "INSERT INTO reaction (message, emoji, member, name, seq)";
/** What the room does as the reactions arrive. */
const COUNTS = `INSERT INTO reaction_count (message, emoji, count, first)
  SELECT message, emoji, COUNT(*), MIN(seq) FROM reaction GROUP BY message, emoji HAVING COUNT(*) > 20`;

function numbers(from: number, to: number): string {
  return `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;
}

/** Messages from seq `from` to `to` with the SQL expressions of their texts and folded words. */
function messages(from: number, to: number, text: string, folded = "NULL"): string {
  return `${LOG} ${numbers(from, to)} SELECT i, 1, i, 'm' || i, 'Member ' || i, 'c' || i, NULL, ${text}, ${folded}, NULL, NULL FROM n`;
}

/** Reaction events from seq `from` to `to`: the SQL expressions of message and emoji. */
function reactionEvents(from: number, to: number, target: string, place: string, before: string): string {
  return `${LOG} ${numbers(from, to)} SELECT i, 4, i, 'm' || i, 'Member ' || i, 'c' || i, ${before}, NULL, NULL, ${target}, '+' || emoji
    FROM n JOIN ${EMOJI_TABLE} ON place = ${place}`;
}

const ORDINARY_TEXT =
  "'Message ' || i || ', of the length that most messages have, with words that anyone may look for'";
/** A text's repetition by SQLite: `zeroblob` makes the zeros that `hex` writes as `00`. */
function repeated(text: string, count: number): string {
  return `replace(hex(zeroblob(${count})), '00', '${text}')`;
}

/**
 * One letter many times, and then words that hold the terms with their last prefix, so that every spelling is looked for;
 * one of them only within a word, so that no text matches.
 */
const CRAFTED_LETTERS = "ابتثجحخدذرزس";
const CRAFTED_TEXT =
  `${repeated("ح", 3_900)} || ' ${[...CRAFTED_LETTERS].map((letter) => `لل${letter}`).join(" ")}ط'`.replace(
    "للس",
    "طس",
  );
/** The query that {@link FULL_ROOMS}.words is filled against. */
export const CRAFTED_QUERY = [...CRAFTED_LETTERS].join(" ");

const FIRST_MESSAGE = messages(1, 1, "'Look at this'");
const CROWDED_MESSAGES = 200;
const HOLDERS = 20;
const REWORDED_MESSAGES = ROWS / 2;

/** What each room is full of, and the statements that fill it. */
export const FULL_ROOMS = {
  /** ordinary messages */
  messages: [messages(1, ROWS, ORDINARY_TEXT)],
  /** messages of 16 KiB */
  longMessages: [messages(1, LONG_MESSAGES, repeated("x", 16_000))],
  /** one message, and everyone's reactions to it */
  crowd: [
    FIRST_MESSAGE,
    reactionEvents(2, ROWS, "1", "i % 20", "1"),
    `${REACTION} SELECT target, substr(detail, 2), member, name, seq FROM log WHERE kind = 4`,
    COUNTS,
  ],
  /** the same by one release before, whose rows do not know the message before them */
  oldCrowd: [
    FIRST_MESSAGE,
    reactionEvents(2, ROWS, "1", "i % 20", "NULL"),
    `${REACTION} SELECT target, substr(detail, 2), member, name, seq FROM log WHERE kind = 4`,
    COUNTS,
  ],
  /** messages with all the emoji that they may hold, each held by as many as are not counted */
  crowds: [
    messages(1, CROWDED_MESSAGES, ORDINARY_TEXT),
    reactionEvents(
      CROWDED_MESSAGES + 1,
      CROWDED_MESSAGES * (1 + HOLDERS * ALL_EMOJI.length),
      `1 + (i % ${CROWDED_MESSAGES})`,
      `(i / ${CROWDED_MESSAGES}) % ${ALL_EMOJI.length}`,
      `${CROWDED_MESSAGES}`,
    ),
    `${REACTION} SELECT target, substr(detail, 2), member, name, seq FROM log WHERE kind = 4`,
    COUNTS,
  ],
  /** messages with many reactions between each two */
  scattered: [
    `${LOG} ${numbers(1, ROWS)} SELECT i, CASE WHEN i % 1000 = 1 THEN 1 ELSE 4 END, i, 'm' || i, 'Member', 'c' || i,
      CASE WHEN i % 1000 = 1 THEN NULL ELSE i - 1 - ((i - 2) % 1000) END,
      CASE WHEN i % 1000 = 1 THEN 'Message ' || i END, NULL,
      CASE WHEN i % 1000 = 1 THEN NULL ELSE 1 END, CASE WHEN i % 1000 = 1 THEN NULL ELSE '-👍' END FROM n`,
  ],
  /** messages that all became longer, so that edits hold their texts */
  reworded: [
    messages(1, REWORDED_MESSAGES, "NULL"),
    `${LOG} ${numbers(REWORDED_MESSAGES + 1, ROWS)} SELECT i, 2, i, 'm' || (i - ${REWORDED_MESSAGES}), 'Member', 'c' || i,
      ${REWORDED_MESSAGES}, ${ORDINARY_TEXT}, NULL, i - ${REWORDED_MESSAGES}, NULL FROM n`,
    `UPDATE log SET edited_at = iif(kind = 1, -seq - ${REWORDED_MESSAGES}, 1) WHERE seq > 0`,
  ],
  /** messages in which every spelling of every term of a search has to be looked for */
  words: [messages(1, LONG_MESSAGES, CRAFTED_TEXT)],
} as const satisfies Record<string, readonly string[]>;

export type FullRoom = keyof typeof FULL_ROOMS;

const ORDINARY_MESSAGES = 200;

/** A room as most are: some messages, some of them with a few reactions. */
export const ORDINARY_ROOM: readonly string[] = [
  messages(1, ORDINARY_MESSAGES, ORDINARY_TEXT),
  reactionEvents(
    ORDINARY_MESSAGES + 1,
    ORDINARY_MESSAGES + 60,
    `5 * (i - ${ORDINARY_MESSAGES}) % ${ORDINARY_MESSAGES} + 1`,
    "i % 3",
    `${ORDINARY_MESSAGES}`,
  ),
  `${REACTION} SELECT target, substr(detail, 2), member, name, seq FROM log WHERE kind = 4`,
];

/** Deletes what is stored, so that a room that has messages can be filled. */
export const EMPTY_LOG: readonly string[] = ["log", "reaction", "reaction_count"].map(
  (table) => `DELETE FROM ${table}`,
);
