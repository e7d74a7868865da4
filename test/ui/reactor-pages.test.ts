/** Everyone behind a reaction, page by page. */
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { ReactorPages } from "../../src/ui/conversation/reactor-pages.ts";
import { translator } from "../../src/ui/i18n/translate.ts";
import { FakeRoom } from "./support/fake-room.ts";

const TEA = "🍵";
const BO = { id: "bo", name: "Bo" };
const CEM = { id: "cem", name: "Cem" };

function open() {
  const room = new FakeRoom();
  const pages = new ReactorPages({ room, t: translator(en.room, "en"), seq: 7, emoji: TEA });
  return { room, pages };
}

test("pages are loaded one after the other, until there are no more", async () => {
  const { room, pages } = open();
  expect(pages.members.value).toBeUndefined();
  room.holdersHandler = async ({ after }) =>
    after === undefined ? { holders: [BO], more: true, after: "bo" } : { holders: [CEM], more: false };
  await pages.loadMore();
  expect([pages.members.value, pages.step.value]).toEqual([[BO], { name: "listed", isComplete: false }]);
  await pages.loadMore();
  expect([pages.members.value, pages.step.value]).toEqual([[BO, CEM], { name: "listed", isComplete: true }]);
  expect(room.calls).toEqual([`holders of ${TEA} on 7`, `holders of ${TEA} on 7 after bo`]);
});

test("a press while a page is loading requests nothing", async () => {
  const { room, pages } = open();
  const loading = pages.loadMore();
  await pages.loadMore();
  await loading;
  expect(room.calls).toHaveLength(1);
});

test("a page that could not be loaded says why, and is requested again", async () => {
  const { room, pages } = open();
  room.holdersHandler = () => Promise.reject(Object.assign(new Error(), { code: "not_connected" }));
  await pages.loadMore();
  expect(pages.step.value).toEqual({ name: "failed", message: en.room.errorNoConnection });
  room.holdersHandler = async () => ({ holders: [BO], more: false });
  await pages.loadMore();
  expect([pages.members.value, pages.step.value]).toEqual([[BO], { name: "listed", isComplete: true }]);
});

test("a closed list says nothing of a request that it has aborted", async () => {
  const { room, pages } = open();
  room.holdersHandler = ({ signal }) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  const loading = pages.loadMore();
  pages.stop();
  await loading;
  expect(pages.step.value).toEqual({ name: "loading" });
});
