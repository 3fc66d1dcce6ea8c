/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateNotice: says, while somebody types, that the record may be there already. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-notice.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"
#include "dyr-duplicates.h"
#include "dyr-form.h"
#include "dyr-record-open.h"
#include "dyr-tell.h"
#include "dyr-weak.h"
#include "dyr-wrap-layout.h"

/* How long after the last key is asked. */
#define DELAY_MS 300
/* Records that are looked for: the best one is named, the others are counted. */
#define MOST 10
/* Characters of a name. */
#define MAX_TITLE 80
/* Pixels between buttons. */
#define SPACING 6

struct _DyrDuplicateNotice
{
  GtkWidget parent_instance;

  DyrOffice *office;
  const DyrRecordType *type;
  GtkWidget *layout; /* weak */
  DyrRecord *record;
  guint64 touched; /* bits of the fields in which somebody typed */
  guint source;
  GCancellable *asking;
  DyrRecord *found; /* NULL: nothing is said */

  GtkRevealer *revealer;
  GtkOrientable *across;
  GtkLabel *words;
  GtkWidget *buttons;
  GtkButton *open;
  GtkWidget *merge;
  GtkWidget *differ;
};

G_DEFINE_FINAL_TYPE (DyrDuplicateNotice, dyr_duplicate_notice, GTK_TYPE_WIDGET)

static guint64
bit (int field)
{
  return G_GUINT64_CONSTANT (1) << field;
}

/* Saying it */

