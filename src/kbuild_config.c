/* SPDX-License-Identifier: GPL-2.0-only */
#include "kbuild.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kbuild_priv.h"

/* So many configurations are kept; all are dropped when there are more. */
#define KEEP_CONFIGS 64

void wanted_list_release(struct wanted_list *l)
{
	size_t i;

	for (i = 0; i < l->nr; i++) {
		free(l->v[i].symbol);
		free(l->v[i].value);
	}
	free(l->v);
	memset(l, 0, sizeof(*l));
}

static void want(struct wanted_list *l, const char *symbol, size_t len,
		 const char *value, size_t vlen)
{
	struct wanted *w;
	size_t i;

	for (i = 0; i < l->nr; i++)
		if (!strncmp(l->v[i].symbol, symbol, len) &&
		    !l->v[i].symbol[len])
			break;
	if (i == l->nr) {
		ALLOC_GROW(l->v, l->nr + 1, l->alloc);
		l->v[l->nr].symbol = xstrndup(symbol, len);
		l->v[l->nr++].value = NULL;
	}
	w = &l->v[i];
	free(w->value);
	w->value = vlen ? xstrndup(value, vlen) : xstrdup("n");
}

/* "CONFIG_X=value" or "# CONFIG_X is not set": true if it is one of them. */
static bool parse_setting(const char *line, size_t len, const char **symbol,
			  size_t *slen, const char **value, size_t *vlen)
{
	static const char unset[] = " is not set";
	bool off = len > 2 && line[0] == '#' && line[1] == ' ';
	const char *s = off ? line + 2 : line, *end = line + len;

	if (end - s < 8 || !starts_with(s, "CONFIG_"))
		return false;
	s += 7;
	*symbol = s;
	while (s < end && is_word_char(*s))
		s++;
	*slen = s - *symbol;
	if (off) {
		*vlen = 0;
		return (size_t)(end - s) == strlen(unset) &&
		       !strncmp(s, unset, strlen(unset));
	}
	if (s == end || *s != '=' || !*slen)
		return false;
	*value = s + 1;
	*vlen = end - s - 1;
	return true;
}

int fragment_parse(const char *text, struct wanted_list *out,
		   struct strbuf *err)
{
	const char *s, *nl, *end, *symbol, *value = NULL;
	size_t slen, vlen;
	unsigned line = 0;

	for (s = text; *s; s = *nl ? nl + 1 : nl) {
		nl = s + strcspn(s, "\n");
		line++;
		for (end = nl; end > s && isspace((unsigned char)end[-1]); end--)
			;
		if (end == s)
			continue;
		if (parse_setting(s, end - s, &symbol, &slen, &value, &vlen)) {
			want(out, symbol, slen, value, vlen);
			continue;
		}
		if (*s != '#')
			return error_set(err, ERR_UNABLE, "kernel.config:%u: "
					 "'%.*s' is no setting: write "
					 "CONFIG_NAME=value", line,
					 (int)(end - s), s);
	}
	return 0;
}

char *config_value(const char *config, const char *symbol)
{
	char *key = xasprintf("CONFIG_%s=", symbol), *ret = NULL;
	const char *s;

	for (s = config; (s = strstr(s, key)); s++) {
		if (s > config && s[-1] != '\n')
			continue;
		s += strlen(key);
		ret = xstrndup(s, strcspn(s, "\r\n"));
		break;
	}
	free(key);
	return ret ? ret : xstrdup("n");
}

/* Numbers may be written in more than one way; everything else may not. */
bool config_value_equal(const char *wanted, const char *is)
{
	unsigned long long a, b;
	char *ea, *eb;

	if (!strcmp(wanted, is))
		return true;
	if (!isdigit((unsigned char)*wanted) || !isdigit((unsigned char)*is))
		return false;
	a = strtoull(wanted, &ea, 0);
	b = strtoull(is, &eb, 0);
	return !*ea && !*eb && a == b;
}

/* Compare what is in the text of a .config with what was wanted. */
static void check_fragment(struct kbuild *k, const char *config,
			   const struct wanted_list *wanted,
			   struct strvec *unmet)
{
	struct wanted_list bad = { 0 };
	struct strvec whys = STRVEC_INIT;
	size_t i;

