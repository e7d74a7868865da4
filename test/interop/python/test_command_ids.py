"""Ids of commands."""

from __future__ import annotations

import unittest

from majlis.command_ids import command_ids


class CommandIds(unittest.TestCase):
    def test_draw_and_count(self) -> None:
        """[CMD-5] the ids of a client are six random characters, and behind them a count in base 36"""
        next_id = command_ids()
        ids = [next_id() for _ in range(40)]
        prefix = ids[0][:6]
        self.assertRegex(prefix, "^[a-z2-7]{6}$")
        self.assertEqual(ids[:3], [prefix + "0", prefix + "1", prefix + "2"])
        self.assertEqual(ids[-5:], [prefix + count for count in ("z", "10", "11", "12", "13")])

    def test_another_client(self) -> None:
        """[CMD-5] the ids of a client are those of no other client"""
        self.assertEqual(len({command_ids()()[:6] for _ in range(20)}), 20)
