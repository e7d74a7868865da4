import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "../../src/text/folding.ts";

test.each([
  ["أحمد", "احمد"],
  ["إلى الآن", "الي الان"],
  ["مَرْحَبًا", "مرحبا"],
  ["مكتبة", "مكتبه"],
  ["مجـــلس", "مجلس"],
  ["مسؤول", "مسوول"],
  ["کتابی", "كتابي"],
  ["٢٠٢٦ و۱۴", "2026 و14"],
  ["ﻻ", "لا"],
])("%s is found as %s", (text, typed) => {
  expect(fold(text)).toBe(fold(typed));
});

test.each([
  ["Café", "cafe"],
  ["ＦＵＬＬ width", "full WIDTH"],
  ["straße", "STRASSE"],
  ["ΟΔΟΣ", "οδοσ"],
  ["Łódź ", "lodz "],
  ["København", "kobenhavn"],
  ["Đakovo", "dakovo"],
  ["ışık", "isik"],
  ["IŞIK", "ışık"],
  ["İstanbul", "istanbul"],
  ["œuvre", "oeuvre"],
  ["Ærø", "aero"],
  ["Þingvellir", "thingvellir"],
  ["Suðurnes", "sudurnes"],
  ["Ħal Għaxaq", "hal ghaxaq"],
  ["Ŧŋ", "tn"],
  ["Ɓala", "bala"],
  ["Əliyev", "eliyev"],
  ["Søren Łukasz", "soren lukasz"],
])("%s is found as %s", (text, typed) => {
  expect(fold(text)).toBe(fold(typed));
});

test("folding keeps marks that change the word: Devanagari and Thai vowels, Hangul", () => {
  expect(fold("हिन्दी")).not.toBe(fold("हन्द"));
  expect(fold("ไทยดี")).not.toBe(fold("ไทยด"));
  expect(fold("한국")).toBe("한국");
});

test("folding is idempotent", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
});
