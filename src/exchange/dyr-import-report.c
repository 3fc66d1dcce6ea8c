/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What an import says of itself: counts, a reason for each row that is not in, people to be found.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-private.h"

#include <string.h>

#include "dyr-text.h"

/* Of what stands in a cell, in a message. */
#define QUOTED_BYTES 1000
#define QUOTED_CHARACTERS 60

char *
dyr_import_quote (const char *text)
{
  gsize length = strnlen (text, QUOTED_BYTES);
  g_autofree char *line = NULL, *begin = NULL;

  while (length == QUOTED_BYTES && length > 0 && (text[length] & 0xc0) == 0x80)
    length--;
  line = dyr_text_clean (text, (gssize) length);
  if (line == NULL)
    return g_strdup ("");
  if (length < QUOTED_BYTES && g_utf8_strlen (line, -1) <= QUOTED_CHARACTERS)
    return g_steal_pointer (&line);

  begin = g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), QUOTED_CHARACTERS));

  return g_strconcat (begin, "…", NULL);
}

static void
free_entry (gpointer data)
{
  DyrImportEntry *entry = data;

  g_free (entry->column);
  g_free (entry->title);
  g_free (entry->message);
  g_free (entry);
}

static void
free_person (gpointer data)
{
  DyrImportPerson *person = data;

  g_free (person->name);
  g_free (person);
}

/* The report that everybody sees, and what helps to make it. */
typedef struct
{
  DyrImportReport report;
  GHashTable *by_name; /* folded name -> DyrImportPerson */
} Private;

DyrImportReport *
dyr_import_report_new (void)
{
  Private *self = g_new0 (Private, 1);

  self->report.entries = g_ptr_array_new_with_free_func (free_entry);
  self->report.people = g_ptr_array_new_with_free_func (free_person);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return &self->report;
}

/**
 * dyr_import_report_free:
 * @report: (nullable): a report
 */
void
dyr_import_report_free (DyrImportReport *report)
{
  if (report == NULL)
    return;

  g_ptr_array_unref (report->entries);
  g_ptr_array_unref (report->people);
  g_hash_table_unref (((Private *) report)->by_name);
  g_free (report->file_name);
  g_free (report->sheet);
  g_clear_pointer (&report->rejects, dyr_import_rejects_unref);
  g_free (report);
}

void
dyr_import_report_count (DyrImportReport *self, DyrImportOutcome outcome)
{
  self->n[outcome]++;
}

void
dyr_import_report_add (DyrImportReport *self, DyrImportEntry *entry)
{
  dyr_import_report_count (self, entry->outcome);
  if (self->n[entry->outcome] <= DYR_IMPORT_ENTRIES_MAX)
    {
      g_ptr_array_add (self->entries, g_memdup2 (entry, sizeof *entry));
      return;
    }
  g_free (entry->column);
  g_free (entry->title);
  g_free (entry->message);
}

void
dyr_import_report_add_person (DyrImportReport *self, const char *name, guint n_rows)
{
  GHashTable *by_name = ((Private *) self)->by_name;
  g_autofree char *folded = dyr_text_fold (name);
  DyrImportPerson *person = g_hash_table_lookup (by_name, folded);

  if (person == NULL)
    {
      person = g_new0 (DyrImportPerson, 1);
      person->name = g_strdup (name);
      g_ptr_array_add (self->people, person);
      g_hash_table_insert (by_name, g_steal_pointer (&folded), person);
    }
  person->n_rows += n_rows;
}

void
dyr_import_report_join (DyrImportReport *self, DyrImportReport *other)
{
  guint n[DYR_IMPORT_N_OUTCOMES];

  memcpy (n, self->n, sizeof n);
  for (guint i = 0; i < other->entries->len; i++)
    {
      DyrImportEntry *entry = other->entries->pdata[i];

      if (++n[entry->outcome] <= DYR_IMPORT_ENTRIES_MAX)
        g_ptr_array_add (self->entries, entry);
      else
        free_entry (entry);
    }
  g_ptr_array_set_free_func (other->entries, NULL);
  g_ptr_array_set_size (other->entries, 0);
  g_ptr_array_set_free_func (other->entries, free_entry);
  for (guint i = 0; i < DYR_IMPORT_N_OUTCOMES; i++)
    self->n[i] += other->n[i];
  memset (other->n, 0, sizeof other->n);
  for (guint i = 0; i < other->people->len; i++)
    {
      DyrImportPerson *person = other->people->pdata[i];

      dyr_import_report_add_person (self, person->name, person->n_rows);
    }
  g_hash_table_remove_all (((Private *) other)->by_name);
  g_ptr_array_set_size (other->people, 0);
}

