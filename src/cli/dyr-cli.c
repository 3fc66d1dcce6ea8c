/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCli: one run of dyryhent-cli: what was asked, the database, where answers and messages go. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dyr-cli-text.h"
#include "dyr-language.h"
#include "dyr-paths.h"
#include "dyr-search.h"
#include "dyr-undo.h"

/* Records brought into the full text in one transaction. */
#define SEARCH_CHUNK 2000

struct _DyrCli
{
  const DyrCliCommand *command;
  GPtrArray *arguments; /* char *, not owned */
  GHashTable *options;  /* name -> GPtrArray of char *, not owned */
  GPtrArray *none;      /* what an option that was not given has */
  DyrContext *context;
  gboolean language_given; /* the session names a language, not just "C" */
  DyrDatabase *database;
  GCancellable *cancellable;
  int percent; /* shown last */
};

/* clang-format off */
const DyrCliOption dyr_cli_common_options[] = {
  { "database", N_("FILE"), FALSE, N_("the database; without it the one in your data folder") },
  { "help", NULL, FALSE, N_("show this") },
  { "version", NULL, FALSE, N_("show the version of the program") },
  { NULL },
};
/* clang-format on */

/* Whether the session names a language of its own: not in "C", as in a cron job. */
static gboolean
is_language_given (void)
{
  static const char *const variables[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *value = g_getenv (variables[i]);

      if (value == NULL || *value == '\0')
        continue;
      return !g_str_equal (value, "C") && !g_str_equal (value, "POSIX")
             && !g_str_has_prefix (value, "C.");
    }
  return FALSE;
}

/* The office's time zone as the window's settings have it; NULL when nobody chose one, or when
 * there is no window here. */
static char *
read_zone (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (GVariant) zone = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, DYR_APP_ID, TRUE);
  if (schema == NULL)
    return NULL;
  settings = g_settings_new_full (schema, NULL, NULL);
  zone = g_settings_get_user_value (settings, "office-time-zone");
  return zone != NULL ? g_variant_dup_string (zone, NULL) : NULL;
}

DyrCli *
dyr_cli_new (void)
{
  DyrCli *self = g_new0 (DyrCli, 1);

  /* Asked first: setting the language up writes LANGUAGE. */
  self->language_given = is_language_given ();
  dyr_language_setup (NULL);
  /* Whoever reads the output may go away: the database is closed in order all the same. */
  signal (SIGPIPE, SIG_IGN);
  self->arguments = g_ptr_array_new ();
  self->none = g_ptr_array_new ();
  self->options
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
dyr_cli_free (DyrCli *self)
{
  if (self == NULL)
    return;
  dyr_cli_close (self);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->context, dyr_context_free);
  g_ptr_array_unref (self->arguments);
  g_ptr_array_unref (self->none);
  g_hash_table_unref (self->options);
  g_free (self);
}

/* Reading the command line */

static const DyrCliOption *
find_option (const DyrCliOption *options, const char *name, gsize length)
{
  for (; options != NULL && options->name != NULL; options++)
    if (strlen (options->name) == length && strncmp (options->name, name, length) == 0)
      return options;
  return NULL;
}

static const DyrCliCommand *
find_command (const DyrCliCommand *commands, const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; commands[i].name != NULL; i++)
    {
      if (g_str_equal (commands[i].name, name))
        return &commands[i];
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", commands[i].name);
    }
  /* Translators: what was typed, then a list of words: "list, show, add". */
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               _("There is no command “%s”. There are: %s."), name, names->str);
  return NULL;
}

static gboolean
keep_option (DyrCli *self, const DyrCliOption *option, const char *argument, GError **error)
{
  GPtrArray *given = g_hash_table_lookup (self->options, option->name);

  if (given == NULL)
    {
      given = g_ptr_array_new ();
      g_hash_table_insert (self->options, (gpointer) option->name, given);
    }
  else if (!option->many)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_USAGE,
                   _("Option --%s can be given only once."), option->name);
      return FALSE;
    }
  g_ptr_array_add (given, (gpointer) argument);
  return TRUE;
}

/* One option at words[*at], and its argument if that is a word of its own. */
static gboolean
parse_option (DyrCli *self, char **words, int n_words, int *at, GError **error)
{
  const char *word = words[*at];
  const char *name = g_str_equal (word, "-h") ? "help" : word + 2;
  gsize length = strcspn (name, "=");
  const char *argument = name[length] == '=' ? name + length + 1 : NULL;
  const DyrCliOption *option = NULL;

  if (g_str_has_prefix (word, "--") || g_str_equal (word, "-h"))
    {
      option = find_option (dyr_cli_common_options, name, length);
      if (option == NULL && self->command != NULL)
        option = find_option (self->command->options, name, length);
    }
  if (option == NULL)
    {
      g_set_error (error, DYR_ERROR, DYR_ERROR_USAGE, _("There is no option “%s” here."), word);
      return FALSE;
    }
  if (option->argument == NULL && argument != NULL)
    {
      g_set_error (
          error, DYR_ERROR, DYR_ERROR_USAGE, _("Option --%s takes no value."), option->name);
      return FALSE;
    }
  if (option->argument != NULL && argument == NULL)
    {
      if (*at + 1 >= n_words)
        {
          g_set_error (error,
                       DYR_ERROR,
                       DYR_ERROR_USAGE,
                       /* Translators: an option and what it needs: "FIELD=VALUE". */
                       _("Option --%s needs a value: %s."), option->name, _(option->argument));
          return FALSE;
        }
      argument = words[++*at];
    }
  return keep_option (self, option, argument, error);
}

