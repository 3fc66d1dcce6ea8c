/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The story of a record in words: its history grouped by action, ready for a timeline. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-story.h"

#include "dyr-date.h"
#include "dyr-display.h"
#include "dyr-note.h"

/* An import may change everything: what an item shows of it. */
#define MAX_PARTS 6
#define MAX_TEXTS 8
/* Characters of a value in a line. */
#define MAX_VALUE 160

static void
free_part (gpointer data)
{
  DyrStoryPart *part = data;

  g_free (part->title);
  g_strfreev (part->texts);
  g_free (part);
}

static void
free_item (gpointer data)
{
  DyrStoryItem *item = data;

  g_free (item->who);
  g_ptr_array_unref (item->parts);
  g_free (item);
}

gboolean
dyr_story_is_log (const DyrHistoryEntry *entry)
{
  const DyrField *field;

  g_return_val_if_fail (entry != NULL, FALSE);

  if (entry->type == NULL || entry->kind != DYR_CHANGE_FIELD || entry->field < 0)
    return FALSE;
  field = &entry->type->fields[entry->field];
  return field->kind == DYR_KIND_SET && field->items == DYR_KIND_MOVE;
}

/* The currency an amount had when it changed: that of the same action. */
static const char *
currency_of (GPtrArray *entries, const DyrHistoryEntry *entry, gboolean old)
{
  guint currency = entry->type->fields[entry->field].currency;

  if (entry->type->fields[entry->field].kind != DYR_KIND_MONEY)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    {
      const DyrHistoryEntry *other = g_ptr_array_index (entries, i);

      if (other->action == entry->action && other->record == entry->record
          && other->field == (int) currency)
        return dyr_value_text (old ? &other->old : &other->new);
    }
  return NULL;
}

static char *
show (const DyrContext *context, GPtrArray *entries, const DyrHistoryEntry *entry, gboolean old)
{
  g_autofree char *text = dyr_context_show (context,
                                            entry->type,
                                            (guint) entry->field,
                                            old ? &entry->old : &entry->new,
                                            currency_of (entries, entry, old));

  return dyr_display_line (text, MAX_VALUE);
}

static char *
tell_field (const DyrContext *context, GPtrArray *entries, const DyrHistoryEntry *entry)
{
  const char *label;
  g_autofree char *old = NULL, *new = NULL;

  /* A field that this version does not know any more. */
  if (entry->field < 0)
    return g_strdup (C_ ("timeline", "Changed"));
  label = dyr_field_label (entry->type, (guint) entry->field);
  old = show (context, entries, entry, TRUE);
  new = show (context, entries, entry, FALSE);
  if (new == NULL)
    /* Translators: a field that was emptied: “Agreed date: 24.11 → —”. */
    return g_strdup_printf (C_ ("timeline", "%s: %s → —"), label, old != NULL ? old : "—");
  if (old == NULL || entry->type->fields[entry->field].kind == DYR_KIND_LONG_TEXT)
    /* Translators: a field and what it was set to: “Agreed date: 24.11”. */
    return g_strdup_printf (C_ ("timeline", "%s: %s"), label, new);
  /* Translators: a field, its old and its new value: “Agreed date: 24.11 → 26.11”. */
  return g_strdup_printf (C_ ("timeline", "%s: %s → %s"), label, old, new);
}

char *
dyr_story_tell_entry (const DyrContext *context, GPtrArray *entries, const DyrHistoryEntry *entry)
{
  g_return_val_if_fail (context != NULL && entries != NULL, NULL);
  g_return_val_if_fail (entry != NULL && entry->type != NULL, NULL);

  switch (entry->kind)
    {
    case DYR_CHANGE_CREATED:
      return g_strdup (C_ ("timeline", "Created"));
    case DYR_CHANGE_DELETED:
      return g_strdup (C_ ("timeline", "Deleted"));
    case DYR_CHANGE_RESTORED:
      return g_strdup (C_ ("timeline", "Brought back"));
    case DYR_CHANGE_FIELD:
    default:
      return tell_field (context, entries, entry);
    }
}

static const char *
icon_of (const DyrHistoryEntry *entry)
{
  if (entry->is_undo)
    return "edit-undo-symbolic";
  if (g_str_equal (entry->title, "merge") || g_str_equal (entry->title, "lost-race"))
    return "emblem-synchronizing-symbolic";
  if (entry->kind == DYR_CHANGE_DELETED)
    return "user-trash-symbolic";
  if (entry->type == &dyr_note_type)
    return "dyr-note-symbolic";
  if (entry->kind == DYR_CHANGE_CREATED)
    return "list-add-symbolic";
  return "document-edit-symbolic";
}

