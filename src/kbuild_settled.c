/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild_settled: may commands that hold be run without make?  They may if an
 * object is no more than what they make, and what "make prepare" generates is as
 * new as what it is made of: the files say so, as they say it to make.
 */
#include "kbuild_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* With one of these an object is more than what its saved command makes. */
static const char *const more_than_compiled[] = {
	"MODVERSIONS", "STACK_VALIDATION", "OBJTOOL", "FTRACE_MCOUNT_RECORD",
};

/* make variables by which make does more with an object than compile it. */
static const char *const more_variables[] = {
	"C=", "W=", "KBUILD_CHECKSRC=", "KBUILD_EXTRA_WARN=",
};

/* A file is there if make has run since something changed. */
int kbuild_unsettle(struct kbuild *k, struct strbuf *err)
{
	char *settled = kbuild_own_path(k, "settled");
	int ret = 0;

	if (unlink(settled) && errno != ENOENT)
		ret = error_set(err, ERR_UNABLE, "cannot remove '%s': %s",
				settled, strerror(errno));
	free(settled);
	return ret;
}

int kbuild_settle(struct kbuild *k, struct strbuf *err)
{
	char *settled = kbuild_own_path(k, "settled");
	int ret = file_write(settled, "", 0, 0644, err);

	free(settled);
	return ret;
}

/* After a make that was killed, what it wrote is about to be removed. */
static bool told_settled(const struct kbuild *k)
{
	char *settled = kbuild_own_path(k, "settled");
	char *running = kbuild_own_path(k, "running");
	bool is = !access(settled, F_OK) && access(running, F_OK);

	free(settled);
	free(running);
	return is;
}

bool kbuild_only_compiles(const struct kbuild *k)
{
	struct strbuf config = STRBUF_INIT;
	bool ok = !kbuild_config(k, &config, NULL);

	for (size_t i = 0; i < ARRAY_SIZE(more_than_compiled) && ok; i++) {
		char *v = config_value(config.buf, more_than_compiled[i]);

		ok = !strcmp(v, "n");
		free(v);
	}
	for (size_t i = 0; i < k->make_vars.nr && ok; i++)
		for (size_t j = 0; j < ARRAY_SIZE(more_variables); j++)
			ok &= !starts_with(k->make_vars.v[i],
					   more_variables[j]);
	strbuf_release(&config);
	return ok;
}

int kbuild_is_prepared(struct kbuild *k, bool *is, struct strbuf *err)
{
	*is = told_settled(k);
	return *is ? kbuild_generated_fresh(k, is, err) : 0;
}

int kbuild_is_settled(struct kbuild *k, bool *is, struct strbuf *err)
{
	int ret = kbuild_is_prepared(k, is, err);

	if (*is || ret)
		return ret;
	/* what fails in it is make's to tell, with the objects */
	ret = kbuild_generate(k, err);
	if (ret == ERR_UNABLE)
		return 0;
	strvec_release(&k->generated);
	return ret ? ret : kbuild_generated_fresh(k, is, err);
}