static gboolean
check_arguments (DyrCli *self, GError **error)
{
  guint n = self->arguments->len;

  if (dyr_cli_has (self, "help") || dyr_cli_has (self, "version"))
    return TRUE;
  if (self->command == NULL)
    {
      g_set_error_literal (error, DYR_ERROR, DYR_ERROR_USAGE, _("A command is missing."));
      return FALSE;
    }
  if (n >= self->command->least && n <= self->command->most)
    return TRUE;
  if (n < self->command->least)
    /* Translators: a command and what belongs behind it: "show", "TYPE UID". */
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_USAGE,
                 _("Something is missing behind “%s”. It takes: %s."),
                    self->command->name,
                    _(self->command->arguments));
  else
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_USAGE,
                 _("“%s” is too much behind “%s”."),
                    dyr_cli_argument (self, self->command->most),
                    self->command->name);
  return FALSE;
}

gboolean
dyr_cli_parse (
    DyrCli *self, const DyrCliCommand *commands, char **words, int n_words, GError **error)
{
  gboolean options = TRUE;

  for (int i = 0; i < n_words; i++)
    {
      const char *word = words[i];

      if (options && g_str_equal (word, "--"))
        options = FALSE;
      else if (options && word[0] == '-' && word[1] != '\0')
        {
          if (!parse_option (self, words, n_words, &i, error))
            return FALSE;
        }
      else if (self->command != NULL)
        g_ptr_array_add (self->arguments, (gpointer) word);
      else
        {
          self->command = find_command (commands, word, error);
          if (self->command == NULL)
            return FALSE;
        }
    }
  return check_arguments (self, error);
}

const DyrCliCommand *
dyr_cli_command (DyrCli *self)
{
  return self->command;
}

guint
dyr_cli_n_arguments (DyrCli *self)
{
  return self->arguments->len;
}

const char *
dyr_cli_argument (DyrCli *self, guint index)
{
  return index < self->arguments->len ? g_ptr_array_index (self->arguments, index) : NULL;
}

gboolean
dyr_cli_has (DyrCli *self, const char *option)
{
  return g_hash_table_contains (self->options, option);
}

const char *
dyr_cli_option (DyrCli *self, const char *option)
{
  GPtrArray *given = dyr_cli_options (self, option);

  return given->len > 0 ? g_ptr_array_index (given, given->len - 1) : NULL;
}

GPtrArray *
dyr_cli_options (DyrCli *self, const char *option)
{
  GPtrArray *given = g_hash_table_lookup (self->options, option);

  return given != NULL ? given : self->none;
}

gboolean
dyr_cli_number (DyrCli *self,
                const char *option,
                gint64 least,
                gint64 most,
                gint64 fallback,
                gint64 *number,
                GError **error)
{
  const char *text = dyr_cli_option (self, option);
  g_autofree char *range = NULL;

  *number = fallback;
  if (text == NULL || g_ascii_string_to_signed (text, 10, least, most, number, NULL))
    return TRUE;
  range = g_strdup_printf ("%" G_GINT64_FORMAT "–%" G_GINT64_FORMAT, least, most);
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               /* Translators: an option, what was typed, what is possible: "1–1000". */
               _("Option --%s: “%s” is no whole number of %s."), option, text, range);
  return FALSE;
}

const char *
dyr_cli_format (DyrCli *self, const char *const *formats, GError **error)
{
  const char *text = dyr_cli_option (self, "format");
  g_autofree char *all = NULL;

  for (gsize i = 0; formats[i] != NULL; i++)
    if (text == NULL || g_str_equal (formats[i], text))
      return formats[i];
  all = g_strjoinv (", ", (char **) formats);
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               /* Translators: what was typed, then a list: "table, csv, json". */
               _("There is no format “%s”. There are: %s."), text, all);
  return NULL;
}

/* The database */

const DyrContext *
dyr_cli_context (DyrCli *self)
{
  if (self->context == NULL)
    {
      g_autofree char *zone = read_zone ();

      self->context = dyr_context_new (dyr_language_from_environment (), NULL, zone);
    }
  return self->context;
}

