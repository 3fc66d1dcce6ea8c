/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordSign: whether what was typed about a record is on disk, and whether the CRM has it. What
 * it calls saved survives a power cut. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-sign.h"

#include <glib/gi18n-lib.h>

#include "dyr-form.h"
#include "dyr-sent-words.h"

typedef enum
{
  STATE_SILENT,
  STATE_SAVING,
  STATE_SAVED,
  STATE_NOT_SAVED,
  STATE_SAVED_HERE, /* the CRM does not have it yet */
  STATE_UNSURE,     /* … or perhaps it has */
  STATE_NEEDS_YOU,
  STATE_SENT,
} State;

/* clang-format off */
static const struct
{
  const char *words;
  const char *icon;
} states[] = {
  [STATE_SILENT] = { NULL, NULL },
  [STATE_SAVING] = { NC_ ("sign", "Saving…"), "content-loading-symbolic" },
  [STATE_SAVED] = { NC_ ("sign", "Saved"), "object-select-symbolic" },
  [STATE_NOT_SAVED] = { NC_ ("sign", "Not saved"), "dialog-warning-symbolic" },
};
/* clang-format on */

struct _DyrRecordSign
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  GSignalGroup *watch;
  GPtrArray *rows; /* DyrFieldRow */
  State state;
  gboolean failed; /* the last edit was not stored */

  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (DyrRecordSign, dyr_record_sign, GTK_TYPE_WIDGET)

/* Besides this computer; NOT: the state says nothing of that. */
static DyrSent
place_of (State state)
{
  switch (state)
    {
    case STATE_SAVED_HERE:
      return DYR_SENT_WAITS;
    case STATE_UNSURE:
      return DYR_SENT_UNSURE;
    case STATE_NEEDS_YOU:
      return DYR_SENT_NEEDS_YOU;
    case STATE_SENT:
      return DYR_SENT_ALL;
    case STATE_SILENT:
    case STATE_SAVING:
    case STATE_SAVED:
    case STATE_NOT_SAVED:
    default:
      return DYR_SENT_NOT;
    }
}

static const char *
words_of (State state)
{
  const DyrSent place = place_of (state);

  if (place != DYR_SENT_NOT)
    return dyr_sent_words (place);
  return states[state].words != NULL ? g_dpgettext2 (NULL, "sign", states[state].words) : "";
}

static const char *
icon_of (State state)
{
  const DyrSent place = place_of (state);

  return place != DYR_SENT_NOT ? dyr_sent_icon (place) : states[state].icon;
}

static void
show_state (DyrRecordSign *self, State state)
{
  if (self->state == state)
    return;
  self->state = state;
  gtk_label_set_text (self->words, words_of (state));
  if (icon_of (state) != NULL)
    gtk_image_set_from_icon_name (self->icon, icon_of (state));
  else
    gtk_image_clear (self->icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), dyr_sent_explain (place_of (state)));
  if (state == STATE_NOT_SAVED || state == STATE_NEEDS_YOU)
    gtk_widget_add_css_class (GTK_WIDGET (self), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "warning");
}

/* The row that has most to say. */
static DyrUnsaved
find_unsaved (DyrRecordSign *self)
{
  DyrUnsaved found = DYR_UNSAVED_NOTHING;

  for (guint i = 0; i < self->rows->len; i++)
    {
      DyrUnsaved unsaved = dyr_field_row_get_unsaved (g_ptr_array_index (self->rows, i));

      if (unsaved == DYR_UNSAVED_TYPING)
        return unsaved;
      found = MAX (found, unsaved);
    }
  return found;
}

/* Where it is besides this computer; SILENT: there is nothing to say about that. */
static State
find_place (DyrRecordSign *self)
{
  if (!dyr_sync_service_get_connected (dyr_office_get_sync (self->office)))
    return STATE_SILENT;
  switch (dyr_record_get_sent (self->record))
    {
    case DYR_SENT_WAITS:
      return STATE_SAVED_HERE;
    case DYR_SENT_UNSURE:
      return STATE_UNSURE;
    case DYR_SENT_NEEDS_YOU:
      return STATE_NEEDS_YOU;
    case DYR_SENT_ALL:
      return STATE_SENT;
    case DYR_SENT_NOT:
    default:
      return STATE_SILENT;
    }
}

