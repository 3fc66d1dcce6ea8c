/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCli: one run of dyryhent-cli: what was asked, the database, where answers and messages go. */

#pragma once

#include "dyr-context.h"
#include "dyr-database.h"
#include "dyr-error.h"

G_BEGIN_DECLS

/* What the program says to whoever started it. */
typedef enum
{
  DYR_EXIT_DONE = 0,
  DYR_EXIT_REFUSED = 1,   /* refused or not found; for import: some row was */
  DYR_EXIT_USAGE = 2,     /* wrong use */
  DYR_EXIT_UNREACHED = 3, /* sync: the CRM does not answer, or asks to come later */
} DyrExit;

typedef struct _DyrCli DyrCli;

/* One option of a command. Texts are N_ (). */
typedef struct
{
  const char *name;     /* "where": given as --where */
  const char *argument; /* "FIELD=VALUE"; NULL: the option has none */
  gboolean many;        /* may be given several times */
  const char *help;
} DyrCliOption;

/* A command does its work and returns the exit status. FALSE with *error: the status is that of
 * the error. */
typedef gboolean (*DyrCliRun) (DyrCli *cli, int *status, GError **error);

/* One line of the command table. */
typedef struct
{
  const char *name;
  const char *arguments;       /* N_ ("TYPE UID FIELD=VALUE…") */
  const char *help;            /* N_ (): one line */
  guint least, most;           /* number of arguments; G_MAXUINT: any */
  const DyrCliOption *options; /* ended by a NULL name; NULL for none */
  DyrCliRun run;
} DyrCliCommand;

/* Options that every command takes; ended by a NULL name. */
extern const DyrCliOption dyr_cli_common_options[];

DyrCli *dyr_cli_new (void);
void dyr_cli_free (DyrCli *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCli, dyr_cli_free)

/* Reads the words behind the program's name. `commands` is ended by a NULL name. The command may
 * stay NULL when --help or --version stands there. DYR_ERROR_USAGE. */
gboolean dyr_cli_parse (
    DyrCli *self, const DyrCliCommand *commands, char **words, int n_words, GError **error);

const DyrCliCommand *dyr_cli_command (DyrCli *self);
guint dyr_cli_n_arguments (DyrCli *self);
const char *dyr_cli_argument (DyrCli *self, guint index);
gboolean dyr_cli_has (DyrCli *self, const char *option);
/* The option's argument, the last one given; NULL when it is not there. */
const char *dyr_cli_option (DyrCli *self, const char *option);
/* All that were given of an option: char *, maybe none; not to be freed. */
GPtrArray *dyr_cli_options (DyrCli *self, const char *option);
/* The option's argument as a number; `fallback` when it is not given. */
gboolean dyr_cli_number (DyrCli *self,
                         const char *option,
                         gint64 least,
                         gint64 most,
                         gint64 fallback,
                         gint64 *number,
                         GError **error);
/* The --format asked for, one of `formats` (ended by NULL), the first when it is not given. */
const char *dyr_cli_format (DyrCli *self, const char *const *formats, GError **error);

/* Language, country and time zone that values are read and shown with. */
const DyrContext *dyr_cli_context (DyrCli *self);

/* For what takes long: cancelled when somebody ends the program by a signal, which then is left to
 * finish in order. Before dyr_cli_open (). */
GCancellable *dyr_cli_cancellable (DyrCli *self);
/* Shows on a terminal how far it is, in place; nothing elsewhere. `percent` of 100 takes it away.
 */
void dyr_cli_show_progress (DyrCli *self, int percent);

/* The file asked for, or the usual one; newly allocated. DYR_ERROR_USAGE. */
char *dyr_cli_database_path (DyrCli *self, GError **error);
/* Opens the database asked for; `create`: makes it when it is not there. */
gboolean dyr_cli_open (DyrCli *self, gboolean create, GError **error);
DyrDatabase *dyr_cli_database (DyrCli *self);
/* Closes it, so that what is in the journal is in the file. */
void dyr_cli_close (DyrCli *self);
/* Makes the full text follow the edits. A failure is told and is no failure of the command: what
 * was edited is stored. */
void dyr_cli_catch_up (DyrCli *self);

/* Writes to standard output; the text is not changed. */
gboolean dyr_cli_write (DyrCli *self, const char *text, GError **error);
gboolean dyr_cli_printf (DyrCli *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* Makes sure that all of it was taken. */
gboolean dyr_cli_flush (DyrCli *self, GError **error);
/* A message or warning, as a line of standard error. */
void dyr_cli_tell (DyrCli *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
