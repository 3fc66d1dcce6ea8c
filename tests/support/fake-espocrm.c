/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The fake EspoCRM as a program, for scripts: prints its URL and serves until its standard input
 * ends or it is terminated. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "fake-crm.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FAKE_KEY "0123456789abcdef0123456789abcdef"

typedef struct
{
  char *mode;
  int records;
  int port;
  int most, piece; /* of files, megabytes */
  char **faults;
  char **types;
  char *person;
  char *log;
  char *user;
  gint64 time;
  gboolean without_uid;
  gboolean until_eof;
} Options;

/* One of "*COUNT", "=NUMBER", "%PER-THOUSAND", "+AFTER", "~SECONDS", "@METHOD:PATH". */
static gboolean
read_part (CrmFault *fault, char sign, char *text)
{
  gint64 number;
  char *colon;

  if (sign == '@')
    {
      colon = strchr (text, ':');
      if (colon)
        {
          *colon = '\0';
          fault->path = colon + 1;
        }
      fault->method = *text ? text : NULL;
      return TRUE;
    }
  if (!g_ascii_string_to_signed (text, 10, 0, G_MAXINT, &number, NULL))
    return FALSE;
  if (sign == '*')
    fault->count = (guint) number;
  else if (sign == '=')
    fault->number = number;
  else if (sign == '+')
    fault->after = (guint) number;
  else if (sign == '~')
    fault->seconds = number;
  else
    fault->per_thousand = (guint) number;
  return TRUE;
}

/* A name and parts in any order; @text is changed. */
static gboolean
add_fault (CrmModel *model, char *text)
{
  static const char signs[] = "*=%@+~";
  CrmFault fault = { 0 };
  char *at = strpbrk (text, signs);
  int kind;

  while (at)
    {
      char sign = *at;
      char *next = strpbrk (at + 1, signs);
      g_autofree char *part = NULL;

      *at = '\0';
      part = next ? g_strndup (at + 1, (gsize) (next - at - 1)) : g_strdup (at + 1);
      if (!read_part (&fault, sign, part))
        return FALSE;
      /* The model keeps such strings for ever anyway. */
      fault.method = g_intern_string (fault.method);
      fault.path = g_intern_string (fault.path);
      at = next;
    }
  kind = crm_fault_from_name (text);
  if (kind < 0)
    return FALSE;
  fault.kind = (CrmFaultKind) kind;
  if ((kind == CRM_FAULT_STATUS || kind == CRM_FAULT_STATUS_DONE) && fault.number == 0)
    fault.number = 503;
  if (kind == CRM_FAULT_DATE_BACK && fault.seconds == 0)
    fault.seconds = fault.number ? fault.number : 3600;
  crm_model_add_fault (model, &fault);
  return TRUE;
}

static CrmModel *
make_model (const Options *options, GError **error)
{
  gboolean extension = g_strcmp0 (options->mode, "extension") == 0;
  const char *paths[4] = { FAKE_FIXTURES "/stock.json" };
  CrmConfig config
      = { .metadata = paths,
          .seed = 1,
          .time = options->time ? options->time : g_get_real_time () / G_USEC_PER_SEC };
  guint n = 1;

  if (extension)
    paths[n++] = FAKE_EXTENSION;
  else if (!options->without_uid)
    paths[n++] = FAKE_FIXTURES "/stock-uid.json";
  return crm_model_new (&config, error);
}

static void
add_person (CrmModel *model, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  const gboolean has_code = g_strv_length (parts) == 3;
  g_autofree char *json
      = g_strdup_printf ("{\"userName\":\"%s\",\"type\":\"regular\",\"password\":\"%s\"%s%s%s}",
                         parts[0],
                         parts[0] != NULL ? parts[1] : "",
                         has_code ? ",\"code\":\"" : "",
                         has_code ? parts[2] : "",
                         has_code ? "\"" : "");

  crm_model_set_user (model, json);
}

static gboolean
on_terminated (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static void
on_input_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    g_main_loop_quit (data);
  else
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), 4096, 0, NULL, on_input_read, data);
}

