/* SPDX-License-Identifier: GPL-2.0-only */
/* verify_module: the proof of a repository that holds an external module. */
#ifndef VERIFY_MODULE_H
#define VERIFY_MODULE_H

#include "verify.h"

struct verify_module;

struct verify_module_options {
	const char *build_dir;	/* NULL: ratchet/ in git's common directory */
	const char *kdir;	/* absolute: the kernel's build directory */
	const char *subdir;	/* the module's directory in the tree, or NULL */
	const struct strvec *make_vars;
};

int verify_module_open(struct verify_module **out, struct engine *e,
		       const struct verify_module_options *opt,
		       struct strbuf *err);
void verify_module_close(struct verify_module *m);
/*
 * As verify_step(): what make and modpost say of all of the module at @after,
 * beside what they say at @before.
 */
int verify_module_step(struct verify_module *m, struct snapshot *before,
		       struct snapshot *after, struct verify_result *out,
		       struct strbuf *err);

#endif