static const char *
outcome_word (DyrImportOutcome outcome)
{
  switch (outcome)
    {
    case DYR_IMPORT_NEW:
      return C_ ("import", "new");
    case DYR_IMPORT_CHANGED:
      return C_ ("import", "changed");
    case DYR_IMPORT_SAME:
      return C_ ("import", "unchanged");
    case DYR_IMPORT_SKIPPED:
      return C_ ("import", "skipped");
    case DYR_IMPORT_REFUSED:
      return C_ ("import", "refused");
    case DYR_IMPORT_WARNING:
    default:
      return C_ ("import", "warning");
    }
}

static char *
describe_place (const DyrImportEntry *entry, const char *file_name)
{
  if (entry->column != NULL)
    /* Translators: name of a file, number of a line, name of a column. */
    return g_strdup_printf (_ ("%s, line %u, column “%s”"), file_name, entry->line, entry->column);
  if (entry->character > 0)
    /* Translators: name of a file, number of a line, number of a character in it. */
    return g_strdup_printf (
        _ ("%s, line %u, character %u"), file_name, entry->line, entry->character);

  /* Translators: name of a file, number of a line. */
  return g_strdup_printf (_ ("%s, line %u"), file_name, entry->line);
}

/**
 * dyr_import_entry_describe:
 * @entry: an entry of a report
 * @file_name: the report's
 *
 * Returns: (transfer full): place, outcome, record and reason in one line: "clients.csv, line 12,
 *   column “Valid until”: refused: “Ромашка”: “31.02.2026” is no date. …"
 */
char *
dyr_import_entry_describe (const DyrImportEntry *entry, const char *file_name)
{
  g_autofree char *place = NULL, *title = NULL;
  const char *outcome;

  g_return_val_if_fail (entry != NULL, NULL);
  g_return_val_if_fail (file_name != NULL, NULL);

  place = describe_place (entry, file_name);
  outcome = outcome_word (entry->outcome);
  if (entry->title == NULL && entry->message == NULL)
    /* Translators: where, in what file; what became of it: "new", "refused". */
    return g_strdup_printf (C_ ("import", "%s: %s"), place, outcome);
  if (entry->title == NULL)
    /* Translators: where; what became of it: "refused", "warning"; why, a sentence. */
    return g_strdup_printf (C_ ("import", "%s: %s: %s"), place, outcome, entry->message);
  title = dyr_import_quote (entry->title);
  if (entry->message == NULL)
    /* Translators: where; what became of it: "new"; the name of the record. */
    return g_strdup_printf (C_ ("import", "%s: %s: “%s”"), place, outcome, title);

  /* Translators: where; what became of it: "refused", "warning"; the name of the record; why, a
   * sentence. */
  return g_strdup_printf (C_ ("import", "%s: %s: “%s”: %s"), place, outcome, title, entry->message);
}

/**
 * dyr_import_report_summarize:
 * @report: a report
 *
 * Returns: (transfer full): the counts in one line: "12 new, 3 changed, 1 unchanged, 0 skipped,
 *   2 refused, 1 warning"
 */
char *
dyr_import_report_summarize (const DyrImportReport *report)
{
  g_autofree char *created = NULL, *changed = NULL, *same = NULL, *skipped = NULL, *refused = NULL,
                  *warnings = NULL;
  const guint *n;

  g_return_val_if_fail (report != NULL, NULL);

  n = report->n;
  created = g_strdup_printf (ngettext ("%u new", "%u new", n[DYR_IMPORT_NEW]), n[DYR_IMPORT_NEW]);
  changed = g_strdup_printf (ngettext ("%u changed", "%u changed", n[DYR_IMPORT_CHANGED]),
                             n[DYR_IMPORT_CHANGED]);
  same = g_strdup_printf (ngettext ("%u unchanged", "%u unchanged", n[DYR_IMPORT_SAME]),
                          n[DYR_IMPORT_SAME]);
  skipped = g_strdup_printf (ngettext ("%u skipped", "%u skipped", n[DYR_IMPORT_SKIPPED]),
                             n[DYR_IMPORT_SKIPPED]);
  refused = g_strdup_printf (ngettext ("%u refused", "%u refused", n[DYR_IMPORT_REFUSED]),
                             n[DYR_IMPORT_REFUSED]);
  warnings = g_strdup_printf (ngettext ("%u warning", "%u warnings", n[DYR_IMPORT_WARNING]),
                              n[DYR_IMPORT_WARNING]);

  /* Translators: a list of counts of rows: new, changed, unchanged, skipped, refused, warnings. */
  return g_strdup_printf (
      _ ("%s, %s, %s, %s, %s, %s"), created, changed, same, skipped, refused, warnings);
}
