"""Runs every test of this folder, and prints a line of JSON for each: its group, its name and its failure, if any."""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path
from typing import Any


class JsonResult(unittest.TestResult):
    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self.failure = ""

    def addError(self, test: unittest.TestCase, error: Any) -> None:
        super().addError(test, error)
        self.failure += self.errors[-1][1]

    def addFailure(self, test: unittest.TestCase, error: Any) -> None:
        super().addFailure(test, error)
        self.failure += self.failures[-1][1]

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, error: Any) -> None:
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.failure += f"{subtest}\n{(self.failures + self.errors)[-1][1]}"

    def stopTest(self, test: unittest.TestCase) -> None:
        super().stopTest(test)
        module, group = type(test).__module__, type(test).__name__
        name = test.shortDescription() or test._testMethodName
        print(json.dumps({"group": f"{module} {group}", "name": name, "failure": self.failure}), flush=True)


suite = unittest.defaultTestLoader.discover(str(Path(__file__).parent))
result = JsonResult()
suite.run(result)
for test, failure in result.errors:
    # A module that cannot be imported or a class that cannot be set up has no test of its own: report it here.
    if not isinstance(test, unittest.TestCase) or "_FailedTest" in type(test).__name__:
        print(json.dumps({"group": "loading", "name": str(test), "failure": failure}), flush=True)
sys.exit(0 if result.wasSuccessful() else 1)
