/* SPDX-License-Identifier: GPL-2.0-only */
/* kbuild_probe: what a kernel to build modules for has, by compiling. */
#define _GNU_SOURCE	/* memmem */
#include "kbuild_priv.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tempfile.h"

/* Of a kernel that makes no object at all this one says why. */
#define MARK "ratchet-version="
static const char version_text[] =
	"#include <linux/version.h>\n"
	"#define TEXT(x) #x\n"
	"#define TEXT_OF(x) TEXT(x)\n"
	"extern const char ratchet_version[];\n"
	"const char ratchet_version[] = \"" MARK "\" TEXT_OF(LINUX_VERSION_CODE);\n";

static int write_source(const char *dir, const char *name, const char *text,
			struct strbuf *err)
{
	char *path = xasprintf("%s/%s", dir, name);
	int ret = file_write(path, text, strlen(text), 0600, err);

	free(path);
	return ret;
}

static int write_all(const char *dir, const struct strvec *probes,
		     struct strbuf *err)
{
	struct strbuf make = STRBUF_INIT;
	int ret = write_source(dir, "version.c", version_text, err);

	strbuf_addstr(&make, "obj-m := version.o");
	for (size_t i = 0; i < probes->nr && !ret; i++) {
		char *name = xasprintf("probe-%zu.c", i);

		if (*probes->v[i]) {
			strbuf_addf(&make, " probe-%zu.o", i);
			ret = write_source(dir, name, probes->v[i], err);
		}
		free(name);
	}
	strbuf_addstr(&make, "\n");
	if (!ret)
		ret = write_source(dir, "Kbuild", make.buf, err);
	strbuf_release(&make);
	return ret;
}

static bool is_there(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);
	struct stat st;
	bool yes = !stat(path, &st);

	free(path);
	return yes;
}

static int read_version(const char *dir, const char *kdir,
			const struct child *c, long *version,
			struct strbuf *err)
{
	char *path = xasprintf("%s/version.o", dir);
	struct strbuf object = STRBUF_INIT, why = STRBUF_INIT;
	const char *at = NULL;
	int ret = 0;

	if (is_there(dir, "version.o") && !file_read(path, &object, NULL))
		at = memmem(object.buf, object.len, MARK, strlen(MARK));
	if (at) {
		*version = strtol(at + strlen(MARK), NULL, 10);
	} else {
		kbuild_add_reason(c, &why);
		ret = error_set(err, ERR_UNABLE,
				"'%s' builds no module%s: are these the headers of a kernel?",
				kdir, why.buf);
	}
	strbuf_release(&why);
	strbuf_release(&object);
	free(path);
	return ret;
}

int kbuild_probe(struct kbuild *k, const struct strvec *probes, bool *has,
		 long *version, struct strbuf *err)
{
	struct strvec args = STRVEC_INIT;
	struct child c;
	int ret = write_all(k->source, probes, err);

	if (ret)
		return ret;
	/* modpost may find that there is no license; the objects are enough */
	strvec_pushl(&args, "-k", "modules", NULL);
	ret = kbuild_make(k, &args, &c, err);
	if (!ret)
		ret = read_version(k->source, k->kdir, &c, version, err);
	for (size_t i = 0; i < probes->nr && !ret; i++) {
		char *name = xasprintf("probe-%zu.o", i);

		has[i] = *probes->v[i] && is_there(k->source, name);
		free(name);
	}
	child_release(&c);
	strvec_release(&args);
	return ret;
}