	for (i = 0; i < wanted->nr; i++) {
		const struct wanted *w = &wanted->v[i];
		char *is = config_value(config, w->symbol);

		if (!config_value_equal(w->value, is))
			want(&bad, w->symbol, strlen(w->symbol), w->value,
			     strlen(w->value));
		free(is);
	}
	if (bad.nr)
		kconfig_why(k, config, &bad, &whys);
	for (i = 0; i < bad.nr; i++) {
		char *is = config_value(config, bad.v[i].symbol);

		strvec_pushf(unmet, "%s: wanted %s, is %s (%s)",
			     bad.v[i].symbol, bad.v[i].value, is, whys.v[i]);
		free(is);
	}
	strvec_release(&whys);
	wanted_list_release(&bad);
}

int kbuild_compiler_version(struct kbuild *k, struct strbuf *out,
			    struct strbuf *err)
{
	const char *cc = NULL, *cross = "";
	struct strbuf name = STRBUF_INIT;
	struct child c;
	bool llvm = false;
	size_t i;
	int ret = 0;

	for (i = 0; i < k->make_vars.nr; i++) {
		const char *v = k->make_vars.v[i];

		if (starts_with(v, "CC="))
			cc = v + 3;
		else if (starts_with(v, "CROSS_COMPILE="))
			cross = v + 14;
		else if (starts_with(v, "LLVM=") && strcmp(v, "LLVM=0"))
			llvm = true;
	}
	if (cc)
		strbuf_addstr(&name, cc);
	else
		strbuf_addf(&name, "%s%s", llvm ? "" : cross,
			    llvm ? "clang" : "gcc");
	child_init(&c);
	strvec_split(&c.argv, name.buf);	/* CC="ccache gcc" */
	strvec_push(&c.argv, "--version");
	child_env(&c, k->home, k->home);
	c.timeout_ms = 60000;
	child_run(&c);
	if (c.end == CHILD_CANCELLED)
		ret = error_set(err, ERR_INTERRUPTED, "interrupted");
	else if (c.end != CHILD_EXITED || c.code)
		ret = error_set(err, ERR_UNABLE, "the compiler '%s' cannot be "
				"run: install it, or name another with CC=",
				name.buf);
	else
		strbuf_add(out, c.out.buf, strcspn(c.out.buf, "\n"));
	child_release(&c);
	strbuf_release(&name);
	return ret;
}

/* What we set ourselves the user cannot: results would be in other places. */
static int check_make_vars(const struct kbuild *k, struct strbuf *err)
{
	static const char *const ours[] = { "O=", "M=", "KBUILD_OUTPUT=",
					    "KBUILD_EXTMOD=", "SUBDIRS=" };
	size_t i, j;

	for (i = 0; i < k->make_vars.nr; i++) {
		const char *v = k->make_vars.v[i];

		if (*v == '-' || !strchr(v, '='))
			return error_set(err, ERR_UNABLE, "'%s' is no make "
					 "variable: write NAME=value", v);
		for (j = 0; j < ARRAY_SIZE(ours); j++)
			if (starts_with(v, ours[j]))
				return error_set(err, ERR_UNABLE, "make variable"
						 " '%s' is set by ratchet", v);
	}
	return 0;
}

int kbuild_stamp(struct kbuild *k, const char *fragment,
		 const char *kconfig_key, struct strbuf *out,
		 struct strbuf *err)
{
	size_t i;
	int ret = check_make_vars(k, err);

	if (ret)
		return ret;
	if (!k->compiler) {
		struct strbuf version = STRBUF_INIT;

		ret = kbuild_compiler_version(k, &version, err);
		if (!ret)
			k->compiler = strbuf_detach(&version, NULL);
		strbuf_release(&version);
		if (ret)
			return ret;
	}
	strbuf_addf(out, "ratchet config 1\nkconfig %s\ncompiler %s\n",
		    kconfig_key, k->compiler);
	for (i = 0; i < k->make_vars.nr; i++)
		strbuf_addf(out, "make %s\n", k->make_vars.v[i]);
	strbuf_addf(out, "fragment\n%s", fragment);
	return 0;
}

/*
 * Configurations are kept: a series goes to and fro between a few.  A file
 * has a line "LENGTH LENGTH LENGTH", then stamp, unmet lines and .config.
 */
