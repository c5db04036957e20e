# SPDX-License-Identifier: GPL-2.0-only
"""The parts of a semantic patch, and what can be taken out of it.

A text is split into sections that lie one behind the other; joined again they
are the text.  A mutant is a list of edits (start, end, new text) of it, which
keep each line where it is.
"""

import re

NEVER = "ratchet_no_rule"
OPEN, CLOSE = "([{", ")]}"
BRANCH = re.compile(r"^[(|&)]|\\[(|&)]", re.M)
DEPENDS = re.compile(r"\bdepends\s+on\b(.*?)"
                     r"(?=\b(?:disable|exists|forall|extends|using)\b|$)", re.S)
KIND = re.compile(r"\s*(script|initialize|finalize)\s*:\s*ocaml\b")


class Unreadable(Exception):
    """The text is not what it was taken for."""


class Rule:
    """One rule: where its header, declarations and body stand."""

    def __init__(self, text, number, header, decls, body):
        self.number, self.header, self.decls, self.body = \
            number, header, decls, body
        self.head = text[header[0]:header[1]].strip("@")
        kind = KIND.match(self.head)
        self.kind = kind.group(1) if kind else "smpl"
        rest = self.head[kind.end():] if kind else self.head
        name = re.match(r"\s*(\w+)", rest)
        self.own_name = name.group(1) if name and name.group(1) not in (
            "depends", "disable", "exists", "forall", "extends") else ""
        self.name = self.own_name or f"#{number}"

    @property
    def is_script(self):
        return self.kind != "smpl"


class Mutant:
    """What is taken out, where, and the edits that do it."""

    def __init__(self, ident, line, edits, rule=None, restricts=False):
        self.ident, self.line, self.edits = ident, line, edits
        self.rule, self.restricts = rule, restricts

    def apply(self, text):
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text


def blank(text):
    """Nothing, in as many lines."""
    return "\n" * text.count("\n")


