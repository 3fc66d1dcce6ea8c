/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli show: one record, for people or as JSON. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-find.h"
#include "dyr-cli-json.h"
#include "dyr-cli-text.h"
#include "dyr-record-json.h"

/* clang-format off */
const DyrCliOption dyr_cli_show_options[] = {
  { "format", N_("FORMAT"), FALSE, N_("text or json") },
  { NULL },
};
/* clang-format on */

typedef struct
{
  DyrCli *cli;
  const DyrRecordType *type;
  DyrUid uid;
  const char *format;
} Show;

static gboolean
write_line (DyrCli *cli, const char *label, const char *value, GError **error)
{
  g_autofree char *clean = dyr_cli_text_lines (value != NULL ? value : "—");
  g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);
  /* Further lines of a long text stand under the first. */
  g_autofree char *text = g_strjoinv ("\n  ", lines);

  /* Translators: the name of a field, then its value. */
  return dyr_cli_printf (cli, error, _("%s: %s\n"), label, text);
}

static const char *
find_currency (const DyrRow *row, guint field)
{
  const DyrField *about = &row->type->fields[field];

  return about->kind == DYR_KIND_MONEY ? dyr_value_text (&row->values[about->currency]) : NULL;
}

static gboolean
write_text (Show *show, const DyrRow *row, GError **error)
{
  g_autofree char *uid = dyr_uid_to_text (&row->uid);

  if (!write_line (show->cli, _("uid"), uid, error))
    return FALSE;
  for (guint i = 0; i < row->type->n_fields; i++)
    {
      g_autofree char *text = dyr_context_show (
          dyr_cli_context (show->cli), row->type, i, &row->values[i], find_currency (row, i));

      if (!write_line (show->cli, dyr_field_label (row->type, i), text, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
job_show (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Show *show = data;
  g_autoptr (DyrRow) row = dyr_cli_find_listed (connection, show->type, &show->uid, error);
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *text = NULL;

  if (row == NULL)
    return FALSE;
  if (!g_str_equal (show->format, "json"))
    return write_text (show, row, error);
  builder = json_builder_new ();
  dyr_record_json_add_row (builder, row, NULL, 0);
  text = dyr_cli_json_end (builder);
  return dyr_cli_printf (show->cli, error, "%s\n", text);
}

gboolean
dyr_cli_run_show (DyrCli *cli, int *status, GError **error)
{
  static const char *const formats[] = { "text", "json", NULL };
  Show show = { .cli = cli, .type = dyr_cli_find_type (dyr_cli_argument (cli, 0), error) };

  if (show.type == NULL)
    return FALSE;
  show.format = dyr_cli_format (cli, formats, error);
  return show.format != NULL && dyr_cli_find_uid (dyr_cli_argument (cli, 1), &show.uid, error)
         && dyr_cli_open (cli, FALSE, error)
         && dyr_database_read (dyr_cli_database (cli), job_show, &show, NULL, error);
}