static void
update (DyrRecordSign *self)
{
  DyrStore *store;
  DyrUnsaved unsaved;

  if (self->record == NULL)
    {
      show_state (self, STATE_SILENT);
      return;
    }
  store = dyr_office_get_store (self->office);
  unsaved = find_unsaved (self);
  if (unsaved == DYR_UNSAVED_TYPING
      || dyr_store_is_saving (store, dyr_record_get_id (self->record)))
    {
      if (self->state != STATE_SAVING)
        self->failed = FALSE;
      show_state (self, STATE_SAVING);
    }
  else if (unsaved == DYR_UNSAVED_WRONG || self->failed)
    show_state (self, STATE_NOT_SAVED);
  else if (find_place (self) != STATE_SILENT)
    show_state (self, find_place (self));
  else if (self->state != STATE_SILENT)
    show_state (self, STATE_SAVED);
}

static void
on_sent_changed (DyrRecordSign *self)
{
  update (self);
}

static void
on_row_unsaved (DyrFieldRow *row, DyrRecordSign *self)
{
  update (self);
}

static void
on_store_saving (DyrStore *store, gint64 id, DyrRecordSign *self)
{
  if (self->record != NULL && dyr_record_get_id (self->record) == id)
    update (self);
}

static void
on_store_failed (DyrStore *store, DyrRecord *record, GError *error, DyrRecordSign *self)
{
  if (record != NULL && record == self->record)
    self->failed = TRUE;
}

static void
dyr_record_sign_dispose (GObject *object)
{
  DyrRecordSign *self = DYR_RECORD_SIGN (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->watch);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_RECORD_SIGN);
  G_OBJECT_CLASS (dyr_record_sign_parent_class)->dispose (object);
}

static void
dyr_record_sign_finalize (GObject *object)
{
  g_ptr_array_unref (DYR_RECORD_SIGN (object)->rows);
  G_OBJECT_CLASS (dyr_record_sign_parent_class)->finalize (object);
}

static void
dyr_record_sign_class_init (DyrRecordSignClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_record_sign_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_record_sign_finalize;
  gtk_widget_class_set_css_name (widget_class, "record-sign");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-record-sign.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrRecordSign, box);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordSign, icon);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordSign, words);
}

static void
dyr_record_sign_init (DyrRecordSign *self)
{
  glong width = 0;

  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->watch = g_signal_group_new (DYR_TYPE_RECORD);
  g_signal_group_connect_object (
      self->watch, "notify::sent", G_CALLBACK (on_sent_changed), self, G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Its room is the same whatever it says: nothing beside it moves. */
  for (guint i = 0; i <= STATE_SENT; i++)
    width = MAX (width, g_utf8_strlen (words_of ((State) i), -1));
  gtk_label_set_width_chars (self->words, (int) width);
}

GtkWidget *
dyr_record_sign_new (DyrOffice *office)
{
  DyrRecordSign *self;
  DyrStore *store;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_RECORD_SIGN, NULL);
  self->office = g_object_ref (office);
  store = dyr_office_get_store (office);
  g_signal_connect_object (store, "saving", G_CALLBACK (on_store_saving), self, 0);
  g_signal_connect_object (store, "failed", G_CALLBACK (on_store_failed), self, 0);
  g_signal_connect_object (dyr_office_get_sync (office),
                           "notify::connected",
                           G_CALLBACK (on_sent_changed),
                           self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
dyr_record_sign_set_record (DyrRecordSign *self, DyrRecord *record, GtkWidget *form)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_if_fail (DYR_IS_RECORD_SIGN (self));
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));
  g_return_if_fail (form == NULL || GTK_IS_WIDGET (form));

  for (guint i = 0; i < self->rows->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->rows, i), on_row_unsaved, self);
  g_ptr_array_set_size (self->rows, 0);
  rows = form != NULL && record != NULL ? dyr_form_get_rows (form) : NULL;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      g_ptr_array_add (self->rows, g_object_ref (rows->pdata[i]));
      g_signal_connect_object (rows->pdata[i], "unsaved", G_CALLBACK (on_row_unsaved), self, 0);
    }
  g_set_object (&self->record, record);
  g_signal_group_set_target (self->watch, record);
  self->failed = FALSE;
  show_state (self, STATE_SILENT);
  update (self);
}