def erase(pattern, text):
    """What matches is as long as before, and holds nothing but white space."""
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def mask_smpl(text):
    return erase(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/', text)


def mask_ocaml(text):
    """Comments may be nested; a quote may be a character."""
    out, depth, at = [], 0, 0
    token = re.compile(r'\(\*|\*\)|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\\n])\'')
    for m in token.finditer(text):
        out.append(erase(r"[^\n]", text[at:m.start()]) if depth
                   else text[at:m.start()])
        depth += {"(*": 1, "*)": -1 if depth else 0}.get(m.group(), 0)
        out.append(erase(r"[^\n]", m.group()))
        at = m.end()
    return "".join(out) + text[at:]


def split(text):
    """(prologue, rules); the prologue is a span."""
    starts = [m.start() for m in re.finditer(r"^@", text, re.M)]
    rules, at, first = [], 0, None
    while starts:
        start = starts[0]
        first = start if first is None else first
        masked = mask_smpl(text[start:])
        end = masked.find("@", 1) + 1
        decls = masked.find("@@", end)
        if not end or decls < 0:
            raise Unreadable(f"a rule without an end at {start}")
        body = start + decls + 2
        starts = [s for s in starts if s >= body]
        at = starts[0] if starts else len(text)
        rules.append(Rule(text, len(rules) + 1, (start, start + end),
                          (start + end, body), (body, at)))
    prologue = (0, len(text) if first is None else first)
    spans = [prologue] + [s for r in rules for s in (r.header, r.decls, r.body)]
    if "".join(text[a:b] for a, b in spans) != text:
        raise Unreadable("the parts are not the whole")
    return prologue, rules


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def masked_parts(text, rule):
    """Declarations and body of a rule, in place, without texts."""
    decls = mask_smpl(text[slice(*rule.decls)])
    body = text[slice(*rule.body)]
    return decls, mask_ocaml(body) if rule.is_script else mask_smpl(body)


# ---- rules ----

def depends_span(text, rule):
    start = rule.header[0] + 1
    m = DEPENDS.search(text[start:rule.header[1] - 1])
    return (start + m.start(), start + m.end()) if m else None


def never(text):
    """Declare the virtual rule that is never set, in the place of a comment."""
    m = re.match(r"//[^\n]*", text)
    return (0, m.end() if m else 0, f"virtual {NEVER}")


def without_rule(text, rule):
    """It stays, so that others may inherit from it, but never matches."""
    span = depends_span(text, rule)
    clause = f"depends on {NEVER} "
    if span:
        return [never(text), span + (clause + blank(text[slice(*span)]),)]
    start = rule.header[0] + 1
    m = re.compile(r"\s*(?:\w+\s*:\s*\w+\s*)?").match(text, start)
    end = m.end()
    if rule.own_name:
        end = text.index(rule.own_name, end) + len(rule.own_name)
    return [never(text), (end, end, " " + clause)]


def of_rule(text, rule):
    line = line_of(text, rule.header[0])
    if rule.kind != "initialize":
        yield Mutant(f"{rule.name} rule", line, without_rule(text, rule), rule,
                     True)
    span = depends_span(text, rule)
    if span:
        yield Mutant(f"{rule.name} depends", line,
                     [span + (blank(text[slice(*span)]),)], rule)


# ---- disjunctions and conjunctions ----

class Choice:
    """( a | b ): the marks, the first one opens, the last one closes."""

    def __init__(self, mark):
        self.marks = [mark]
        self.operator = None

    def branches(self):
        return [(a[1], b[0]) for a, b in zip(self.marks, self.marks[1:])]

    def without(self, n):
        """The spans that go with branch N."""
        spans = self.branches()
        if len(spans) == 2:
            return [spans[n]] + self.marks
        return [spans[n], self.marks[n] if n else self.marks[1]]


def choices(masked):
    """All choices of a body, in the order of their ends."""
    found, stack = [], []
    for m in BRANCH.finditer(masked):
        sign, inline = m.group()[-1], len(m.group()) == 2
        if sign == "(":
            stack.append((Choice(m.span()), inline))
            continue
        if not stack or stack[-1][1] != inline:
            raise Unreadable(f"'{m.group()}' belongs to nothing")
        choice = stack[-1][0]
        choice.marks.append(m.span())
        if sign == ")":
            found.append(stack.pop()[0])
        else:
            choice.operator = sign
    if stack:
        raise Unreadable("a disjunction without an end")
    return sorted(found, key=lambda c: c.marks[0])


def of_branches(text, rule, masked):
    base = rule.body[0]
    conditions = when_spans(masked)
    for number, choice in enumerate(choices(masked), 1):
        if len(choice.marks) < 3:
            continue
        at = choice.marks[0][0]
        weakens = any(a <= at < b for a, b in conditions)
        for n, span in enumerate(choice.branches()):
            edits = [(base + a, base + b, blank(masked[a:b]))
                     for a, b in choice.without(n)]
            lead = len(masked[slice(*span)]) - len(masked[slice(*span)].lstrip())
            yield Mutant(f"{rule.name} branch {number}.{n + 1}",
                         line_of(text, base + span[0] + lead), edits, rule,
                         choice.operator == "|" and not weakens)


# ---- when ----

def when_spans(masked):
    """Each clause, from its word to the next one or the end of the line."""
    spans = []
    for m in re.finditer(r"\bwhen\b", masked):
        depth, at = 0, m.end()
        while at < len(masked):
            c = masked[at]
            depth += (c in OPEN) - (c in CLOSE)
            if depth <= 0 and (c == "\n" or
                               re.match(r"\bwhen\b|\.\.\.>", masked[at:])):
                break
            at += 1
        spans.append((m.start(), at))
    return spans


def of_when(text, rule, masked):
    base = rule.body[0]
    for n, (a, b) in enumerate(when_spans(masked), 1):
        yield Mutant(f"{rule.name} when {n}", line_of(text, base + a),
                     [(base + a, base + b, blank(masked[a:b]))], rule)


# ---- constraints of metavariables ----

def pieces(masked, start, end, sign):
    """Spans between START and END that SIGN parts, outside of brackets."""
    depth, spans, at = 0, [], start
    for i in range(start, end):
        c = masked[i]
        depth += (c in OPEN) - (c in CLOSE)
        if c == sign and not depth:
            spans.append((at, i))
            at = i + 1
    return spans + [(at, end)]


def declarators(masked):
    """Spans of what is declared, each without its comma."""
    end = masked.rindex("@@")
    for a, b in pieces(masked, 0, end, ";"):
        yield from pieces(masked, a, b, ",")


CONSTRAINT = re.compile(r"!=|=~|!~|=|(?<!script):(?=\s*script\b)")


def set_items(masked, start, end):
    """Spans of the members of { a, b }, if it is one with two or more."""
    m = re.compile(r"\s*\{").match(masked, start + masked[start:end].find("="))
    m = re.compile(r"!?=\s*\{").match(masked, start)
    if not m:
        return []
    close = masked.rindex("}", start, end)
    items = pieces(masked, m.end(), close, ",")
    return items if len(items) > 1 else []


def of_constraints(text, rule, masked):
    base = rule.decls[0]
    for a, b in declarators(masked):
        m = CONSTRAINT.search(masked, a, b)
        if not m:
            continue
        words = re.findall(r"\w+", masked[a:m.start()])
        name = f"{rule.name} constraint {words[-1] if words else '?'}"
        line = line_of(text, base + m.start())
        yield Mutant(name, line,
                     [(base + m.start(), base + b, blank(masked[m.start():b]))],
                     rule)
        positive = m.group() == "="
        items = set_items(masked, m.start(), b)
        for n, (c, d) in enumerate(items):
            comma = (c, d + 1) if n + 1 < len(items) else (c - 1, d)
            yield Mutant(f"{name} {masked[c:d].strip()}",
                         line_of(text, base + c),
                         [(base + comma[0], base + comma[1],
                           blank(masked[slice(*comma)]))], rule, positive)


# ---- guards of scripts ----

def guards(masked):
    """Spans of the conditions of "if", of nested ones too."""
    stack = []
    for m in re.finditer(r"\b(if|then)\b", masked):
        if m.group() == "if":
            stack.append(m.end())
        elif stack:
            yield stack.pop(), m.start()


def matches_kept(masked):
    """Spans of what include_match() is given."""
    for m in re.finditer(r"\binclude_match\s+", masked):
        at = m.end()
        if masked[at] == "(":
            depth = 0
            while True:
                depth += (masked[at] == "(") - (masked[at] == ")")
                at += 1
                if not depth:
                    break
        else:
            at = re.compile(r"\w+").match(masked, at).end()
        yield m.end(), at


def arms(masked):
    """Spans of "when CONDITION" of a match, without the arrow."""
    for m in re.finditer(r"\bwhen\b", masked):
        depth = 0
        for i in range(m.end(), len(masked)):
            depth += (masked[i] in OPEN) - (masked[i] in CLOSE)
            if not depth and masked.startswith("->", i):
                yield m.start(), i
                break


def of_guards(text, rule, masked):
    base = rule.body[0]
    for what, spans in (("if", sorted(guards(masked))),
                        ("include", list(matches_kept(masked)))):
        for n, (a, b) in enumerate(spans, 1):
            for value in ("true", "false"):
                if masked[a:b].strip() == value:
                    continue
                new = f" {value} " + blank(text[base + a:base + b])
                yield Mutant(f"{rule.name} {what} {n} {value}",
                             line_of(text, base + a),
                             [(base + a, base + b, new)], rule)
    for n, (a, b) in enumerate(arms(masked), 1):
        yield Mutant(f"{rule.name} arm {n}", line_of(text, base + a),
                     [(base + a, base + b, blank(text[base + a:base + b]))],
                     rule)


# ---- all of it ----

def of_cocci(text):
    for rule in split(text)[1]:
        decls, body = masked_parts(text, rule)
        yield from of_rule(text, rule)
        if rule.is_script:
            yield from of_guards(text, rule, body)
            continue
        yield from of_constraints(text, rule, decls)
        yield from of_branches(text, rule, body)
        yield from of_when(text, rule, body)


def of_lines(text):
    """A mutant for each statement of a pass or an expect file."""
    at = 0
    for n, line in enumerate(text.splitlines(True), 1):
        if line.strip() and not line.startswith("#"):
            yield Mutant(" ".join(line.split()), n,
                         [(at, at + len(line), blank(line))])
        at += len(line)


def mutants(name, text):
    """All of a file; what has the same name gets a number."""
    seen = {}
    for m in of_cocci(text) if name.endswith(".cocci") else of_lines(text):
        seen[m.ident] = seen.get(m.ident, 0) + 1
        if seen[m.ident] > 1:
            m.ident += f" ({seen[m.ident]})"
        yield m


# ---- what a rule needs, and which rules matched ----

def needs(text, rule):
    """Names of the rules without which this one cannot match."""
    decls, _ = masked_parts(text, rule)
    if rule.is_script:
        names = set(re.findall(r"<<\s*(\w+)\.", decls))
    else:
        names = set()
        for a, b in declarators(decls):
            m = CONSTRAINT.search(decls, a, b)
            names |= set(re.findall(r"\b(\w+)\.\w+",
                                    decls[a:m.start() if m else b]))
    span = depends_span(text, rule)
    clause = DEPENDS.search(text[slice(*span)]).group(1) if span else ""
    if "||" not in clause and "(" not in clause:
        names |= {t.strip() for t in clause.split("&&")
                  if re.fullmatch(r"\w+", t.strip())}
    return names - {"virtual", "ever", "never"}


TRACE = "ratchet-trace"


def traced(text):
    """The same text, which tells of each rule for code whether it matched."""
    out = [text[slice(*split(text)[0])]]
    for rule in split(text)[1]:
        head = text[slice(*rule.header)]
        name = rule.own_name or f"ratchet_rule_{rule.number}"
        if rule.kind == "smpl" and not rule.own_name:
            head = f"@{name} {head[1:]}"
        out += [head, text[slice(*rule.decls)], text[slice(*rule.body)]]
        if rule.kind == "smpl":
            out.append(f"\n@script:ocaml depends on {name}@\n@@\n"
                       f'prerr_endline "{TRACE} {rule.name}"\n\n')
    return "".join(out)