/* By the first program that finds it; then status and undo tell it until it is settled. */
static void
tell_interrupted (DyrCli *self)
{
  g_autoptr (GArray) actions = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  if (!dyr_undo_mark_interrupted (self->database, actions, &error))
    dyr_cli_tell (self, "%s", error->message);
  for (guint i = 0; i < actions->len; i++)
    {
      g_autofree char *number
          = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (actions, gint64, i));

      /* Translators: %s is the number of an action. */
      dyr_cli_tell (
          self,
          _("An action was interrupted in the middle. “dyryhent-cli undo %s” takes it back."),
             number);
    }
}

char *
dyr_cli_database_path (DyrCli *self, GError **error)
{
  const char *given = dyr_cli_option (self, "database");

  if (given == NULL)
    return dyr_paths_default_database ();
  if (*given != '\0')
    return g_canonicalize_filename (given, NULL);
  g_set_error_literal (
      error, DYR_ERROR, DYR_ERROR_USAGE, _("Option --database needs the name of a file."));
  return NULL;
}

gboolean
dyr_cli_open (DyrCli *self, gboolean create, GError **error)
{
  g_autofree char *path = NULL;
  DyrDatabaseOptions options = { 0 };

  g_return_val_if_fail (self->database == NULL, FALSE);

  path = dyr_cli_database_path (self, error);
  if (path == NULL)
    return FALSE;
  /* Sort keys are remade when the language changes: a job without a language takes the store's. */
  options.language = self->language_given ? dyr_cli_context (self)->language : NULL;
  options.zone = g_time_zone_get_identifier (dyr_cli_context (self)->zone);
  options.must_exist = !create;
  self->database = dyr_database_open (path, &options, error);
  if (self->database == NULL)
    return FALSE;
  tell_interrupted (self);
  return TRUE;
}

DyrDatabase *
dyr_cli_database (DyrCli *self)
{
  return self->database;
}

void
dyr_cli_close (DyrCli *self)
{
  if (self->database == NULL)
    return;
  dyr_database_close (self->database);
  g_clear_object (&self->database);
}

void
dyr_cli_catch_up (DyrCli *self)
{
  DyrSearchCatchUp catch_up = { .limit = SEARCH_CHUNK, .n_left = 1 };
  g_autoptr (GError) error = NULL;

  /* Mostly there is nothing to do: then nobody waits for who is writing. */
  if (dyr_database_read (self->database, dyr_search_job_look, &catch_up, NULL, NULL)
      && catch_up.n_left == 0)
    return;
  while (catch_up.n_left > 0)
    if (!dyr_database_write (self->database, dyr_search_job_catch_up, &catch_up, NULL, &error))
      {
        /* Translators: %s is a whole sentence that says why. */
        dyr_cli_tell (self, _("Search does not find the latest changes yet. %s"), error->message);
        return;
      }
}

/* What takes long */

static gpointer
wait_for_end (gpointer data)
{
  g_autoptr (GCancellable) cancellable = data;
  sigset_t signals;
  int number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  if (sigwait (&signals, &number) != 0)
    return NULL;
  g_cancellable_cancel (cancellable);
  /* Whoever asks a second time does not want to wait. */
  while (sigwait (&signals, &number) != 0)
    ;
  _exit (DYR_EXIT_REFUSED);
}

GCancellable *
dyr_cli_cancellable (DyrCli *self)
{
  sigset_t signals;

  g_return_val_if_fail (self->database == NULL, NULL);

  if (self->cancellable != NULL)
    return self->cancellable;
  /* Threads made later block them, too: they come to the one that waits for them. */
  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  self->cancellable = g_cancellable_new ();
  g_thread_unref (g_thread_new ("dyr-signals", wait_for_end, g_object_ref (self->cancellable)));
  return self->cancellable;
}

void
dyr_cli_show_progress (DyrCli *self, int percent)
{
  if (!isatty (STDERR_FILENO) || percent == self->percent)
    return;
  self->percent = percent;
  if (percent >= 100)
    fputs ("\r       \r", stderr);
  else
    fprintf (stderr, "\r%d %%", percent);
  fflush (stderr);
}

/* Answers and messages */

static gboolean
set_output_error (GError **error)
{
  if (errno == EPIPE)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, g_strerror (errno));
  else
    g_set_error (error,
                 DYR_ERROR,
                 errno == ENOSPC ? DYR_ERROR_FULL : DYR_ERROR_FAILED,
                 _("The output could not be written: %s."), g_strerror (errno));
  return FALSE;
}

gboolean
dyr_cli_write (DyrCli *self, const char *text, GError **error)
{
  return fputs (text, stdout) >= 0 || set_output_error (error);
}

gboolean
dyr_cli_printf (DyrCli *self, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return dyr_cli_write (self, text, error);
}

gboolean
dyr_cli_flush (DyrCli *self, GError **error)
{
  return fflush (stdout) == 0 || set_output_error (error);
}

void
dyr_cli_tell (DyrCli *self, const char *format, ...)
{
  g_autofree char *text = NULL, *clean = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  clean = dyr_cli_text_lines (text);
  fprintf (stderr, "%s\n", clean);
}
