/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* CrashLedger: what a person was told is stored, to be compared with what is. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crash-ledger.h"

#include "dyr-rows.h"
#include "dyr-save.h"

static void
free_fact (gpointer data)
{
  CrashFact *fact = data;

  g_free (fact->title);
  g_free (fact->field);
  g_free (fact->text);
  g_free (fact->entry);
  g_free (fact);
}

CrashLedger *
crash_ledger_new (void)
{
  CrashLedger *self = g_new0 (CrashLedger, 1);

  self->acknowledged = g_ptr_array_new_with_free_func (free_fact);
  self->promised = g_ptr_array_new_with_free_func (free_fact);
  return self;
}

void
crash_ledger_free (CrashLedger *self)
{
  g_ptr_array_unref (self->acknowledged);
  g_ptr_array_unref (self->promised);
  g_free (self);
}

void
crash_ledger_promise (
    CrashLedger *self, const char *title, const char *field, const char *text, const char *entry)
{
  CrashFact *fact = g_new0 (CrashFact, 1);

  fact->title = g_strdup (title);
  fact->field = g_strdup (field);
  fact->text = g_strdup (text);
  fact->entry = g_strdup (entry);
  g_ptr_array_add (self->promised, fact);
}

/* The newest fact of a field counts; of a record that goes, only that. */
void
crash_ledger_acknowledge (CrashLedger *self)
{
  for (guint i = 0; i < self->promised->len; i++)
    {
      const CrashFact *fact = self->promised->pdata[i];

      for (guint j = self->acknowledged->len; j > 0; j--)
        {
          CrashFact *old = self->acknowledged->pdata[j - 1];

          if (!g_str_equal (old->title, fact->title))
            continue;
          if (g_strcmp0 (old->field, fact->field) == 0 || fact->field == NULL)
            g_ptr_array_remove_index (self->acknowledged, j - 1);
        }
    }
  g_ptr_array_extend_and_steal (self->acknowledged, g_steal_pointer (&self->promised));
  self->promised = g_ptr_array_new_with_free_func (free_fact);
}

void
crash_ledger_set_entry (CrashLedger *self, const char *title, const char *entry)
{
  for (guint i = 0; i < self->acknowledged->len; i++)
    {
      CrashFact *fact = self->acknowledged->pdata[i];

      if (g_str_equal (fact->title, title))
        {
          g_free (fact->entry);
          fact->entry = g_strdup (entry);
        }
    }
}

typedef struct
{
  const CrashFact *fact;
  gint64 n;         /* records of that title that are there */
  gboolean same;    /* the value is the fact's */
  gboolean history; /* the last change of the field says so */
  gboolean waits;   /* as the fact says */
} Finding;

static gboolean
read_value (DyrConnection *connection, gint64 id, Finding *finding, GError **error)
{
  const CrashFact *fact = finding->fact;
  g_autoptr (DyrRow) row = dyr_row_read (connection, id, error);
  g_autofree char *text = NULL;
  gint64 same;
  int field;

  if (row == NULL)
    return FALSE;
  if (fact->field == NULL)
    {
      finding->same = row->deleted == g_str_equal (fact->text, "deleted");
      if (!dyr_connection_number (connection,
                                  error,
                                  0,
                                  &same,
                                  "SELECT kind FROM change WHERE record = ? AND kind <> 4 "
                                  "ORDER BY id DESC LIMIT 1",
                                  "i",
                                  id))
        return FALSE;
      finding->history
          = (same == DYR_CHANGE_DELETED) == g_str_equal (fact->text, "deleted") && same != 0;
      return TRUE;
    }
  field = dyr_record_type_find (row->type, fact->field);
  text = dyr_field_to_text (&row->type->fields[field], &row->values[field]);
  finding->same = g_strcmp0 (text, fact->text) == 0;
  if (!dyr_connection_number (connection,
                              error,
                              /* Creation is one row of the history, with no row a field. */
                              1,
                              &same,
                              "SELECT new IS ? FROM change WHERE record = ? AND field = ? "
                              "ORDER BY id DESC LIMIT 1",
                              "tit",
                              fact->text,
                              id,
                              fact->field))
    return FALSE;
  finding->history = same != 0;
  return TRUE;
}

static gboolean
job_look (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Finding *finding = data;
  const CrashFact *fact = finding->fact;
  g_autofree char *sql
      = g_strdup_printf ("SELECT count (*) FROM record r WHERE r.id = ? AND (%s)", fact->entry);
  gint64 id, waits;

  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &finding->n,
                              "SELECT count (*) FROM record WHERE title = ?",
                              "t",
                              fact->title)
      || !dyr_connection_number (connection,
                                 error,
                                 0,
                                 &id,
                                 "SELECT id FROM record WHERE title = ? LIMIT 1",
                                 "t",
                                 fact->title))
    return FALSE;
  if (finding->n == 0)
    return TRUE;
  if (!read_value (connection, id, finding, error)
      || !dyr_connection_number (connection, error, 0, &waits, sql, "i", id))
    return FALSE;
  finding->waits = waits != 0;
  return TRUE;
}

static char *
describe (const Finding *finding, const char *what)
{
  return g_strdup_printf ("%s: “%s”, %s = %s: %d there, value %d, history %d, outbox %d",
                          what,
                          finding->fact->title,
                          finding->fact->field,
                          finding->fact->text,
                          (int) finding->n,
                          finding->same,
                          finding->history,
                          finding->waits);
}

static char *
doubt_fact (DyrDatabase *database, const CrashFact *fact, gboolean acknowledged)
{
  Finding finding = { .fact = fact };
  g_autoptr (GError) error = NULL;

  if (!dyr_database_read (database, job_look, &finding, NULL, &error))
    return g_strdup_printf ("a fact cannot be read: %s", error->message);
  if (finding.n > 1)
    return describe (&finding, "twice there");
  if (acknowledged && (finding.n == 0 || !finding.same))
    return describe (&finding, "acknowledged, but not there");
  return finding.n == 0 || !finding.same || (finding.history && finding.waits)
             ? NULL
             : describe (&finding, "half there");
}

char *
crash_ledger_doubt (CrashLedger *self, DyrDatabase *database)
{
  char *doubt = NULL;

  for (guint i = 0; i < self->acknowledged->len && doubt == NULL; i++)
    {
      const CrashFact *fact = self->acknowledged->pdata[i];
      gboolean moving = FALSE;

      /* What was about to change it may have done so. */
      for (guint j = 0; j < self->promised->len && !moving; j++)
        {
          const CrashFact *next = self->promised->pdata[j];

          moving = g_str_equal (next->title, fact->title)
                   && (next->field == NULL || g_strcmp0 (next->field, fact->field) == 0);
        }
      if (!moving)
        doubt = doubt_fact (database, fact, TRUE);
    }
  for (guint i = 0; i < self->promised->len && doubt == NULL; i++)
    doubt = doubt_fact (database, self->promised->pdata[i], FALSE);
  return doubt;
}
