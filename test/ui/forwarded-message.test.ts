import { expect, test } from "vitest";
import { MentionNames } from "../../src/text/mentions.ts";
import { parseMarkdown } from "../../src/text/markdown.ts";
import { DraftStore } from "../../src/ui/models/draft-store.ts";
import { addToDraft, quotation, withQuotation } from "../../src/ui/models/forwarded-message.ts";
import { memoryStorage } from "./support/memory-storage.ts";

const message = {
  authorName: "Ana",
  text: "Shall we?\n\nTea at @Bo's",
  url: "https://rooms.example/r/tea#12",
};

test("a forwarded message is a quotation with its author and link, which mentions no member", () => {
  expect(quotation(message)).toBe("> Shall we?\n>\n> Tea at @Bo's\n— Ana · https://rooms.example/r/tea#12");
  const [quote, byline] = parseMarkdown(quotation(message), [new MentionNames([{ id: "b2", name: "Bo" }])]);
  expect([quote?.kind, JSON.stringify(quote).includes("mention")]).toEqual(["quote", false]);
  expect(byline).toMatchObject({ children: [{ text: "— Ana · " }, { kind: "link", href: message.url }] });
});

test("a forwarded block of code stays a block of code", () => {
  const [quote] = parseMarkdown(quotation({ ...message, text: "```js\nlet tea = 1;\n```" }));
  expect(quote).toMatchObject({
    kind: "quote",
    children: [{ kind: "fence", language: "js", text: "let tea = 1;" }],
  });
});

test("it goes after what is in the draft of its room, whose reply and edit stay", () => {
  const storage = memoryStorage();
  const store = new DraftStore(storage, "harbour");
  addToDraft(storage, "harbour", message);
  expect(store.load().text).toBe(`${quotation(message)}\n\n`);
  const replyTo = { seq: 3, name: "Bo", text: "Hello" };
  store.save({ text: "I was saying  ", replyTo });
  addToDraft(storage, "harbour", message);
  expect(store.load()).toEqual({ text: `I was saying\n\n${quotation(message)}\n\n`, replyTo });
  expect(withQuotation(" \n", message)).toBe(withQuotation("", message));
});
