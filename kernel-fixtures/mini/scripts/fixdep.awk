# SPDX-License-Identifier: GPL-2.0-only
#
# The compiler's list of headers as a .cmd file.  A file that looks at
# CONFIG_FOO_BAR depends on include/config/foo/bar.h, which is touched when the
# symbol changes, and not on the configuration as a whole.

function scan(file,	line, name) {
	while ((getline line < file) > 0)
		while (match(line, /CONFIG_[A-Za-z0-9_]+/)) {
			name = substr(line, RSTART + 7, RLENGTH - 7)
			line = substr(line, RSTART + RLENGTH)
			sub(/_MODULE$/, "", name)
			symbols[name] = 1
		}
	close(file)
}

{
	sub(/^[^:]*: /, "")
	sub(/\\$/, "")
	for (i = 1; i <= NF; i++)
		if ($i != "\\")
			deps[++nr] = $i
}

END {
	target = ENVIRON["target"]
	print ENVIRON["saved"] "\n"
	print "source_" target " := " deps[1] "\n"
	print "deps_" target " := \\"
	for (i = 1; i <= nr; i++) {
		if (deps[i] ~ /include\/generated\/autoconf\.h$/)
			continue
		scan(deps[i])
		if (i > 1)
			print "  " deps[i] " \\"
	}
	for (name in symbols) {
		path = tolower(name)
		gsub(/_/, "/", path)
		print "    $(wildcard include/config/" path ".h) \\"
	}
	print "\n" target ": $(deps_" target ")\n"
	print "$(deps_" target "):"
}
