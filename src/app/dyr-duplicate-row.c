/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateRow: two records side by side, with what tells them apart and what they share. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"
#include "dyr-type-info.h"

/* Characters of a name and of a fact. */
#define MAX_TITLE 120
#define MAX_FACT 60
/* Facts beside each other. */
#define MOST_FACTS 4

struct _DyrDuplicateRow
{
  GtkWidget parent_instance;

  DyrOffice *office;
  const DyrRecordType *type;
  DyrDuplicateItem *item;
  DyrRecord *records[2]; /* NULL: not read yet */
  GSignalGroup *watches[2];
  GCancellable *reading;

  GtkLabel *heading;
  GtkWidget *pair;
  GtkLabel *first_title;
  GtkLabel *first_facts;
  GtkLabel *second_title;
  GtkLabel *second_facts;
  GtkLabel *reasons;
};

enum
{
  MERGE,
  DIFFER,
  GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrDuplicateRow, dyr_duplicate_row, GTK_TYPE_WIDGET)

/* What people know records by, the most telling first. */
static const struct
{
  const DyrRecordType *type;
  const char *fields[9];
} known_by[] = {
  { &dyr_client_type,
    { "code", "city", "street", "phone", "email", "responsible", "standing", "last-contact" } },
  { &dyr_person_type, { "client", "position", "phone", "email", "birthday" } },
  { &dyr_contract_type, { "client", "kind", "standing", "valid-to", "amount", "responsible" } },
  { &dyr_product_type, { "code", "kind", "unit", "price" } },
};

/* The values of those that differ, one after the other. */
static char *
tell_apart (const DyrContext *context, DyrRecord *record, DyrRecord *other)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);
  g_autoptr (GString) facts = g_string_new (NULL);
  guint most = MOST_FACTS;

  for (gsize i = 0; i < G_N_ELEMENTS (known_by); i++)
    for (gsize j = 0; known_by[i].type == type && known_by[i].fields[j] != NULL && most > 0; j++)
      {
        guint field = (guint) dyr_record_type_find (type, known_by[i].fields[j]);
        g_autofree char *text = NULL, *line = NULL;

        if (dyr_value_equal (dyr_record_get_value (record, field),
                             dyr_record_get_value (other, field)))
          continue;
        text = dyr_context_show_field (context, record, field);
        line = dyr_display_line (text, MAX_FACT);
        g_string_append_printf (
            facts, "%s%s", facts->len > 0 ? " · " : "", line != NULL ? line : "—");
        most--;
      }
  if (facts->len > 0)
    return g_string_free (g_steal_pointer (&facts), FALSE);
  return dyr_type_info_facts (context, record);
}

/* Showing */

static char *
title_of (DyrDuplicateRow *self, guint which)
{
  const char *title = self->records[which] != NULL
                          ? dyr_record_get_title (self->records[which])
                          : dyr_duplicate_item_get_name (self->item, which);
  char *line = dyr_display_line (title, MAX_TITLE);

  return line != NULL ? line : g_strdup ("—");
}

static void
show_label (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), *text != '\0' ? text : NULL);
}

static void
show_pair (DyrDuplicateRow *self)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  g_autofree char *first = title_of (self, 0), *second = title_of (self, 1);
  g_auto (GStrv) labels
      = dyr_duplicate_reason_labels (self->type, dyr_duplicate_item_get_reasons (self->item));
  g_autofree char *reasons = g_strjoinv (" · ", labels);
  g_autofree char *facts = NULL, *others = NULL, *name = NULL;

  show_label (self->first_title, first);
  show_label (self->second_title, second);
  show_label (self->reasons, reasons);
  if (self->records[0] != NULL && self->records[1] != NULL)
    {
      facts = tell_apart (context, self->records[0], self->records[1]);
      others = tell_apart (context, self->records[1], self->records[0]);
    }
  show_label (self->first_facts, facts != NULL ? facts : "");
  show_label (self->second_facts, others != NULL ? others : "");
  /* Translators: two records that may be one, and why: “Їжак and Їжак: Same phone”. */
  name = g_strdup_printf (C_ ("duplicate", "%s and %s: %s"), first, second, reasons);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show (DyrDuplicateRow *self)
{
  const char *heading = self->item != NULL ? dyr_duplicate_item_get_heading (self->item) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->heading), heading != NULL);
  gtk_widget_set_visible (self->pair, self->item != NULL && heading == NULL);
  if (heading != NULL)
    {
      gtk_label_set_text (self->heading, heading);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
    }
  else if (self->item != NULL)
    show_pair (self);
}

