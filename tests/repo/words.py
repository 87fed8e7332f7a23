#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds terms and phrases that are no longer used, in names, comments, strings and documents. The list is words.txt.

Usage: words.py TREE [FILE...]
"""

import re
import sys
from collections import namedtuple
from fnmatch import fnmatch
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXEMPT = [".git/*", "build/*", "LICENSES/*", "tests/repo/words*", "tests/fixtures/*.machine", "tests/fixtures/*.ids",
          "tests/fuzz/corpus/*", "resources/samples/*", "*.png", "*.svg", "*.pot", "*.po", "*.pyc", "*.orig"]
DOCS = ["*.md", "docs/*", "tests/repo/*", "dev"]
C_LIKE = {".h", ".cpp", ".c"}

# A piece of a file. `scopes` says which rules apply to it.
Piece = namedtuple("Piece", "line scopes text")
Rule = namedtuple("Rule", "scope pattern instead")
NAME = frozenset({"any", "name", "id"})
CODE = frozenset({"any", "name", "prose"})  # a line of a script, in which strings are not always seen
PROSE = frozenset({"any", "prose", "start"})
UI = PROSE | {"ui"}
SCOPES = NAME | UI | {"docs"}

C_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | R"(?P<mark>[^(]*)\((?P<raw>.*?)\)(?P=mark)"
      | "(?P<string>(?:\\.|[^"\\\n])*)"
      | '(?:\\.|[^'\\\n])+'
      | \d[\w'.]*
      | (?P<name>[A-Za-z_]\w*)""",
    re.S | re.X)
SCRIPT_TOKEN = re.compile(
    r"""(?P<comment>(?<![^\s;])\#[^\n]*)
      | (?P<mark>\"\"\"|''')(?P<raw>.*?)(?P=mark)
      | "(?P<string>(?:\\.|[^"\\\n])*)"
      | '(?P<other>[^'\n]*)'
      | (?P<name>[A-Za-z_]\w*)""",
    re.S | re.X)
SCRIPT_COMMENT = re.compile(r"(?<![^\s;])#.*")
UI_CALL = re.compile(r"\bk?x?k?i18n[cdp]*\s*\($")


def read_rules(text):
    rules, allowed = [], []
    for line in text.splitlines():
        if line.startswith("allow "):
            _, file, quoted = line.split(None, 2)
            allowed.append((file, quoted.lower()))
        elif line.strip() and not line.startswith("#"):
            words, instead = line.split("->")
            scope, pattern = words.split(None, 1)
            flags = 0 if scope == "id" else re.I
            if scope not in SCOPES:
                raise ValueError(f"words.txt: {scope} is not a scope")
            rules.append(Rule(scope, re.compile(rf"(?<![\w.-])(?:{pattern.strip()})(?![\w-])", flags), instead.strip()))
    return rules, allowed


