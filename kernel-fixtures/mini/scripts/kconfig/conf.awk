# SPDX-License-Identifier: GPL-2.0-only
#
# conf.awk MODE FILE: read Kconfig and a configuration, work out the values of
# all symbols, write .config; MODE syncconfig writes what the build reads too.
#
# Values are 0, 1, 2 for n, m, y.  What has unmet dependencies is dropped
# without a word, as people are used to.

BEGIN {
	mode = ARGV[1]
	input = ARGV[2]
	srctree = ENVIRON["srctree"]
	config = ENVIRON["KCONFIG_CONFIG"]
	read_kconfig("Kconfig", "")
	if (!read_config(input))
		fail("cannot read " input)
	for (s = 1; s <= nr_symbols; s++)
		calc(symbol[s])
	if (mode == "syncconfig")
		sync()
	write_config()
	exit failed
}

function fail(text) {
	print "kconfig: " text > "/dev/stderr"
	failed = 1
	exit 1
}

# ---------------------------------------------------------------- Kconfig

# The next logical line of @file into text; 0 at the end.
function next_line(file,	line, more) {
	text = ""
	do {
		if (pending[file] != "") {
			line = pending[file]
			pending[file] = ""
		} else if ((getline line < file) <= 0) {
			return text != ""
		}
		line_nr[file]++
		more = sub(/\\$/, " ", line)
		text = text line
	} while (more)
	return 1
}

function indent_of(line,	i, c, width) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == " ")
			width++
		else if (c == "\t")
			width += 8 - width % 8
		else
			break
	}
	return width + 0
}

# A help text ends at the first line that is indented less than its first.
function skip_help(file,	first) {
	first = -1
	while (next_line(file)) {
		if (text ~ /^[ \t]*$/)
			continue
		if (first < 0 && indent_of(text) > 0)
			first = indent_of(text)
		if (first < 0 || indent_of(text) < first) {
			pending[file] = text
			return
		}
	}
}

function and(a, b) {
	return a == "" ? b : b == "" ? a : "(" a ") && (" b ")"
}

# "VALUE if COND": what comes before the if, which goes into cond.
function split_if(rest) {
	cond = ""
	if (match(rest, / if /)) {
		cond = substr(rest, RSTART + 4)
		rest = substr(rest, 1, RSTART - 1)
	}
	sub(/[ \t]+$/, "", rest)
	return rest
}

function unquote(value) {
	gsub(/^"|"$/, "", value)
	return value
}

function new_entry(name, outer) {
	if (!(name in known)) {
		known[name] = 1
		symbol[++nr_symbols] = name
	}
	entry++
	entry_of[entry] = name
	depends[entry] = outer
	item[++nr_items] = "config " name
}

function add_prompt(name, rest) {
	split_if(rest)
	prompt_cond[name, ++nr_prompts[name]] = cond
	prompt_entry[name, nr_prompts[name]] = entry
}

function add_default(name, rest,	value) {
	value = split_if(rest)
	default_value[name, ++nr_defaults[name]] = value
	default_cond[name, nr_defaults[name]] = cond
	default_entry[name, nr_defaults[name]] = entry
}

function add_select(name, rest,	value) {
	value = split_if(rest)
	selector[value, ++nr_selectors[value]] = name
	selector_cond[value, nr_selectors[value]] = cond
}