static int
serve (CrmModel *model, const Options *options)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FakeCrm) crm = fake_crm_new (model, FAKE_CRM_HERE, (guint) options->port, &error);

  if (crm == NULL)
    {
      g_printerr ("fake-espocrm: %s\n", error->message);
      return 1;
    }
  fake_crm_follow_clock (crm, TRUE);
  if (options->log && !fake_crm_log_requests (crm, options->log, &error))
    {
      g_printerr ("fake-espocrm: %s\n", error->message);
      return 1;
    }
  g_print ("%s\n", fake_crm_get_url (crm));
  fflush (stdout);
  g_unix_signal_add (SIGTERM, on_terminated, loop);
  g_unix_signal_add (SIGINT, on_terminated, loop);
  if (options->until_eof)
    {
      input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
      g_input_stream_read_bytes_async (input, 4096, 0, NULL, on_input_read, loop);
    }
  g_main_loop_run (loop);
  return 0;
}

int
main (int argc, char **argv)
{
  Options options = { .most = 256, .piece = 4 };
  const GOptionEntry entries[] = {
    { "mode",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options.mode,
      "stock (the default) or extension",
      "MODE" },
    { "records",
      0,
      0,
      G_OPTION_ARG_INT,
      &options.records,
      "fill the types with N records each",
      "N" },
    { "type", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.types, "a type to fill (Account)", "TYPE" },
    { "fault",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &options.faults,
      "NAME[*COUNT][=NUMBER][+AFTER][%PER-THOUSAND][~SECONDS][@METHOD:PATH]",
      "FAULT" },
    { "upload-most", 0, 0, G_OPTION_ARG_INT, &options.most, "most of a file (256)", "MB" },
    { "upload-piece", 0, 0, G_OPTION_ARG_INT, &options.piece, "most of a chunk (4)", "MB" },
    { "person",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options.person,
      "a person who signs in, perhaps with a code of a second step",
      "NAME:PASSWORD[:CODE]" },
    { "port", 0, 0, G_OPTION_ARG_INT, &options.port, "a port; any free one without this", "PORT" },
    { "time",
      0,
      0,
      G_OPTION_ARG_INT64,
      &options.time,
      "seconds since 1970 when the records were made (now); ids follow from it",
      "SECONDS" },
    { "log",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options.log,
      "write the requests to a file as curl --config reads them",
      "FILE" },
    { "user",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options.user,
      "what the user of the API key is beside that, for one \"acl\": rights by entity",
      "JSON" },
    { "without-uid",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options.without_uid,
      "stock mode: the administrator made no field for our uid",
      NULL },
    { "until-eof",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options.until_eof,
      "stop when the standard input ends",
      NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- a fake EspoCRM");
  g_autoptr (GError) error = NULL;
  CrmModel *model;
  int result;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context,
                                "Prints its URL. API keys: " FAKE_KEY " (sync), " CRM_ADMIN_KEY
                                " (admin).\nGET /debug/state dumps what it holds.");
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("fake-espocrm: %s\n", error->message);
      return 2;
    }
  model = make_model (&options, &error);
  if (model == NULL)
    {
      g_printerr ("fake-espocrm: %s\n", error->message);
      return 1;
    }
  crm_model_set_user (model,
                      "{\"userName\":\"sync\",\"name\":\"Sync\",\"apiKey\":\"" FAKE_KEY "\"}");
  crm_model_set_upload (model, (guint) MAX (options.most, 0), (guint) MAX (options.piece, 0));
  if (options.person != NULL)
    add_person (model, options.person);
  if (options.user)
    crm_model_set_user (model, options.user);
  for (guint i = 0; options.records > 0 && (i == 0 || (options.types && options.types[i])); i++)
    crm_model_fill (model, options.types ? options.types[i] : "Account", (guint) options.records);
  for (guint i = 0; options.faults && options.faults[i]; i++)
    if (!add_fault (model, options.faults[i]))
      {
        g_printerr ("fake-espocrm: no fault %s\n", options.faults[i]);
        crm_model_free (model);
        return 2;
      }
  result = serve (model, &options);
  g_free (options.mode);
  g_free (options.log);
  g_free (options.person);
  g_free (options.user);
  g_strfreev (options.faults);
  g_strfreev (options.types);
  return result;
}
