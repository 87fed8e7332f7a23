#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests words.py: where it finds words, what it leaves alone, and that the rules of words.txt are sound."""

import unittest

import words

RULES = """
any    errands?                 ->  operation
any    take( \\w+){0,3} back    ->  undo
any    try once                 ->  next boot only
any    --override(?!=url)      ->  --accept
name   choices?                 ->  boot assignment
prose  all the same             ->  anyway
start  what (is|are)            ->  begin with the noun
docs   rooms?(?! for)           ->  module
ui     colour\\w*               ->  US spelling
id     Fact                     ->  DeviceSetting
allow  app/SIGN.*  errand
"""


class Words(unittest.TestCase):
    def find(self, file, text, rules=RULES):
        found = sorted(words.Checker(rules).violations(file, text))
        return [(line, message.split(": ", 1)[1].split(" -> ")[0]) for line, message in found]

    def test_names_are_split(self):
        for name in ["takeBack", "take_back", "m_takeItBack", "TakeBack", "TAKE_BACK"]:
            self.assertEqual(len(self.find("a.cpp", f"void {name}();")), 1, name)
        self.assertEqual(self.find("a.cpp", 'parser.add("try-once");\n'), [(1, "try once")])
        self.assertEqual(self.find("app/errand.cpp", ""), [(0, "errand")])
        self.assertEqual(self.find("a.json", '{ "tryOnce": "choices" }'), [(1, "try Once")])

    def test_the_place_is_named(self):
        message = [message for _, message in words.Checker(RULES).violations("a.cpp", "\n\nclass Errand;")]
        self.assertEqual(message, ["a.cpp:3: Errand -> operation"])

    def test_phrases_go_on_in_the_next_line(self):
        self.assertEqual(self.find("a.cpp", "int a;\n/// Goes on all\n/// the same.\n"), [(2, "all the same")])
        self.assertEqual(self.find("a.cpp", "/**\n * Goes on all\n * the same.\n */\n"), [(2, "all the same")])
        self.assertEqual(self.find("a.cpp", 'i18n("Go on all "\n     "the same");'), [(1, "all the same")])
        self.assertEqual(self.find("a.md", "One.\n\nGo on all\nthe same.\n"), [(3, "all the same")])
        self.assertEqual(self.find("a.1", ".TP\n.B go\non all\n.I the\nsame\n"), [(3, "all the same")])
        self.assertEqual(self.find("a.sh", "x=1\n# Goes on all\n# the same.\n"), [(2, "all the same")])
        self.assertEqual(self.find("a.cpp", "int a; // all\nint b; // the same\n"), [])

    def test_sentences(self):
        self.assertEqual(self.find("a.cpp", "/// What is stored."), [(1, "What is stored.")])
        self.assertEqual(self.find("a.cpp", "/// Stores it. What is stored is a file."), [(1, "What is stored")])
        self.assertEqual(self.find("a.md", "| file | what is in it |"), [(1, "what is in")])
        self.assertEqual(self.find("a.md", "- What is an IOMMU group?"), [])
        self.assertEqual(self.find("a.cpp", "/// Shows what is stored."), [])
        self.assertEqual(self.find("a.cpp", "/// Read from a.json, what is stored."), [])

    def test_scopes(self):
        self.assertEqual(self.find("a.cpp", "// the choices\nint choices;"), [(2, "choices")])
        self.assertEqual(self.find("a.py", "def choices():\n    '''The choices.'''"), [(1, "choices")])
        self.assertEqual(self.find("a.sh", "choices=1 # of choices\n"), [(1, "choices")])
        self.assertEqual(self.find("a.cpp", "struct Fact;\nint fact; // Fact"), [(1, "Fact")])
        self.assertEqual(self.find("a.txt", "choices: all the same"), [(1, "all the same")])
        self.assertEqual(self.find("README.md", "A room. There is room for it."), [(1, "room")])
        self.assertEqual(self.find("a.cpp", "// A room."), [])
        self.assertEqual(self.find("a.cpp", 'i18nc("@info", "%1 colours", QString("x"));\nlog("the colours");'), [(1, "colours")])

    def test_left_alone(self):
        for text in ["driver_override", "void f() override;", "overtakeback();", "// takes 1'000 times", "errandless"]:
            self.assertEqual(self.find("a.cpp", text), [], text)
        self.assertEqual(self.find("CMakeLists.txt", "appstreamcli --override=url-homepage-missing"), [])
        self.assertEqual(self.find("app/SIGN.cpp", "int Errand; // errand"), [])
        self.assertEqual(self.find("a.cpp", "f('\"'); // fine\nint a = '\\''; g(\"b\");"), [])

    def test_raw_strings_and_options(self):
        self.assertEqual(self.find("a.cpp", 'R"(\n--override)";\n'), [(2, "--override")])
        self.assertEqual(self.find("a.sh", "turnout assign --override x\n"), [(1, "--override")])

    def test_the_rules_are_sound(self):
        checker = words.Checker((words.HERE / "words.txt").read_text())
        self.assertGreater(len(checker.rules), 50)
        for name in ["driver_override", "driverchoice", "udevadm settle", "desktop", "indeed", "start", "turnout-desktop", "PersistentModelIndex"]:
            self.assertEqual(list(checker.violations("a.sh", name)), [], name)
        with self.assertRaises(ValueError):
            words.Checker("everywhere  errand  ->  operation")


if __name__ == "__main__":
    unittest.main()