static char *kept_path(const struct kbuild *k, const char *stamp)
{
	uint64_t h = 0xcbf29ce484222325ull;
	char name[40];

	for (; *stamp; stamp++)
		h = (h ^ (unsigned char)*stamp) * 0x100000001b3ull;
	snprintf(name, sizeof(name), "configs/%016llx", (unsigned long long)h);
	return kbuild_own_path(k, name);
}

static bool kept_read(struct kbuild *k, const char *stamp, struct strbuf *unmet,
		      struct strbuf *config)
{
	struct strbuf text = STRBUF_INIT;
	char *path = kept_path(k, stamp), *p;
	size_t a, b, c;
	int used = 0;
	bool ok = false;

	if (file_read(path, &text, NULL) ||
	    sscanf(text.buf, "%zu %zu %zu%n", &a, &b, &c, &used) != 3 ||
	    text.buf[used] != '\n')
		goto out;
	p = text.buf + used + 1;
	if (text.len - (used + 1) != a + b + c || strlen(stamp) != a ||
	    memcmp(p, stamp, a))
		goto out;
	strbuf_add(unmet, p + a, b);
	strbuf_add(config, p + a + b, c);
	ok = true;
out:
	free(path);
	strbuf_release(&text);
	return ok;
}

bool kbuild_unmet(struct kbuild *k, const char *stamp, struct strvec *unmet)
{
	struct strbuf lines = STRBUF_INIT, config = STRBUF_INIT;
	bool ok = kept_read(k, stamp, &lines, &config);

	for (const char *s = lines.buf; ok && *s; s += *s == '\n') {
		size_t n = strcspn(s, "\n");

		strvec_pushn(unmet, s, n);
		s += n;
	}
	strbuf_release(&lines);
	strbuf_release(&config);
	return ok;
}

bool kbuild_kept_config(struct kbuild *k, const char *stamp,
			struct strbuf *out)
{
	struct strbuf unmet = STRBUF_INIT;
	bool ok = kept_read(k, stamp, &unmet, out);

	strbuf_release(&unmet);
	return ok;
}

static int kept_write(struct kbuild *k, const char *stamp,
		      const struct strbuf *unmet, const struct strbuf *config,
		      struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	char *path = kept_path(k, stamp), *dir = kbuild_own_path(k, "configs");
	DIR *d = opendir(dir);
	int n = 0, ret;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	ret = n > KEEP_CONFIGS ? remove_tree(dir, err) : 0;
	strbuf_addf(&text, "%zu %zu %zu\n%s", strlen(stamp), unmet->len,
		    config->len, stamp);
	strbuf_addbuf(&text, unmet);
	strbuf_addbuf(&text, config);
	if (!ret)
		ret = mkdirs_for(path, err);
	if (!ret)
		ret = file_write(path, text.buf, text.len, 0644, err);
	free(path);
	free(dir);
	strbuf_release(&text);
	return ret;
}

static int run_goal(struct kbuild *k, const char *goal, struct strbuf *err)
{
	struct strvec args = STRVEC_INIT;
	struct child c;
	int ret;

	strvec_pushf(&args, "-j%d", k->jobs > 0 ? k->jobs : online_cpus());
	strvec_push(&args, goal);
	ret = kbuild_make(k, &args, &c, err);
	if (!ret && c.code) {
		ret = error_set(err, ERR_UNABLE, "'make %s' failed (status %d)",
				goal, c.code);
		if (err)
			kbuild_add_reason(&c, err);
	}
	child_release(&c);
	strvec_release(&args);
	return ret;
}

/* defconfig, the fragment, olddefconfig, and look what became of it. */
static int configure(struct kbuild *k, const struct wanted_list *wanted,
		     const char *path, struct strvec *unmet,
		     struct strbuf *config, struct strbuf *err)
{
	size_t i;
	int ret;

	ret = run_goal(k, "defconfig", err);
	if (!ret)
		ret = file_read(path, config, err);
	if (ret)
		return ret;
	for (i = 0; i < wanted->nr; i++) {
		const struct wanted *w = &wanted->v[i];

		if (!strcmp(w->value, "n"))
			strbuf_addf(config, "# CONFIG_%s is not set\n",
				    w->symbol);
		else
			strbuf_addf(config, "CONFIG_%s=%s\n", w->symbol,
				    w->value);
	}
	ret = file_write(path, config->buf, config->len, 0644, err);
	if (!ret)
		ret = run_goal(k, "olddefconfig", err);
	strbuf_reset(config);
	if (!ret)
		ret = file_read(path, config, err);
	if (!ret)
		check_fragment(k, config->buf, wanted, unmet);
	return ret;
}