/* Reading */

static void
on_record_changed (DyrRecord *record, GParamSpec *pspec, DyrDuplicateRow *self)
{
  if (dyr_record_is_deleted (record))
    g_signal_emit (self, signals[GONE], 0, record);
  else
    show (self);
}

static void
take_record (DyrDuplicateRow *self, DyrRecord *record)
{
  for (guint i = 0; self->item != NULL && i < 2; i++)
    if (dyr_duplicate_item_get_id (self->item, i) == dyr_record_get_id (record))
      {
        g_set_object (&self->records[i], record);
        g_signal_group_set_target (self->watches[i], record);
      }
  on_record_changed (record, NULL, self);
}

static void
on_record_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDuplicateRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRecord) record = dyr_store_load_finish (DYR_STORE (source), result, &error);

  if (self->reading == NULL || g_task_get_cancellable (G_TASK (result)) != self->reading)
    return;
  if (record != NULL)
    take_record (self, record);
  else
    g_debug ("A duplicate could not be read: %s", error->message);
}

static void
read_record (DyrDuplicateRow *self, gint64 id)
{
  DyrStore *store = dyr_office_get_store (self->office);
  DyrRecord *record = dyr_store_peek (store, id);

  if (record != NULL)
    take_record (self, record);
  else
    dyr_store_load_async (store, id, self->reading, on_record_loaded, g_object_ref (self));
}

static void
forget (DyrDuplicateRow *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  for (guint i = 0; i < 2; i++)
    {
      if (self->watches[i] != NULL)
        g_signal_group_set_target (self->watches[i], NULL);
      g_clear_object (&self->records[i]);
    }
  g_clear_object (&self->item);
}

static void
on_merge_clicked (DyrDuplicateRow *self)
{
  if (self->item != NULL)
    g_signal_emit (self, signals[MERGE], 0, self->item);
}

static void
on_differ_clicked (DyrDuplicateRow *self)
{
  if (self->item != NULL)
    g_signal_emit (self, signals[DIFFER], 0, self->item);
}

static void
dyr_duplicate_row_dispose (GObject *object)
{
  DyrDuplicateRow *self = DYR_DUPLICATE_ROW (object);

  forget (self);
  g_clear_object (&self->watches[0]);
  g_clear_object (&self->watches[1]);
  g_clear_object (&self->office);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_DUPLICATE_ROW);
  G_OBJECT_CLASS (dyr_duplicate_row_parent_class)->dispose (object);
}

static guint
new_signal (const char *name, GType type)
{
  return g_signal_new (
      name, DYR_TYPE_DUPLICATE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, type);
}

static void
dyr_duplicate_row_class_init (DyrDuplicateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_duplicate_row_dispose;
  signals[MERGE] = new_signal ("merge", DYR_TYPE_DUPLICATE_ITEM);
  signals[DIFFER] = new_signal ("differ", DYR_TYPE_DUPLICATE_ITEM);
  signals[GONE] = new_signal ("gone", DYR_TYPE_RECORD);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-duplicate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateRow, heading);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateRow, pair);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateRow, first_title);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateRow, first_facts);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateRow, second_title);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateRow, second_facts);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateRow, reasons);
  gtk_widget_class_bind_template_callback (widget_class, on_merge_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_differ_clicked);
}

static void
dyr_duplicate_row_init (DyrDuplicateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < 2; i++)
    {
      self->watches[i] = g_signal_group_new (DYR_TYPE_RECORD);
      g_signal_group_connect_object (
          self->watches[i], "notify", G_CALLBACK (on_record_changed), self, 0);
    }
}

GtkWidget *
dyr_duplicate_row_new (DyrOffice *office)
{
  DyrDuplicateRow *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_DUPLICATE_ROW, NULL);
  self->office = g_object_ref (office);
  return GTK_WIDGET (self);
}

void
dyr_duplicate_row_set_item (DyrDuplicateRow *self,
                            const DyrRecordType *type,
                            DyrDuplicateItem *item)
{
  g_return_if_fail (DYR_IS_DUPLICATE_ROW (self));
  g_return_if_fail (item == NULL || DYR_IS_DUPLICATE_ITEM (item));

  forget (self);
  g_set_object (&self->item, item);
  self->type = type;
  show (self);
  if (item == NULL || dyr_duplicate_item_get_heading (item) != NULL)
    return;
  self->reading = g_cancellable_new ();
  read_record (self, dyr_duplicate_item_get_id (item, 0));
  if (self->item != NULL)
    read_record (self, dyr_duplicate_item_get_id (item, 1));
}
