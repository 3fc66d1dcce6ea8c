/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What was done in the office, in words. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-history-words.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"
#include "dyr-story.h"

/* Characters of a title, of a value, of a name. */
#define MAX_TITLE 200
#define MAX_VALUE 120

static char *
show_value (const DyrRecordType *type, guint field, const DyrValue *value, gpointer data)
{
  return dyr_context_show (data, type, field, value, NULL);
}

char *
dyr_history_words_title (const DyrContext *context, const DyrHistoryAction *action)
{
  g_autofree char *title = NULL;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (action != NULL, NULL);

  title = dyr_history_action_title (action->changes, show_value, (gpointer) context);
  return dyr_display_line (title, MAX_TITLE);
}

static const char *
source_label (DyrSource source)
{
  switch (source)
    {
    case DYR_SOURCE_SYNC:
      return C_ ("source of a change", "CRM");
    case DYR_SOURCE_RULE:
      return C_ ("source of a change", "Rule");
    case DYR_SOURCE_IMPORT:
      return C_ ("source of a change", "Import");
    case DYR_SOURCE_SAMPLE:
      return C_ ("source of a change", "Sample office");
    case DYR_SOURCE_PERSON:
    default:
      return C_ ("source of a change", "You");
    }
}

/* The record that it changed, where the title names fields only; NULL: it does, or there are more.
 */
static char *
subject_of (const DyrHistoryAction *action)
{
  const DyrHistoryEntry *first;

  if (action->changes->len == 0 || action->n_changes > action->changes->len)
    return NULL;
  first = g_ptr_array_index (action->changes, 0);
  for (guint i = 0; i < action->changes->len; i++)
    {
      const DyrHistoryEntry *entry = g_ptr_array_index (action->changes, i);

      if (entry->kind != DYR_CHANGE_FIELD || entry->field < 0 || entry->record != first->record)
        return NULL;
    }
  return dyr_display_line (first->record_title, MAX_VALUE);
}

char *
dyr_history_words_facts (const DyrContext *context, const DyrHistoryAction *action)
{
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *subject = NULL, *person = NULL, *at = NULL, *changes = NULL;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (action != NULL, NULL);

  subject = subject_of (action);
  if (subject != NULL)
    g_string_append_printf (facts, "%s · ", subject);
  person = dyr_display_line (action->person, MAX_VALUE);
  if (person != NULL)
    g_string_append (facts, person);
  if (person != NULL && action->source != DYR_SOURCE_PERSON)
    g_string_append (facts, " · ");
  if (person == NULL || action->source != DYR_SOURCE_PERSON)
    g_string_append (facts, source_label (action->source));
  at = dyr_format_instant (context->format, action->at, dyr_context_today (context));
  g_string_append_printf (facts, " · %s · ", at);
  changes = dyr_format_count_in (
      context->format, ngettext ("%s change", "%s changes", action->n_changes), action->n_changes);
  g_string_append (facts, changes);
  return g_string_free (g_steal_pointer (&facts), FALSE);
}

static gboolean
is_whole (DyrActionState state)
{
  return state == DYR_ACTION_DONE;
}

const char *
dyr_history_words_state (const DyrHistoryAction *action)
{
  g_return_val_if_fail (action != NULL, NULL);

  if (action->undone && action->undo_state == DYR_ACTION_RUNNING)
    return C_ ("history", "In progress");
  if (action->undone)
    return is_whole (action->undo_state)       ? C_ ("history", "Undone")
                                               : C_ ("history", "Undone in part");
  switch (action->state)
    {
    case DYR_ACTION_RUNNING:
      return C_ ("history", "In progress");
    case DYR_ACTION_INTERRUPTED:
      return C_ ("history", "Interrupted");
    case DYR_ACTION_STOPPED:
      return C_ ("history", "Stopped");
    case DYR_ACTION_DONE:
    default:
      return NULL;
    }
}

DyrHistoryStep
dyr_history_words_step (const DyrHistoryAction *action)
{
  g_return_val_if_fail (action != NULL, DYR_HISTORY_NOTHING);

  if (action->state == DYR_ACTION_RUNNING || action->n_changes == 0)
    return DYR_HISTORY_NOTHING;
  if (!action->undone)
    return DYR_HISTORY_UNDO;
  if (action->undo_state == DYR_ACTION_RUNNING)
    return DYR_HISTORY_NOTHING;
  if (!is_whole (action->undo_state))
    return DYR_HISTORY_UNDO;
  /* Half an import is not brought back. */
  return is_whole (action->state) ? DYR_HISTORY_REDO : DYR_HISTORY_NOTHING;
}

static char *
name_of (const DyrHistoryEntry *entry)
{
  char *name = dyr_display_line (entry->record_title, MAX_VALUE);

  return name != NULL ? name : g_strdup (dyr_record_type_label (entry->type));
}

char *
dyr_history_words_change (const DyrContext *context,
                          GPtrArray *entries,
                          const DyrHistoryEntry *entry)
{
  g_autofree char *name = NULL, *change = NULL;

  g_return_val_if_fail (context != NULL && entries != NULL, NULL);
  g_return_val_if_fail (entry != NULL && entry->type != NULL, NULL);

  name = name_of (entry);
  change = dyr_story_tell_entry (context, entries, entry);
  /* Translators: the name of a part (a delivery line), then what happened to it. */
  return g_strdup_printf (C_ ("change", "%s: %s"), name, change);
}

char *
dyr_history_words_kept (const DyrHistoryEntry *entry)
{
  g_autofree char *name = NULL;
  const char *field;

  g_return_val_if_fail (entry != NULL && entry->type != NULL, NULL);

  name = name_of (entry);
  if (entry->field < 0)
    return entry->deleted
        ? g_strdup_printf (_ ("“%s” stays as it is: it was deleted since."), name)
        : g_strdup_printf (_ ("“%s” stays as it is: it was changed since."), name);
  field = dyr_field_label (entry->type, (guint) entry->field);
  if (entry->deleted)
    /* Translators: the name of a field, then that of a record. */
    return g_strdup_printf (
        _ ("“%s” of “%s” stays as it is: the record was deleted since."), field, name);
  /* Translators: the name of a field, then that of a record. */
  return g_strdup_printf (_ ("“%s” of “%s” stays as it is: it was changed since."), field, name);
}
