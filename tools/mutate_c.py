# SPDX-License-Identifier: GPL-2.0-only
"""Mutants of a C file, made by operators over all of it.

Works on tokens and on the statements that they make, not on picked lines.
What it makes need not compile; whoever runs the mutants finds out.
"""

import re

TOKEN = re.compile(r"""
    (?P<comment>/\*.*?\*/|//[^\n]*)
  | (?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
  | (?P<number>0[xX][0-9a-fA-F]+[uUlL]*|[0-9]+[uUlL]*)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<punct>->|\+\+|--|<<=?|>>=?|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\.\.\.
      |[-+*/%&|^~!<>=?:;,.(){}\[\]\\])
  | (?P<directive>\#[^\n]*(?:\\\n[^\n]*)*)
  | (?P<blank>\s+)
""", re.S | re.X)

KEYWORDS = {"if", "for", "while", "do", "switch", "return", "goto", "sizeof",
            "typeof", "case", "else", "break", "continue", "default"}
OPEN = {"(": ")", "[": "]", "{": "}"}
# One constant for another of its kind.
CONSTANTS = {
    "EINVAL": "ENOMEM", "ENOMEM": "EINVAL", "ENXIO": "EINVAL",
    "true": "false", "false": "true", "GFP_KERNEL": "GFP_ATOMIC",
    "MEMORY_DEVICE_PRIVATE": "MEMORY_DEVICE_FS_DAX",
    "MEMORY_DEVICE_FS_DAX": "MEMORY_DEVICE_DEVDAX",
    "MEMORY_DEVICE_DEVDAX": "MEMORY_DEVICE_PCI_P2PDMA",
    "MEMORY_DEVICE_PCI_P2PDMA": "MEMORY_DEVICE_PRIVATE",
    "REGION_DISJOINT": "REGION_MIXED", "REGION_MIXED": "REGION_INTERSECTS",
    "IORESOURCE_SYSTEM_RAM": "IORESOURCE_MEM",
    "IORES_DESC_NONE": "IORES_DESC_CRASH_KERNEL",
    "ZONE_DEVICE": "ZONE_NORMAL", "PGMAP_ALTMAP_VALID": "2",
    "CONFIG_DEVICE_PRIVATE": "CONFIG_FS_DAX_LIMITED",
    "CONFIG_FS_DAX_LIMITED": "CONFIG_DEVICE_PRIVATE",
    "PA_SECTION_SHIFT": "PAGE_SHIFT", "PAGE_KERNEL": "(pgprot_t) { 0 }",
}
OPERATORS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=",
             "!=": "==", "+": "-", "-": "+", "&&": "||", "||": "&&",
             "<<": ">>", ">>": "<<", "&": "|", "|": "&", "*": "/"}


class Token:
    def __init__(self, kind, text, at):
        self.kind, self.text, self.at = kind, text, at
        self.end = at + len(text)


def tokenize(text):
    """The tokens but blanks, comments and directives."""
    out, at = [], 0
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            raise ValueError(f"odd character at {at}: {text[at:at + 20]!r}")
        at = m.end()
        if m.lastgroup == "directive":
            body = re.match(r"#\s*define\s+\w+(\([^)]*\))?", m.group())
            if body:
                start = m.start() + body.end()
                out += [Token(t.kind, t.text, t.at + start) for t in
                        tokenize(text[start:m.end()]) if t.text != "\\"]
                out.append(Token("punct", ";", at))
                out[-1].end = at
        elif m.lastgroup not in ("blank", "comment"):
            out.append(Token(m.lastgroup, m.group(), m.start()))
    return out


class Mutant:
    """start:end of the text becomes new; where and what it is called."""

    def __init__(self, operator, where, start, end, new, text):
        self.operator, self.where = operator, where
        self.start, self.end, self.new = start, end, new
        self.line = text.count("\n", 0, start) + 1
        squeeze = lambda s: re.sub(r"\s+", " ", s).strip()
        old = squeeze(text[start:end])
        self.name = f"{operator} {where}: {old} => {squeeze(new) or 'nothing'}"

    def apply(self, text):
        return text[:self.start] + self.new + text[self.end:]