static char *
who (const DyrHistoryEntry *entry)
{
  const char *argument = strchr (entry->title, '\t');

  switch (entry->source)
    {
    case DYR_SOURCE_SYNC:
      return entry->person != NULL ? dyr_display_line (entry->person, MAX_VALUE)
                                   : g_strdup (C_ ("timeline", "CRM"));
    case DYR_SOURCE_RULE:
      return g_strdup (C_ ("timeline", "Rule"));
    case DYR_SOURCE_IMPORT:
      {
        g_autofree char *file = dyr_display_line (argument != NULL ? argument + 1 : "—", MAX_VALUE);

        return g_strdup_printf (_ ("Import of %s"), file);
      }
    case DYR_SOURCE_SAMPLE:
      return g_strdup (C_ ("action", "Sample office"));
    case DYR_SOURCE_PERSON:
    default:
      return entry->person != NULL ? dyr_display_line (entry->person, MAX_VALUE)
                                   : g_strdup (C_ ("timeline", "You"));
    }
}

static DyrHistoryStep
step_of (const DyrHistoryEntry *entry)
{
  static const char *const of_many[] = { "import\t", "bulk\t", "sample", "remove-sample" };
  const DyrHistoryAction action = {
    .state = entry->state, .undone = entry->undone, .undo_state = entry->undo_state, .n_changes = 1
  };

  /* What took it back is there with it. */
  if (entry->is_undo)
    return DYR_HISTORY_NOTHING;
  for (guint i = 0; i < G_N_ELEMENTS (of_many); i++)
    if (g_str_has_prefix (entry->title, of_many[i]))
      return DYR_HISTORY_NOTHING;
  return dyr_history_words_step (&action);
}

/* Actions that came of changes on both sides, by the key of their title. */
/* clang-format off */
static const struct
{
  const char *key;
  const char *remark;
} remarks[] = {
  { "merge", NC_ ("timeline", "Changed here and in the CRM: both changes were kept") },
  { "lost-race", NC_ ("timeline", "Saved here and in the CRM at the same moment: both changes were kept") },
  { "clash", NC_ ("timeline", "Changed in the CRM too") },
  { "resolve", NC_ ("timeline", "Decided after it was changed here and in the CRM") },
};
/* clang-format on */

static const char *
remark (const DyrHistoryEntry *entry)
{
  for (gsize i = 0; i < G_N_ELEMENTS (remarks); i++)
    if (g_str_equal (entry->title, remarks[i].key))
      return g_dpgettext2 (NULL, "timeline", remarks[i].remark);
  return NULL;
}

static DyrStoryItem *
new_item (const DyrHistoryEntry *entry, const DyrContext *context)
{
  DyrStoryItem *item = g_new0 (DyrStoryItem, 1);

  item->action = entry->action;
  item->at = entry->at;
  item->day = dyr_date_of_instant (entry->at, context->zone);
  item->who = who (entry);
  item->icon = icon_of (entry);
  item->remark = entry->is_undo ? NULL : remark (entry);
  item->undone = entry->undone;
  item->is_undo = entry->is_undo;
  item->step = step_of (entry);
  item->parts = g_ptr_array_new_with_free_func (free_part);
  return item;
}

/* The part of an item that tells of the entry's record; NULL when there are too many. */
static DyrStoryPart *
ensure_part (DyrStoryItem *item, const DyrHistoryEntry *entry, gint64 about)
{
  DyrStoryPart *part;

  for (guint i = 0; i < item->parts->len; i++)
    {
      part = g_ptr_array_index (item->parts, i);
      if (part->record == entry->record)
        return part;
    }
  if (item->parts->len == MAX_PARTS)
    return NULL;
  part = g_new0 (DyrStoryPart, 1);
  part->record = entry->record;
  part->type = entry->type;
  part->other = entry->record != about;
  part->title = part->other ? dyr_display_line (entry->record_title, MAX_VALUE) : NULL;
  part->texts = g_new0 (char *, 1);
  g_ptr_array_add (item->parts, part);
  return part;
}

/* What a note says when it was written, what came of what was done. */
static gboolean
speaks (const DyrHistoryEntry *entry)
{
  if (entry->type == &dyr_note_type)
    return entry->kind == DYR_CHANGE_CREATED;
  if (entry->kind != DYR_CHANGE_FIELD || entry->type->state == 0
      || entry->field != entry->type->state - 1
      || dyr_record_type_find (entry->type, "outcome") < 0)
    return FALSE;
  return g_strcmp0 (dyr_value_text (&entry->new), "done") == 0
         || g_strcmp0 (dyr_value_text (&entry->new), "held") == 0;
}

