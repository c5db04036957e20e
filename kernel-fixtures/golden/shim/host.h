/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way out of the model.  host.c is the only file that sees the host's C
 * library; everything else is freestanding, like the core.
 */
#ifndef SHIM_HOST_H
#define SHIM_HOST_H

typedef __SIZE_TYPE__ host_size_t;

/* A run is a scenario, plain or with one fault, in a process of its own. */
struct scenario {
	const char *name;
	int clause;		/* what a crash in it says something about */
	void (*run)(int arg);
	int arg;
	unsigned faults : 1;	/* again, once for each call that may fail */
};

/* Those for a configuration: a list that ends with a NULL name. */
const struct scenario *scenario_list(const char *configuration);
/* Begin and end of a run; @fault: which call is to fail, 0: none. */
void run_begin(int fault);
/* Says how many calls could have failed; NULL, or what did. */
int run_end(const char **fault);

/* A line of the record; it survives whatever happens afterwards. */
void host_line(const char *text);
/* The run is over: nothing after this can be trusted. */
void host_stop(void) __attribute__((noreturn));
void *host_alloc(host_size_t n);	/* zeroed; dies rather than fails */
void host_free(void *p);
int host_format(char *out, host_size_t n, const char *fmt, __builtin_va_list ap);

#endif