# @outer: what surrounding if and menu blocks demand.
function read_kconfig(path, outer,	file, depth, block, word, rest, name,
			line) {
	file = srctree "/" path
	kconfig_files = kconfig_files " " path
	block[0] = outer
	while (next_line(file)) {
		gsub(/^[ \t]+|[ \t]+$/, "", text)
		if (text == "" || text ~ /^#/)
			continue
		word = text
		sub(/[ \t].*/, "", word)
		rest = substr(text, length(word) + 1)
		sub(/^[ \t]+/, "", rest)
		if (word !~ /^(def_|default|depends)/)
			sub(/[ \t]+#.*$/, "", rest)

		if (word == "config" || word == "menuconfig") {
			name = rest
			new_entry(name, block[depth + 0])
		} else if (word ~ /^(bool|tristate|string|int|hex)$/) {
			type[name] = word
			if (rest != "")
				add_prompt(name, rest)
		} else if (word == "prompt") {
			add_prompt(name, rest)
		} else if (word ~ /^def_(bool|tristate)$/) {
			type[name] = substr(word, 5)
			add_default(name, rest)
		} else if (word == "default") {
			add_default(name, rest)
		} else if (word == "select") {
			add_select(name, rest)
		} else if (word == "depends") {
			sub(/^on[ \t]+/, "", rest)
			sub(/[ \t]+#.*$/, "", rest)
			if (in_block_head) {
				block[depth] = and(block[depth], rest)
				continue
			}
			depends[entry] = and(depends[entry], rest)
		} else if (word == "help" || word == "---help---") {
			skip_help(file)
		} else if (word == "if") {
			block[depth + 1] = and(block[depth + 0], rest)
			depth++
		} else if (word == "menu") {
			item[++nr_items] = "menu " unquote(rest)
			block[depth + 1] = block[depth + 0]
			depth++
		} else if (word == "endif" || word == "endmenu") {
			depth--
		} else if (word == "source") {
			rest = unquote(rest)
			sub(/\$\(SRCARCH\)/, ENVIRON["SRCARCH"], rest)
			if ((getline line < (srctree "/" rest)) < 0)
				fail(file ":" line_nr[file] ": cannot read \"" rest "\"")
			close(srctree "/" rest)
			read_kconfig(rest, block[depth + 0])
		} else if (word !~ /^(mainmenu|comment|option)$/) {
			fail(file ":" line_nr[file] ": unknown \"" word "\"")
		}
		in_block_head = word == "menu" || word == "comment"
	}
	close(file)
}

# ------------------------------------------------------------ expressions

function lex(expr, t,	n) {
	while (match(expr, /[^ \t]/)) {
		expr = substr(expr, RSTART)
		if (!match(expr, /^(\|\||&&|!=|=|!|\(|\)|"[^"]*"|[A-Za-z0-9_-]+)/))
			fail("cannot parse \"" expr "\"")
		t[++n] = substr(expr, 1, RLENGTH)
		expr = substr(expr, RLENGTH + 1)
	}
	t["at"] = 1
}

function eval(expr,	t) {
	if (expr == "")
		return 2
	lex(expr, t)
	return eval_or(t)
}

function eval_or(t,	a, b) {
	a = eval_and(t)
	while (t[t["at"]] == "||") {
		t["at"]++
		b = eval_and(t)
		a = a > b ? a : b
	}
	return a
}

function eval_and(t,	a, b) {
	a = eval_not(t)
	while (t[t["at"]] == "&&") {
		t["at"]++
		b = eval_not(t)
		a = a < b ? a : b
	}
	return a
}

function eval_not(t,	a, b, equal) {
	a = t[t["at"]++]
	if (a == "!")
		return 2 - eval_not(t)
	if (a == "(") {
		a = eval_or(t)
		t["at"]++
		return a
	}
	if (t[t["at"]] == "=" || t[t["at"]] == "!=") {
		equal = t[t["at"]++] == "="
		b = t[t["at"]++]
		return (as_text(a) == as_text(b)) == equal ? 2 : 0
	}
	return as_tristate(a)
}

function as_tristate(word) {
	if (word in known)
		return type[word] ~ /^(bool|tristate)$/ ? calc(word) : 0
	return word == "y" ? 2 : word == "m" ? 1 : 0
}

function as_text(word) {
	if (word in known) {
		calc(word)
		return type[word] ~ /^(bool|tristate)$/ ? \
			substr("nmy", value[word] + 1, 1) : value[word]
	}
	return unquote(word)
}

# ----------------------------------------------------------------- values

function min(a, b) {
	return a < b ? a : b
}

function visibility(name,	i, v, best) {
	for (i = 1; i <= nr_prompts[name]; i++) {
		v = min(eval(prompt_cond[name, i]),
			eval(depends[prompt_entry[name, i]]))
		best = v > best ? v : best
	}
	return best + 0
}

function calc(name,	i, v, c, by, is_number, tri) {
	if (name in value)
		return value[name]
	tri = type[name] == "tristate"
	is_number = type[name] !~ /^(bool|tristate)$/
	value[name] = is_number ? "" : 0	# what a cycle sees
	if (tri && name != "MODULES" && eval("MODULES") == 0)
		tri = 0

	visible[name] = visibility(name)
	if (visible[name] == 1 && !tri)
		visible[name] = 2
	if (visible[name] && (name in user)) {
		v = is_number ? user[name] : min(user[name], visible[name])
	} else {
		v = is_number ? "" : 0
		for (i = 1; i <= nr_defaults[name]; i++) {
			c = min(eval(default_cond[name, i]),
				eval(depends[default_entry[name, i]]))
			if (!c)
				continue
			v = default_value[name, i]
			v = is_number ? unquote(v) : min(eval(v), c)
			break
		}
	}
	if (!is_number) {
		for (i = 1; i <= nr_selectors[name]; i++) {
			by = selector[name, i]
			c = min(calc(by), eval(selector_cond[name, i]))
			v = c > v ? c : v
		}
		if (v == 1 && !tri)
			v = 2
	}
	return value[name] = v
}

# ------------------------------------------------------------------ files

function read_config(file,	line, name, v, any) {
	while ((getline line < file) > 0) {
		any = 1
		if (line ~ /^# CONFIG_[A-Za-z0-9_]+ is not set$/) {
			name = substr(line, 10)
			sub(/ .*/, "", name)
			v = "n"
		} else if (line ~ /^CONFIG_[A-Za-z0-9_]+=/) {
			name = substr(line, 8, index(line, "=") - 8)
			v = substr(line, index(line, "=") + 1)
		} else {
			continue
		}
		if (!(name in known))
			continue
		if (type[name] !~ /^(bool|tristate)$/)
			user[name] = unquote(v)
		else if (v == "y" || v == "n" || (v == "m" && type[name] != "bool"))
			user[name] = v == "y" ? 2 : v == "m" ? 1 : 0
	}
	close(file)
	return any
}

# One line of .config for @name, empty if it has none.
function config_line(name) {
	if (type[name] == "string")
		return value[name] == "" && !visible[name] ? "" : \
			"CONFIG_" name "=\"" value[name] "\""
	if (type[name] !~ /^(bool|tristate)$/)
		return value[name] == "" ? "" : "CONFIG_" name "=" value[name]
	if (value[name])
		return "CONFIG_" name "=" (value[name] == 2 ? "y" : "m")
	return visible[name] ? "# CONFIG_" name " is not set" : ""
}

function config_text(	i, name, line, out) {
	out = "#\n# Automatically generated file; DO NOT EDIT.\n" \
		"# Mini kernel configuration\n#\n"
	for (i = 1; i <= nr_items; i++) {
		name = item[i]
		if (sub(/^menu /, "", name)) {
			out = out "\n#\n# " name "\n#\n"
			continue
		}
		sub(/^config /, "", name)
		line = name in written ? "" : config_line(name)
		written[name] = 1
		if (line != "")
			out = out line "\n"
	}
	return out
}

function slurp(file,	line, out) {
	while ((getline line < file) > 0)
		out = out line "\n"
	close(file)
	return out
}

function write_config(	new, old) {
	new = config_text()
	old = slurp(config)
	if (new != old) {
		if (old != "") {
			printf "%s", old > (config ".old")
			close(config ".old")
		}
		printf "%s", new > config
		close(config)
		print "#\n# configuration written to " config "\n#"
	} else if (mode != "syncconfig") {
		print "#\n# No change to " config "\n#"
	}
}

# What the build reads.  A stamp of each symbol that has changed is touched,
# see fixdep.awk.
function sync(	i, name, line, old, new, path, dir, files, n) {
	while ((getline line < "include/config/auto.conf") > 0)
		if (line ~ /^CONFIG_/)
			old[substr(line, 8, index(line, "=") - 8)] = line
	close("include/config/auto.conf")
	system("mkdir -p include/config include/generated")

	for (i = 1; i <= nr_symbols; i++) {
		name = symbol[i]
		line = config_line(name)
		new[name] = line ~ /^CONFIG_/ ? line : ""
		if (new[name] == old[name])
			continue
		path = tolower(name)
		gsub(/_/, "/", path)
		path = "include/config/" path ".h"
		dir = path
		sub(/\/[^\/]*$/, "", dir)
		system("mkdir -p " dir " && : > " path)
	}

	print "/* Written by kconfig from " config " */" \
		> "include/generated/autoconf.h"
	print "# Written by kconfig from " config > "include/config/auto.conf.tmp"
	for (i = 1; i <= nr_symbols; i++) {
		name = symbol[i]
		if (new[name] == "")
			continue
		print new[name] > "include/config/auto.conf.tmp"
		line = substr(new[name], index(new[name], "=") + 1)
		if (type[name] ~ /^(bool|tristate)$/)
			print "#define CONFIG_" name \
				(line == "m" ? "_MODULE" : "") " 1" \
				> "include/generated/autoconf.h"
		else
			print "#define CONFIG_" name " " line \
				> "include/generated/autoconf.h"
	}
	close("include/generated/autoconf.h")
	close("include/config/auto.conf.tmp")

	n = split(kconfig_files, files, " ")
	line = "deps_config :="
	for (i = 1; i <= n; i++)
		line = line " \\\n\t" srctree "/" files[i]
	print line "\n\ninclude/config/auto.conf: $(deps_config)\n\n" \
		"$(deps_config): ;" > "include/config/auto.conf.cmd"
	close("include/config/auto.conf.cmd")
	system("mv -f include/config/auto.conf.tmp include/config/auto.conf")
}
