#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# All that is built in, as one file: shows what nobody defines.  Also writes
# down which symbols modules may use.
set -e

for lib in "$@"; do
	[ ! -e vmlinux ] || [ "$lib" -nt vmlinux ] && changed=1
done
[ -n "$changed" ] || exit 0

[ "$quiet" = silent_ ] || echo "  LD      vmlinux.o"
$LD -r -o vmlinux.o --whole-archive "$@"

$READELF -SW vmlinux.o | sed -n \
	-e 's/.* ___ksymtab_gpl+\([^ ]*\) .*/\1 EXPORT_SYMBOL_GPL/p' \
	-e 's/.* ___ksymtab+\([^ ]*\) .*/\1 EXPORT_SYMBOL/p' | sort -u |
	while read -r name how; do
		printf '0x00000000\t%s\tvmlinux\t%s\n' "$name" "$how"
	done > Module.symvers

[ "$quiet" = silent_ ] || echo "  LD      vmlinux"
rm -f vmlinux
$LD -o vmlinux -e start_kernel -z noexecstack vmlinux.o