static void
on_child_revealed (DyrDuplicateNotice *self)
{
  /* What is not seen takes no room and has nothing for the keyboard. */
  if (!gtk_revealer_get_reveal_child (self->revealer)
      && !gtk_revealer_get_child_revealed (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
hide (DyrDuplicateNotice *self)
{
  g_clear_object (&self->found);
  if (!gtk_revealer_get_reveal_child (self->revealer))
    return;
  gtk_label_set_text (self->words, "");
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static char *
tell (DyrDuplicateNotice *self, const DyrDuplicate *best, guint n_more)
{
  g_autofree char *title = dyr_display_line (dyr_record_get_title (best->record), MAX_TITLE);
  g_auto (GStrv) reasons = dyr_duplicate_reason_labels (self->type, best->reasons);
  g_autofree char *joined = g_strjoinv (" · ", reasons);
  g_autoptr (GString) text = NULL;
  /* Translators: the name of a record that may be the one that is being typed. */
  g_autofree char *first
      = g_strdup_printf (C_ ("duplicate", "Looks like “%s”"), title != NULL ? title : "—");

  text = g_string_new (first);
  g_string_append_printf (text, " · %s", joined);
  if (n_more > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (
          text, ngettext ("and %u more record", "and %u more records", n_more), n_more);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show (DyrDuplicateNotice *self, GPtrArray *found)
{
  const DyrDuplicate *best = g_ptr_array_index (found, 0);
  g_autofree char *text = tell (self, best, found->len - 1);
  gboolean stored = self->record != NULL;

  g_set_object (&self->found, best->record);
  gtk_button_set_label (
      self->open, stored ? C_ ("duplicate", "Open it") : C_ ("duplicate", "Open instead"));
  gtk_orientable_set_orientation (self->across,
                                  stored ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  /* Said again only when it is something else. */
  if (!g_str_equal (gtk_label_get_text (self->words), text))
    gtk_label_set_text (self->words, text);
  /* A dialog takes its new height at once, a page lets it slide in. */
  if (!stored)
    gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/* Asking */

static void
stop (DyrDuplicateNotice *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

/* What is in the rows now, whether it is stored already or not. */
static GArray *
read_values (DyrDuplicateNotice *self)
{
  guint64 asked
      = dyr_duplicate_fields (self->type, self->record != NULL ? self->touched : G_MAXUINT64);
  GArray *values = dyr_field_values_new ();

  for (guint i = 0; i < self->type->n_fields; i++)
    {
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      DyrFieldRow *row;

      if ((asked & bit ((int) i)) == 0)
        continue;
      row = dyr_form_find_row (self->layout, self->type->fields[i].name);
      if (row != NULL && !dyr_field_row_peek_value (row, &value))
        continue;
      if (row == NULL && self->record != NULL)
        dyr_value_copy (dyr_record_get_value (self->record, i), &value);
      if (value.form != DYR_VALUE_NONE)
        dyr_value_copy (&value, dyr_field_values_add (values, i));
    }
  return values;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDuplicateNotice) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found
      = dyr_store_find_duplicates_finish (DYR_STORE (source), result, &error);

  /* Somebody goes on typing: this is not the answer to it. */
  if (self == NULL || self->asking == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->asking)
    return;
  g_clear_object (&self->asking);
  if (found != NULL && found->len > 0)
    show (self, found);
  else
    hide (self);
  /* A warning that fails must not disturb. */
  if (found == NULL)
    g_warning ("Duplicates could not be looked for: %s", error->message);
}

static void
ask (DyrDuplicateNotice *self)
{
  g_autoptr (GArray) values = NULL;

  stop (self);
  if (self->layout == NULL || self->touched == 0
      || (self->record != NULL && dyr_record_is_deleted (self->record)))
    {
      hide (self);
      return;
    }
  values = read_values (self);
  if (values->len == 0)
    {
      hide (self);
      return;
    }
  self->asking = g_cancellable_new ();
  dyr_store_find_duplicates_async (dyr_office_get_store (self->office),
                                   self->type,
                                   values,
                                   self->record != NULL ? dyr_record_get_id (self->record) : 0,
                                   DYR_DUPLICATE_MIN_SCORE,
                                   MOST,
                                   self->asking,
                                   on_found,
                                   dyr_weak_new (self));
}

static gboolean
on_due (gpointer data)
{
  DyrDuplicateNotice *self = data;

  self->source = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
on_row_changed (DyrFieldRow *row, DyrDuplicateNotice *self)
{
  int field = dyr_record_type_find (self->type, dyr_field_row_get_field (row));

  /* Rows of a layout that is no longer there. */
  if (field < 0 || self->layout == NULL || !gtk_widget_is_ancestor (GTK_WIDGET (row), self->layout))
    return;
  self->touched |= bit (field);
  stop (self);
  self->source = g_timeout_add (DELAY_MS, on_due, self);
}

/* What was found may be another one now, or gone; undo may have taken back what was typed. */
static void
on_store_changed (DyrStore *store, guint64 types, DyrDuplicateNotice *self)
{
  if (self->type != NULL && self->touched != 0 && (types >> self->type->number & 1) != 0)
    {
      g_clear_handle_id (&self->source, g_source_remove);
      self->source = g_timeout_add (DELAY_MS, on_due, self);
    }
}

/* What to do about it */

static void
on_open_clicked (DyrDuplicateNotice *self)
{
  if (self->found != NULL)
    dyr_record_open (self->office, GTK_WIDGET (self), dyr_record_get_id (self->found));
}

/* The main window has the actions. */
static void
activate (DyrDuplicateNotice *self, const char *action)
{
  if (self->found != NULL && self->record != NULL)
    gtk_widget_activate_action (dyr_main_window_of (GTK_WIDGET (self)),
                                action,
                                "(xx)",
                                dyr_record_get_id (self->record),
                                dyr_record_get_id (self->found));
}

static void
on_merge_clicked (DyrDuplicateNotice *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  activate (self, "win.merge-records");
  /* A dialog makes way. */
  if (GTK_IS_WINDOW (root) && gtk_window_get_transient_for (GTK_WINDOW (root)) != NULL)
    gtk_window_close (GTK_WINDOW (root));
}

static void
on_differ_clicked (DyrDuplicateNotice *self)
{
  activate (self, "win.no-duplicates");
  /* The store is asked anew with the next letter; until then nothing is said. */
  stop (self);
  self->touched = 0;
  hide (self);
}

static void
dyr_duplicate_notice_dispose (GObject *object)
{
  DyrDuplicateNotice *self = DYR_DUPLICATE_NOTICE (object);

  stop (self);
  g_clear_weak_pointer (&self->layout);
  g_clear_object (&self->record);
  g_clear_object (&self->found);
  g_clear_object (&self->office);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_DUPLICATE_NOTICE);
  G_OBJECT_CLASS (dyr_duplicate_notice_parent_class)->dispose (object);
}

static void
dyr_duplicate_notice_class_init (DyrDuplicateNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_duplicate_notice_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-duplicate-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateNotice, across);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateNotice, words);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateNotice, buttons);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateNotice, open);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateNotice, merge);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateNotice, differ);
  gtk_widget_class_bind_template_callback (widget_class, on_child_revealed);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_merge_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_differ_clicked);
}

static void
dyr_duplicate_notice_init (DyrDuplicateNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->buttons, dyr_wrap_layout_new (SPACING));
}

void
dyr_duplicate_notice_watch (DyrDuplicateNotice *self,
                            DyrOffice *office,
                            GtkWidget *layout,
                            const DyrRecordType *type)
{
  guint64 watched;

  g_return_if_fail (DYR_IS_DUPLICATE_NOTICE (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WIDGET (layout));

  stop (self);
  hide (self);
  self->touched = 0;
  if (self->office == NULL)
    {
      self->office = g_object_ref (office);
      g_signal_connect_object (
          dyr_office_get_store (office), "changed", G_CALLBACK (on_store_changed), self, 0);
    }
  self->type = type;
  g_set_weak_pointer (&self->layout, layout);
  watched = dyr_duplicate_fields (type, G_MAXUINT64);
  for (guint i = 0; i < type->n_fields; i++)
    {
      DyrFieldRow *row = (watched & bit ((int) i)) != 0
                             ? dyr_form_find_row (layout, type->fields[i].name)
                             : NULL;

      if (row != NULL)
        g_signal_connect_object (row, "changed", G_CALLBACK (on_row_changed), self, 0);
    }
}

void
dyr_duplicate_notice_set_record (DyrDuplicateNotice *self, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_DUPLICATE_NOTICE (self));

  if (!g_set_object (&self->record, record))
    return;
  self->touched = 0;
  stop (self);
  hide (self);
}