/* Takes the text. */
static void
add_text (DyrStoryPart *part, char *text)
{
  guint n = g_strv_length (part->texts);

  if (n == MAX_TEXTS)
    {
      part->n_more++;
      g_free (text);
      return;
    }
  part->texts = g_renew (char *, part->texts, n + 2);
  part->texts[n] = text;
  part->texts[n + 1] = NULL;
}

static void
add_entry (DyrStoryItem *item,
           GPtrArray *entries,
           const DyrHistoryEntry *entry,
           gint64 about,
           const DyrContext *context)
{
  DyrStoryPart *part = ensure_part (item, entry, about);

  if (part == NULL)
    {
      item->n_more++;
      return;
    }
  part->speaks = part->speaks || speaks (entry);
  /* The words of a note say that there is one. */
  if (entry->type == &dyr_note_type && part->other && entry->kind == DYR_CHANGE_CREATED)
    return;
  add_text (part, dyr_story_tell_entry (context, entries, entry));
}

GPtrArray *
dyr_story_tell (GPtrArray *entries, gint64 about, const DyrContext *context)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (free_item);
  g_autoptr (GHashTable) by_action = g_hash_table_new (g_int64_hash, g_int64_equal);

  g_return_val_if_fail (entries != NULL, items);
  g_return_val_if_fail (context != NULL, items);

  /* From the oldest on: an action reads in the order it was done in. */
  for (guint i = entries->len; i > 0; i--)
    {
      const DyrHistoryEntry *entry = g_ptr_array_index (entries, i - 1);
      DyrStoryItem *item;

      if (entry->type == NULL || dyr_story_is_log (entry))
        continue;
      item = g_hash_table_lookup (by_action, &entry->action);
      if (item == NULL)
        {
          item = new_item (entry, context);
          g_ptr_array_add (items, item);
          g_hash_table_insert (by_action, &item->action, item);
        }
      add_entry (item, entries, entry, about, context);
    }
  for (guint i = 0; i < items->len / 2; i++)
    {
      gpointer other = items->pdata[items->len - 1 - i];

      items->pdata[items->len - 1 - i] = items->pdata[i];
      items->pdata[i] = other;
    }
  return items;
}

static gboolean
part_equal (const DyrStoryPart *a, const DyrStoryPart *b)
{
  return a->record == b->record && a->n_more == b->n_more && a->speaks == b->speaks
         && g_strcmp0 (a->title, b->title) == 0
         && g_strv_equal ((const char *const *) a->texts, (const char *const *) b->texts);
}

gboolean
dyr_story_item_equal (const DyrStoryItem *a, const DyrStoryItem *b)
{
  if (a->action != b->action || a->undone != b->undone || a->step != b->step
      || a->n_more != b->n_more || a->parts->len != b->parts->len || !g_str_equal (a->who, b->who))
    return FALSE;
  for (guint i = 0; i < a->parts->len; i++)
    if (!part_equal (g_ptr_array_index (a->parts, i), g_ptr_array_index (b->parts, i)))
      return FALSE;
  return TRUE;
}

char *
dyr_story_day (const DyrContext *context, gint64 day)
{
  gint64 today;

  g_return_val_if_fail (context != NULL, NULL);

  today = dyr_context_today (context);
  if (day == today)
    return g_strdup (C_ ("timeline", "Today"));
  if (day == today - 1)
    return g_strdup (C_ ("timeline", "Yesterday"));
  return dyr_format_date_long (context->format, day);
}

static void
append_field (GString *words, const DyrContext *context, DyrRecord *record, const char *field)
{
  int index = dyr_record_type_find (dyr_record_get_record_type (record), field);
  g_autofree char *text = NULL;

  if (index >= 0)
    text = dyr_context_show_field (context, record, (guint) index);
  if (text == NULL)
    return;
  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, text);
}

char *
dyr_story_words (const DyrContext *context, DyrRecord *record)
{
  static const char *const fields[] = { "outcome", "next-step", "description" };
  GString *words = g_string_new (NULL);
  g_autofree char *all = NULL;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (DYR_IS_RECORD (record), NULL);

  if (dyr_record_get_record_type (record) == &dyr_note_type)
    append_field (words, context, record, "text");
  else
    for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
      append_field (words, context, record, fields[i]);
  all = g_string_free (words, words->len == 0);
  return dyr_display_text (all);
}
