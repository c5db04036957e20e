#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# modpost.sh modules.order: does the kernel, or another module, export what
# each module needs?  Then link them.
set -e

order=$1
symvers=Module.symvers
[ -s "$order" ] || exit 0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

exports() {
	$READELF -SW "$1" | sed -n \
		-e 's/.* ___ksymtab_gpl+\([^ ]*\) .*/\1 gpl/p' \
		-e 's/.* ___ksymtab+\([^ ]*\) .*/\1 all/p'
}

[ "$quiet" = silent_ ] ||
	echo "  MODPOST $(wc -l < "$order" | tr -d ' ') modules"
: > "$tmp/exports"
[ ! -e $symvers ] || awk '{
	print $2, ($4 == "EXPORT_SYMBOL_GPL" ? "gpl" : "all")
}' $symvers > "$tmp/exports"
while read -r ko; do
	exports "${ko%.ko}.o" >> "$tmp/exports"
done < "$order"

failed=
[ ! -e $symvers ] || while read -r ko; do
	obj=${ko%.ko}.o
	license=$($OBJCOPY -O binary -j .modinfo "$obj" /dev/stdout |
		tr '\0' '\n' | sed -n 's/^license=//p' | head -n 1)
	[ -n "$license" ] ||
		echo "WARNING: modpost: missing MODULE_LICENSE() in $obj" >&2
	$NM -u "$obj" | awk -v ko="$ko" -v license="$license" '
		FILENAME != "-" { how[$1] = $2; next }
		$1 == "w" { next }
		!($2 in how) {
			print "ERROR: \"" $2 "\" [" ko "] undefined!"
			bad = 1
			next
		}
		how[$2] == "gpl" && license !~ /^(GPL|Dual )/ {
			print "FATAL: modpost: GPL-incompatible module " ko \
				" uses GPL-only symbol " $2
			bad = 1
		}
		END { exit bad }' "$tmp/exports" - >&2 || failed=1
done < "$order"
[ -z "$failed" ]

while read -r ko; do
	[ "$ko" -nt "${ko%.ko}.o" ] && continue
	[ "$quiet" = silent_ ] || echo "  LD [M]  $ko"
	$LD -r -o "$ko" "${ko%.ko}.o"
done < "$order"