def split(text):
    """Names as words: takeBack, take_back and take-back become take back; an option keeps its hyphens."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return re.sub(r"(?<=\w)[-_]+(?=\w)", " ", text)


def strip_comment(text):
    text = re.sub(r"^\s*(///?<?|/\*\*?|#+!?)|\*/$", "", text)
    return re.sub(r"\n[ \t]*(\*|///?<?|#)?", "\n", text)


def tokens(text, token):
    """The pieces of a source: comments on successive lines and adjacent strings are one piece each."""
    pieces, end, kind = [], 0, None
    line, counted = 1, 0
    calls = []  # for each open bracket, whether it is that of an i18n call
    for match in token.finditer(text):
        between = text[end:match.start()]
        for position, bracket in ((end + i, c) for i, c in enumerate(between) if c in "()"):
            if bracket == "(":
                calls.append(bool(UI_CALL.search(text[max(0, position - 20):position + 1])))
            elif calls:
                calls.pop()
        line += text.count("\n", counted, match.start())
        counted = match.start()
        groups = match.groupdict()
        string = next((groups[group] for group in ("string", "raw", "other") if groups.get(group) is not None), None)
        if groups["comment"]:
            alone = not text[text.rfind("\n", 0, match.start()) + 1:match.start()].strip()
            body = strip_comment(match[0])
            if kind == "comment" and alone and not between.strip() and between.count("\n") == 1 and body.strip():
                pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + "\n" + body)
            else:
                pieces.append(Piece(line, PROSE, body))
            kind = "comment" if alone and body.strip() else None
        elif string is not None:
            if kind == "string" and re.fullmatch(r"(_L1|_s)?\s*", between):
                text_ = pieces[-1].text + "\n" * between.count("\n") + string  # keeps count of the lines
                pieces[-1] = pieces[-1]._replace(text=text_, scopes=pieces[-1].scopes | PROSE)
            else:
                word = re.fullmatch(r"[\w.:/-]*", string)
                pieces.append(Piece(line, UI if any(calls) else NAME if word else PROSE, string))
            kind = "string"
        elif groups["name"]:
            if groups["name"] not in ("_L1", "_s"):
                pieces.append(Piece(line, NAME, groups["name"]))
                kind = None
        else:
            kind = None
        end = match.end() if groups["name"] not in ("_L1", "_s") or kind != "string" else end
    return pieces


def paragraphs(text, man):
    """The pieces of a document: paragraphs, list entries, headings and cells of tables."""
    pieces, block, began = [], [], 1

    def close():
        if block:
            pieces.append(Piece(began, UI, "\n".join(block)))
            block.clear()

    for number, line in enumerate(text.splitlines(), 1):
        if man:
            line = re.sub(r"\\f.|\\[|&]|\\\"", "", line.replace(r"\-", "-").replace(r"\~", " "))
            if re.match(r"\.(TP|PP|IP|SH|SY|YS|TH)\b", line) or line.startswith("'"):
                close()
                line = re.sub(r"^\.\w+\s*", "", line)
            line = re.sub(r"^\.[A-Z]+\s+", "", line).replace('"', "")
        if not line.strip() or not man and re.match(r"\s*(#|[-*+] |\d+\. |\||```|    )", line):
            close()
        if not block:
            began = number
        if not man and line.lstrip().startswith("|"):
            pieces += [Piece(number, UI, cell) for cell in line.split("|")]
        elif line.strip():
            block.append(re.sub(r"^\s*(#+|[-*+]|\d+\.)\s+", "", line) if not block else line)
    close()
    return pieces


def lines(text, scopes):
    return [Piece(number, scopes, line) for number, line in enumerate(text.splitlines(), 1)]


def members(text, prose):
    pieces = []
    for number, line in enumerate(text.splitlines(), 1):
        pieces += [Piece(number, NAME, name) for name in re.findall(r'"([^"]+)"\s*:', line)]
        if prose:
            pieces += [Piece(number, PROSE, string) for string in re.findall(r'"((?:\\.|[^"\\])*)"(?!\s*:)', line)]
    return pieces


def pieces_of(file, text):
    path = Path(file)
    named = [Piece(0, NAME, file.removesuffix(path.suffix))]
    if path.suffix in C_LIKE:
        return named + tokens(text, C_TOKEN)
    if path.suffix == ".py":
        return named + tokens(text, SCRIPT_TOKEN)
    if path.suffix == ".md":
        return named + paragraphs(text, False)
    if re.fullmatch(r"\.[1-8]", path.suffix):
        return named + paragraphs(text, True)
    if path.suffix == ".json":
        return named + members(text, not file.startswith("tests/"))
    if path.suffix in {".sh", ".cmake", ".bash", ".fish", ".in"} or path.name == "CMakeLists.txt" or text.startswith("#!"):
        prose = [piece for piece in tokens(text, SCRIPT_TOKEN) if "start" in piece.scopes]
        return named + prose + lines(SCRIPT_COMMENT.sub("", text), CODE)
    return named + lines(text, PROSE - {"start"})


def matches(rule, text):
    """Where the rule finds something in a text."""
    if rule.scope != "start":
        return list(rule.pattern.finditer(text))
    found = []
    for sentence in re.finditer(r"[^.!?]+(?:[.!?](?!\s|$|[\"')*])[^.!?]*)*[.!?]?", text):
        body = sentence[0].lstrip(" \n\t\"“(*_")
        if not sentence[0].endswith("?") and rule.pattern.match(body):
            found.append(re.compile(re.escape(body)).search(text, sentence.start()))
    return found


class Checker:
    def __init__(self, text):
        self.rules, self.allowed = read_rules(text)
        # Most pieces contain nothing, which one search over all patterns of a scope finds out.
        self.quick = {scope: re.compile("|".join(rule.pattern.pattern for rule in self.rules if rule.scope == scope) or r"(?!)", re.I)
                      for scope in SCOPES}
        self.clean = set()

    def found_in(self, piece):
        """The rules that find something in a piece: line, words, rule."""
        if (piece.scopes, piece.text) in self.clean:
            return
        # A sentence may go on in the next line, so line ends count as spaces.
        written = re.sub(r" ?\n ?", "\n", re.sub(r"[^\S\n]+", " ", piece.text))
        names_split = split(written)
        nothing = True
        for scope in piece.scopes:
            content = written if scope == "id" else names_split
            flat = content.replace("\n", " ")
            if not self.quick[scope].search(flat):
                continue
            for rule in (rule for rule in self.rules if rule.scope == scope):
                for match in matches(rule, flat):
                    nothing = False
                    words = match[0].split() if scope != "start" else match[0].split()[:3]
                    yield piece.line + content.count("\n", 0, match.start()), " ".join(words)[:60], rule
        if nothing:
            self.clean.add((piece.scopes, piece.text))

    def violations(self, file, text):
        documents = any(fnmatch(file, pattern) for pattern in DOCS)
        allowed = {words for pattern, words in self.allowed if fnmatch(file, pattern)}
        seen = set()
        for piece in pieces_of(file, text):
            if documents:
                piece = piece._replace(scopes=piece.scopes | {"docs"})
            for line, words, rule in self.found_in(piece):
                if words.lower() not in allowed and (line, words.lower()) not in seen:
                    seen.add((line, words.lower()))
                    yield line, f"{file}:{line}: {words} -> {rule.instead}"


def files_of(tree):
    for path in sorted(tree.rglob("*")):
        file = path.relative_to(tree).as_posix()
        if path.is_file() and not path.is_symlink() and not any(fnmatch(file, pattern) for pattern in EXEMPT):
            yield file


if __name__ == "__main__":
    tree = Path(sys.argv[1]).resolve()
    checker = Checker((HERE / "words.txt").read_text())
    found = []
    for file in sys.argv[2:] or files_of(tree):
        found += [message for _, message in sorted(checker.violations(file, (tree / file).read_text(errors="replace")))]
    print("\n".join(found) or "All terms are those of docs/glossary.md.")
    sys.exit(1 if found else 0)
