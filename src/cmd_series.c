/* SPDX-License-Identifier: GPL-2.0-only */
#include "cmd.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "series.h"

static error_t parse_arg(int key, char *arg, struct argp_state *st)
{
	char **series = st->input;

	switch (key) {
	case ARGP_KEY_INIT:
		cmd_parse_begin(st);
		return 0;
	case ARGP_KEY_ARG:
		if (!series || *series)
			return cmd_usage_error("unexpected argument '%s'",
					       arg);
		*series = arg;
		return 0;
	case ARGP_KEY_END:
		if (series && !*series)
			return cmd_usage_error("a series is needed: 'ratchet list' shows them");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp list_argp = {
	.parser = parse_arg,
	.doc = "List the series in RATCHET_SERIES_PATH and in ratchet's own directory.",
};

static const struct argp show_argp = {
	.parser = parse_arg,
	.args_doc = "SERIES[/STEP]",
	.doc = "Show the steps of a series, or the message and passes of one step.",
};

int cmd_list(int argc, char **argv)
{
	struct strvec names = STRVEC_INIT;

	if (cmd_parse(&list_argp, argc, argv, "ratchet list", NULL))
		return EXIT_UNABLE;
	series_list(cmd_data_dir(), &names);
	for (size_t i = 0; i < names.nr; i++)
		puts(names.v[i]);
	strvec_release(&names);
	return EXIT_CLEAN;
}

static void show_step(const struct step *s)
{
	printf("%s\n\n%s\n", s->name, s->message);
	for (size_t i = 0; i < s->nr_passes; i++)
		printf("pass    %s\n", s->passes[i].name);
	for (size_t i = 0; i < s->nr_expects; i++) {
		const struct expect *x = &s->expects[i];

		if (x->kind == EXPECT_SAME)
			printf("same    code%s\n", x->in.nr ? " (in places)" : "");
		if (x->kind == EXPECT_ABSENT || x->kind == EXPECT_PRESENT ||
		    x->kind == EXPECT_REQUIRES)
			printf("%-7s %s %s%s%s%s\n",
			       x->kind == EXPECT_ABSENT ? "absent" :
			       x->kind == EXPECT_PRESENT ? "present" :
							   "needs",
			       expect_what_name(x->what), x->name,
			       x->member ? "." : "",
			       x->member ? x->member : "",
			       x->cond ? " (where it applies)" : "");
	}
	printf("rule    %s\n", s->hash);
}

int cmd_load_series(const char *spec, struct series **out, struct strbuf *err)
{
	return ends_with(spec, ".cocci") ? series_load_rule(out, spec, err) :
	       series_load(out, spec, cmd_data_dir(), err);
}

/*
 * The last part may name no series while the rest does: then it is a step.
 */
int cmd_load_spec(const char *spec, struct series **out,
		  const struct step **step, struct strbuf *err)
{
	const char *slash = strrchr(spec, '/');
	char *head;
	int ret = series_load(out, spec, cmd_data_dir(), err);

	*step = NULL;
	if (!ret || !slash || !slash[1] || slash == spec)
		return ret;
	head = xstrndup(spec, slash - spec);
	if (!series_load(out, head, cmd_data_dir(), NULL)) {
		strbuf_reset(err);
		*step = series_step(*out, slash + 1);
		ret = *step ? 0 :
			      error_set(err, ERR_UNABLE,
					"series '%s' has no step '%s'",
					(*out)->name, slash + 1);
	}
	free(head);
	return ret;
}

int cmd_show(int argc, char **argv)
{
	struct strbuf err = STRBUF_INIT;
	struct series *s = NULL;
	const struct step *step = NULL;
	char *spec = NULL;
	int ret;

	if (cmd_parse(&show_argp, argc, argv, "ratchet show", &spec))
		return EXIT_UNABLE;
	ret = cmd_load_spec(spec, &s, &step, &err);
	if (!ret && step)
		show_step(step);
	for (size_t i = 0; !ret && !step && i < s->nr_steps; i++)
		printf("%-28s %s\n", s->steps[i].name, s->steps[i].subject);
	if (ret)
		ret = cmd_failed(ret, &err);
	series_free(s);
	strbuf_release(&err);
	return ret;
}