/* Put a kept configuration in place, if it is not there already. */
static int restore(const char *path, const struct strbuf *config,
		   struct strbuf *err)
{
	struct strbuf now = STRBUF_INIT;
	int ret = 0;

	if (file_read(path, &now, NULL) || strbuf_cmp(&now, config))
		ret = file_write(path, config->buf, config->len, 0644, err);
	strbuf_release(&now);
	return ret;
}

static void split_lines(char *text, struct strvec *out)
{
	char *line, *save = NULL;

	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		strvec_push(out, line);
}

/*
 * What O= is for.  Of another fragment, compiler or other make variables no
 * command holds; of other Kconfig files those that a symbol decides about.
 */
static int note_stamp(struct kbuild *k, const char *stamp, const char *before,
		      const char *after, struct strbuf *err)
{
	struct strbuf was = STRBUF_INIT;
	char *path = kbuild_own_path(k, "configured");
	const char *rest;
	int ret = 0;

	if (file_read(path, &was, NULL) || !(rest = strstr(was.buf, "\ncompiler ")) ||
	    strcmp(rest, strstr(stamp, "\ncompiler ")))
		ret = kbuild_changed(k, NULL, err);
	else
		ret = kbuild_config_changed(k, before, after, err);
	if (!ret && strcmp(was.buf, stamp))
		ret = file_write(path, stamp, strlen(stamp), 0644, err);
	strbuf_release(&was);
	free(path);
	return ret;
}

int kbuild_configure(struct kbuild *k, const char *fragment,
		     const char *kconfig_key, struct strvec *unmet,
		     struct strbuf *err)
{
	struct strbuf stamp = STRBUF_INIT, lines = STRBUF_INIT;
	struct strbuf config = STRBUF_INIT, before = STRBUF_INIT;
	struct wanted_list wanted = { 0 };
	struct strvec bad = STRVEC_INIT;
	char *path = xasprintf("%s/.config", k->output);
	size_t i;
	int ret;

	ret = fragment_parse(fragment, &wanted, err);
	if (!ret)
		ret = kbuild_stamp(k, fragment, kconfig_key, &stamp, err);
	if (!ret)
		ret = mkdirs(k->output, err);
	if (ret)
		goto out;
	/* none yet: an empty text */
	file_read(path, &before, NULL);
	if (kept_read(k, stamp.buf, &lines, &config)) {
		ret = restore(path, &config, err);
		split_lines(lines.buf, &bad);
	} else {
		ret = configure(k, &wanted, path, &bad, &config, err);
		for (i = 0; i < bad.nr; i++)
			strbuf_addf(&lines, "%s\n", bad.v[i]);
		if (!ret)
			ret = kept_write(k, stamp.buf, &lines, &config, err);
	}
	if (!ret)
		ret = note_stamp(k, stamp.buf, before.buf, config.buf, err);
	if (ret)
		goto out;
	free(k->stamp);
	k->stamp = strbuf_detach(&stamp, NULL);
	strvec_pushv(unmet, &bad);
out:
	strvec_release(&bad);
	wanted_list_release(&wanted);
	strbuf_release(&stamp);
	strbuf_release(&lines);
	strbuf_release(&config);
	strbuf_release(&before);
	free(path);
	return ret;
}

int kbuild_generate(struct kbuild *k, struct strbuf *err)
{
	int ret = run_goal(k, "prepare", err);

	return ret ? ret : kbuild_settle(k, err);
}

int kbuild_prepare(struct kbuild *k, struct strbuf *err)
{
	struct strbuf was = STRBUF_INIT;
	char *path = kbuild_own_path(k, "prepared");
	int ret = 0;

	if (file_read(path, &was, NULL) || strcmp(was.buf, k->stamp)) {
		ret = kbuild_generate(k, err);
		if (!ret)
			ret = file_write(path, k->stamp, strlen(k->stamp),
					 0644, err);
	}
	strbuf_release(&was);
	free(path);
	return ret;
}


int kbuild_config(const struct kbuild *k, struct strbuf *out,
		  struct strbuf *err)
{
	char *path = xasprintf("%s/.config", k->output);
	int ret = file_read(path, out, err);

	free(path);
	return ret;
}
