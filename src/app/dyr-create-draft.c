/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What was typed into the form of a new record: kept until it is created or discarded. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-create-draft.h"

#include "dyr-store-drafts.h"
#include "dyr-form.h"

/* “contract-123” */
char *
dyr_create_draft_form (const DyrRecordType *type, gint64 about)
{
  g_return_val_if_fail (type != NULL, NULL);

  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, type->name, about);
}

/* A link says what it shows: nobody has to look for it. */
static char *
link_to_text (const DyrLink *link)
{
  g_autofree char *uid = dyr_uid_to_text (&link->uid);

  return g_strdup_printf ("%" G_GINT64_FORMAT "\t%d\t%s\t%s",
                          link->id,
                          (int) link->type,
                          uid,
                          link->name != NULL ? link->name : "");
}

static gboolean
link_from_text (const char *text, DyrValue *value)
{
  g_auto (GStrv) parts = g_strsplit (text, "\t", 4);
  DyrUid uid;

  if (g_strv_length (parts) != 4 || !dyr_uid_parse (parts[2], &uid))
    return FALSE;
  dyr_value_take_link (value,
                       dyr_link_new (g_ascii_strtoll (parts[0], NULL, 10),
                                     &uid,
                                     *parts[3] != '\0' ? parts[3] : NULL,
                                     (int) g_ascii_strtoll (parts[1], NULL, 10),
                                     FALSE));
  return TRUE;
}

/* NULL: it holds nothing that could be kept. */
static char *
text_of (const DyrField *field, DyrFieldRow *row)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  const DyrLink *link;

  if (!dyr_field_row_peek_value (row, &value))
    return dyr_field_row_get_text (row);
  link = dyr_value_link (&value);
  if (link != NULL)
    return link_to_text (link);
  return value.form != DYR_VALUE_NONE ? dyr_field_to_text (field, &value) : g_strdup ("");
}

void
dyr_create_draft_keep (
    DyrOffice *office, const DyrRecordType *type, gint64 about, GtkWidget *layout, guint64 fields)
{
  g_autofree char *form = NULL;
  g_autoptr (GHashTable) texts = NULL;
  gboolean something = FALSE;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (type != NULL);
  g_return_if_fail (GTK_IS_WIDGET (layout));

  form = dyr_create_draft_form (type, about);
  texts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < type->n_fields; i++)
    {
      DyrFieldRow *row = fields >> i & 1 ? dyr_form_find_row (layout, type->fields[i].name) : NULL;
      char *text = row != NULL ? text_of (&type->fields[i], row) : NULL;

      if (text != NULL)
        g_hash_table_insert (texts, (gpointer) type->fields[i].name, text);
      something |= text != NULL && *text != '\0';
    }
  /* A form that was emptied again is as good as new. */
  dyr_store_set_form_drafts (dyr_office_get_store (office), form, something ? texts : NULL);
}

void
dyr_create_draft_forget (DyrOffice *office, const DyrRecordType *type, gint64 about)
{
  g_autofree char *form = NULL;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (type != NULL);

  form = dyr_create_draft_form (type, about);
  dyr_store_set_form_drafts (dyr_office_get_store (office), form, NULL);
}

void
dyr_create_draft_read_async (DyrOffice *office,
                             const DyrRecordType *type,
                             gint64 about,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autofree char *form = NULL;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (type != NULL);

  form = dyr_create_draft_form (type, about);
  dyr_store_form_drafts_async (dyr_office_get_store (office), form, cancellable, callback, data);
}

static void
show_text (const DyrField *field, DyrFieldRow *row, const char *text)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  gboolean is_value
      = *text == '\0'
        || (field->kind == DYR_KIND_LINK ? link_from_text (text, &value)
                                         : dyr_field_from_text (field, text, &value, NULL));

  if (is_value)
    dyr_field_row_set_value (row, &value);
  else if (field->kind != DYR_KIND_LINK)
    dyr_field_row_set_draft (row, text);
}

guint64
dyr_create_draft_show (GHashTable *texts,
                       const DyrRecordType *type,
                       GtkWidget *layout,
                       guint64 spared)
{
  guint64 filled = 0;

  g_return_val_if_fail (texts != NULL, 0);
  g_return_val_if_fail (type != NULL, 0);
  g_return_val_if_fail (GTK_IS_WIDGET (layout), 0);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const char *text = g_hash_table_lookup (texts, type->fields[i].name);
      DyrFieldRow *row = text != NULL ? dyr_form_find_row (layout, type->fields[i].name) : NULL;

      if (row == NULL || (spared >> i & 1))
        continue;
      show_text (&type->fields[i], row, text);
      filled |= G_GUINT64_CONSTANT (1) << i;
    }
  return filled;
}
