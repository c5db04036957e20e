/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names of findings in a former report: our own JSON, SARIF, or GitLab's.
 * It may have come with the commits that are judged: nothing else is taken
 * from it.
 */
#include "check.h"

#include <jansson.h>

static void take(const json_t *name, struct strvec *out)
{
	if (json_is_string(name))
		strvec_push(out, json_string_value(name));
}

static void take_members(const json_t *list, struct strvec *out)
{
	json_t *o;
	size_t i;

	json_array_foreach(list, i, o)
		take(json_object_get(o, "fingerprint"), out);
}

static void take_runs(const json_t *runs, struct strvec *out)
{
	json_t *run, *result, *names, *name;
	const char *key;
	size_t i, k;

	json_array_foreach(runs, i, run)
		json_array_foreach(json_object_get(run, "results"), k, result) {
			names = json_object_get(result, "partialFingerprints");
			json_object_foreach(names, key, name)
				if (starts_with(key, "ratchet/"))
					take(name, out);
		}
}

int check_baseline_read(const char *path, struct strvec *out,
			struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	json_error_t where;
	json_t *root;
	int ret = file_read(path, &text, err);

	if (ret)
		goto out;
	root = json_loadb(text.buf, text.len, 0, &where);
	if (!root) {
		ret = error_set(err, ERR_UNABLE, "%s:%d: not the JSON of a report: %s",
				path, where.line, where.text);
		goto out;
	}
	if (json_is_array(root))
		take_members(root, out);
	else if (json_is_array(json_object_get(root, "runs")))
		take_runs(json_object_get(root, "runs"), out);
	else if (json_is_array(json_object_get(root, "findings")))
		take_members(json_object_get(root, "findings"), out);
	else
		ret = error_set(err, ERR_UNABLE, "%s: neither a report of ratchet check in JSON nor SARIF",
				path);
	strvec_sort_uniq(out);
	json_decref(root);
out:
	strbuf_release(&text);
	return ret == ERR_NOT_FOUND ? ERR_UNABLE : ret;
}