class Statement:
    def __init__(self, first, last, kind):
        self.first, self.last, self.kind = first, last, kind


class Maker:
    def __init__(self, text):
        self.text = text
        self.t = tokenize(text)
        self.close = self.match_brackets()
        self.out = []
        self.where = ""

    def match_brackets(self):
        stack, close = [], {}
        for i, t in enumerate(self.t):
            if t.text in OPEN and t.kind == "punct":
                stack.append(i)
            elif t.text in (")", "]", "}") and stack:
                close[stack.pop()] = i
        return close

    def add(self, operator, first, last, new):
        self.out.append(Mutant(operator, self.where, self.t[first].at,
                               self.t[last].end, new, self.text))

    def source(self, first, last):
        return self.text[self.t[first].at:self.t[last].end]

    # ---- statements ----

    def simple_end(self, i):
        while self.t[i].text != ";":
            i = self.close.get(i, i) + 1
        return i

    def statement(self, i):
        """The statement that begins with token i."""
        word = self.t[i].text
        if word == "{":
            end = self.close[i]
            self.block(i + 1, end)
            return Statement(i, end, "block")
        if word in ("if", "for", "while", "switch"):
            head = self.close[i + 1]
            if word in ("if", "while"):
                self.condition(i + 2, head - 1)
            last = self.statement(head + 1).last
            if word == "if" and self.t[last + 1].text == "else":
                last = self.statement(last + 2).last
            return Statement(i, last, word)
        if word == "do":
            last = self.statement(i + 1).last
            return Statement(i, self.simple_end(last + 1), "do")
        end = self.simple_end(i)
        kind = "jump" if word in ("return", "goto", "break",
                                  "continue") else "simple"
        if self.is_declaration(i, end):
            kind = "declaration"
        return Statement(i, end, kind)

    def is_declaration(self, i, end):
        words = []
        while i <= end and (self.t[i].kind == "name" or
                            self.t[i].text == "*"):
            words.append(self.t[i].text)
            i += 1
        return (len(words) > 1 and words[0] not in KEYWORDS
                and words[0] != "*")

    def label_end(self, i):
        """The token behind a label or case at i, or i."""
        if self.t[i].text == "case":
            while self.t[i].text != ":":
                i += 1
            return i + 1
        if self.t[i].kind == "name" and self.t[i + 1].text == ":":
            return i + 2
        return i

    def block(self, i, end):
        last = None
        while i < end:
            behind = self.label_end(i)
            if behind != i:
                i, last = behind, None
                continue
            s = self.statement(i)
            if s.kind != "declaration":
                self.add("delete", s.first, s.last, ";")
            if last and "declaration" not in (last.kind, s.kind):
                self.swap(last.first, last.last, s.first, s.last)
            last = s
            i = s.last + 1

    def swap(self, a, b, c, d):
        middle = self.text[self.t[b].end:self.t[c].at]
        self.add("swap", a, d,
                 self.source(c, d) + middle + self.source(a, b))

    # ---- expressions ----

    def condition(self, first, last):
        self.add("negate", first, last, f"!({self.source(first, last)})")

    def arguments(self, i):
        """Lists of tokens [first, last] of the call whose '(' is i."""
        out, first, k, end = [], i + 1, i + 1, self.close[i]
        while k <= end:
            if k == end or self.t[k].text == ",":
                if k > first:
                    out.append((first, k - 1))
                first = k + 1
            k = self.close.get(k, k) + 1
        return out

    def call(self, i):
        """Token i is called."""
        args = self.arguments(i + 1)
        for n, (a, b) in enumerate(args):
            source = self.source(a, b)
            if self.t[a].kind == "string":
                continue
            if source not in ("0", "NULL"):
                self.add("argument", a, b, "0")
            if n + 1 < len(args) and self.t[args[n + 1][0]].kind != "string":
                c, d = args[n + 1]
                if self.source(c, d) != source:
                    self.add("argument", a, d,
                             f"{self.source(c, d)}, {source}")
            if re.match(r"(WARN|dev_WARN_ONCE|WARN_ONCE|WARN_ON)$",
                        self.t[i].text) and n == (
                            self.t[i].text == "dev_WARN_ONCE"):
                self.condition(a, b)

    def expressions(self, first, last):
        for i in range(first, last + 1):
            t = self.t[i]
            before = self.t[i - 1] if i else None
            if t.kind == "number":
                value = int(re.sub("[uUlL]", "", t.text), 0)
                self.add("constant", i, i, str(value + 1))
                if value == 1:
                    self.add("constant", i, i, "0")
            elif t.text in CONSTANTS:
                self.add("constant", i, i, CONSTANTS[t.text])
            elif t.kind == "punct" and t.text in OPERATORS and before and (
                    before.kind in ("name", "number") or
                    before.text in (")", "]")):
                if before.text not in ("return", "case") and not (
                        t.text in "*&" and self.is_type(i - 1)):
                    self.add("operator", i, i, OPERATORS[t.text])
            elif t.text == "!" and t.kind == "punct":
                self.add("negate", i, i, "")
            elif t.text == "?":
                pass
            if (t.kind == "name" and t.text not in KEYWORDS and
                    i + 1 < len(self.t) and self.t[i + 1].text == "("):
                self.call(i)

    def is_type(self, i):
        return self.t[i].text in ("struct", "void", "char", "int", "page",
                                  "device", "dev_pagemap", "resource", "zone",
                                  "percpu_ref", "vmem_altmap", "vm_fault",
                                  "dev_pagemap_ops", "plug_range", ")")

    # ---- the file ----

    def members(self, i, end, apart):
        """Declarations or enumerators between braces."""
        items, first = [], i
        while i < end:
            if self.t[i].text == apart or i == end - 1:
                items.append((first, i))
                first = i + 1
            i = self.close.get(i, i) + 1
        for n, (a, b) in enumerate(items):
            self.add("delete", a, b, "")
            if n + 1 < len(items):
                c, d = items[n + 1]
                if self.t[b].text == apart and self.t[d].text == apart:
                    self.swap(a, b, c, d)

    def function(self, name, body):
        self.where = name
        self.block(body + 1, self.close[body])
        self.expressions(body, self.close[body])

    def make(self):
        i, first = 0, 0
        while i < len(self.t):
            t = self.t[i]
            if t.text == "{":
                head = [x.text for x in self.t[first:i]]
                if self.t[i - 1].text == ")":
                    name = self.t[first + head.index("(") - 1].text
                    self.function(name, i)
                elif head and head[0] in ("struct", "enum", "union"):
                    self.where = " ".join(head)
                    self.members(i + 1, self.close[i],
                                 "," if head[0] == "enum" else ";")
                    self.expressions(i + 1, self.close[i] - 1)
                i = self.close[i]
                if self.t[i + 1:i + 2] and self.t[i + 1].text == ";":
                    i += 1
                first = i + 1
            elif t.text == ";":
                self.where = "file"
                word = self.t[first].text
                if word.startswith(("EXPORT", "DEFINE")):
                    self.add("delete", first, i, "")
                if word == "EXPORT_SYMBOL":
                    self.add("constant", first, first, "EXPORT_SYMBOL_GPL")
                elif word == "EXPORT_SYMBOL_GPL":
                    self.add("constant", first, first, "EXPORT_SYMBOL")
                elif t.end > t.at + 1 or self.t[i].at == self.t[i].end:
                    self.expressions(first, i - 1)
                elif not word.startswith("EXPORT") and self.is_macro(first):
                    self.expressions(first, i - 1)
                first = i + 1
            i = self.close.get(i, i) + 1 if t.text != "{" else i + 1
        return self.out

    def is_macro(self, first):
        at = self.t[first].at
        line = self.text[self.text.rfind("\n", 0, at) + 1:at]
        return line.lstrip().startswith("#")


def mutants(text):
    """All mutants, each with a name of its own."""
    seen, out = {}, []
    for m in sorted(Maker(text).make(), key=lambda m: (m.start, m.end)):
        if m.apply(text) == text:
            continue
        n = seen[m.name] = seen.get(m.name, 0) + 1
        if n > 1:
            m.name += f" (number {n})"
        out.append(m)
    return out
