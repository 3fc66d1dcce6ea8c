/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCreateDialog: the required fields of a new record; the rest is filled in on its page.
 * The fields of each type are in ui/create-TYPE.ui. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-create-dialog.h"

#include <glib/gi18n-lib.h>

#include "dyr-banner.h"
#include "dyr-contract.h"
#include "dyr-create-draft.h"
#include "dyr-duplicate-notice.h"
#include "dyr-store-drafts.h"
#include "dyr-form.h"
#include "dyr-layout.h"
#include "dyr-next-number.h"
#include "dyr-pages.h"
#include "dyr-record-open.h"
#include "dyr-tell.h"
#include "dyr-type-info.h"

/* How long after the last key what was typed is kept. */
#define KEEP_DELAY_MS 300

#define DYR_TYPE_CREATE_DIALOG (dyr_create_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DyrCreateDialog, dyr_create_dialog, DYR, CREATE_DIALOG, AdwWindow)

struct _DyrCreateDialog
{
  AdwWindow parent_instance;

  DyrOffice *office;
  const DyrRecordType *type;
  DyrRecord *about;  /* the record it is to be linked to; NULL: none */
  GArray *implied;   /* DyrFieldValue: what is known without a row to fill in */
  guint64 missing;   /* required fields of rows that hold no value; bit: index */
  gboolean numbered; /* somebody typed a number, or there is none to suggest */
  gboolean creating;
  guint64 typed; /* fields that somebody filled in; bit: index */
  guint keep_source;
  GCancellable *reading;
  GtkWidget *layout;

  GtkButton *create;
  DyrBanner *trouble;
  DyrBanner *kept;
  AdwClamp *place;
  DyrDuplicateNotice *likely;
};

G_DEFINE_FINAL_TYPE (DyrCreateDialog, dyr_create_dialog, ADW_TYPE_WINDOW)

static void
update_create (DyrCreateDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->create), self->missing == 0 && !self->creating);
  gtk_widget_set_sensitive (GTK_WIDGET (self->kept), !self->creating);
}

/* Only rows that are needed are looked at: the others may wait until Create is pressed. */
static void
check_row (DyrCreateDialog *self, DyrFieldRow *row, guint field)
{
  const guint64 bit = G_GUINT64_CONSTANT (1) << field;
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if ((self->type->fields[field].flags & DYR_REQUIRED) == 0)
    return;
  if (dyr_field_row_get_value (row, &value, NULL))
    self->missing &= ~bit;
  else
    self->missing |= bit;
  update_create (self);
}

/* What was typed and is not created yet */

static gint64
about_id (DyrCreateDialog *self)
{
  return self->about != NULL ? dyr_record_get_id (self->about) : 0;
}

/* Not while it is created: what is kept goes with that. */
static void
keep (DyrCreateDialog *self)
{
  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (self->creating)
    return;
  dyr_create_draft_keep (self->office, self->type, about_id (self), self->layout, self->typed);
}

static gboolean
on_keep_due (gpointer data)
{
  DyrCreateDialog *self = data;

  self->keep_source = 0;
  keep (self);
  return G_SOURCE_REMOVE;
}

static void
on_row_changed (DyrFieldRow *row, DyrCreateDialog *self)
{
  int field = dyr_record_type_find (self->type, dyr_field_row_get_field (row));

  if (self->type == &dyr_contract_type && field == DYR_CONTRACT_NUMBER)
    self->numbered = TRUE;
  check_row (self, row, (guint) field);
  dyr_banner_set_revealed (self->trouble, FALSE);
  self->typed |= G_GUINT64_CONSTANT (1) << field;
  g_clear_handle_id (&self->keep_source, g_source_remove);
  self->keep_source = g_timeout_add (KEEP_DELAY_MS, on_keep_due, self);
}

/* What is known before anybody types */

static void
begin_with (DyrCreateDialog *self, guint field, const DyrValue *value)
{
  DyrFieldRow *row = dyr_form_find_row (self->layout, self->type->fields[field].name);

  if (row == NULL)
    {
      dyr_value_copy (value, dyr_field_values_add (self->implied, field));
      return;
    }
  dyr_field_row_set_value (row, value);
  check_row (self, row, field);
}

static void
link_to (DyrCreateDialog *self, guint field, DyrRecord *about)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_value_take_link (&value,
                       dyr_link_new (dyr_record_get_id (about),
                                     dyr_record_get_uid (about),
                                     dyr_record_get_title (about),
                                     dyr_record_get_record_type (about)->number,
                                     FALSE));
  begin_with (self, field, &value);
}

/* A delivery of a contract goes to the contract's client, who has a person responsible; it goes to
 * where the client is. */
static gboolean
is_shared (const DyrRecordType *type, const DyrField *field, const DyrField *other)
{
  if (field->kind == DYR_KIND_LINK)
    return other->kind == DYR_KIND_LINK && field->target == other->target;
  return type == &dyr_delivery_type
         && (g_str_equal (field->name, "city") || g_str_equal (field->name, "street"));
}

static void
take_over (DyrCreateDialog *self, guint field, DyrRecord *about)
{
  const DyrRecordType *other = dyr_record_get_record_type (about);
  int index = dyr_record_type_find (other, self->type->fields[field].name);
  const DyrValue *value;

  if (index < 0 || !is_shared (self->type, &self->type->fields[field], &other->fields[index]))
    return;
  value = dyr_record_get_value (about, (guint) index);
  if (value->form != DYR_VALUE_NONE)
    begin_with (self, field, value);
}

static void
begin_about (DyrCreateDialog *self, DyrRecord *about)
{
  const DyrRecordType *other = dyr_record_get_record_type (about);

  for (guint i = 0; i < self->type->n_fields; i++)
    {
      const DyrField *field = &self->type->fields[i];

      if (field->flags & DYR_DERIVED)
        continue;
      if (field->kind == DYR_KIND_LINK && (field->target == other || field->target == NULL))
        link_to (self, i, about);
      else
        take_over (self, i, about);
    }
}

static void
begin_with_text (DyrCreateDialog *self, const char *field, const char *text)
{
  int index = dyr_record_type_find (self->type, field);
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (index < 0 || dyr_form_find_row (self->layout, field) == NULL)
    return;
  dyr_value_set_text (&value, text);
  begin_with (self, (guint) index, &value);
}

static void
on_number_known (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrCreateDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = dyr_next_number_finish (result, &error);

  /* Without a suggestion the number is typed. */
  if (number == NULL)
    g_debug ("No number could be suggested: %s", error->message);
  else if (self->layout != NULL && !self->numbered)
    begin_with_text (self, "number", number);
}

static void
begin (DyrCreateDialog *self, DyrRecord *about)
{
  const char *country = dyr_office_get_context (self->office)->country;

  for (guint i = 0; i < self->type->n_fields; i++)
    if (self->type->fields[i].flags & DYR_REQUIRED
        && dyr_form_find_row (self->layout, self->type->fields[i].name) != NULL)
      self->missing |= G_GUINT64_CONSTANT (1) << i;
  if (self->type == &dyr_activity_type)
    begin_with_text (self, "kind", "call");
  begin_with_text (self, "currency", g_strcmp0 (country, "HR") == 0 ? "EUR" : "UAH");
  if (about != NULL)
    begin_about (self, about);
  if (self->type == &dyr_contract_type)
    dyr_next_number_async (self->office, self->reading, on_number_known, g_object_ref (self));
  update_create (self);
}

/* Creating */

/* A new record is shown; one without a page is seen where somebody asked for it. */
static void
tell (DyrCreateDialog *self, DyrRecord *record, gint64 action)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *text = dyr_type_info_created (self->type, dyr_record_get_title (record));

  if (window == NULL)
    return;
  if (self->about == NULL || dyr_pages_find (self->type) != NULL)
    dyr_record_open (self->office, GTK_WIDGET (window), dyr_record_get_id (record));
  dyr_tell_undo (GTK_WIDGET (window), text, action);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrCreateDialog) self = data;
  g_autoptr (GError) error = NULL;
  gint64 action = 0;
  g_autoptr (DyrRecord) record
      = dyr_store_create_finish (DYR_STORE (source), result, &action, &error);

  self->creating = FALSE;
  /* The program ended meanwhile. */
  if (self->layout == NULL)
    return;
  update_create (self);
  if (record == NULL)
    {
      dyr_banner_set_title (self->trouble, error->message);
      dyr_banner_set_revealed (self->trouble, TRUE);
      keep (self);
      return;
    }
  g_clear_handle_id (&self->keep_source, g_source_remove);
  tell (self, record, action);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
add_implied (DyrCreateDialog *self, GArray *values)
{
  for (guint i = 0; i < self->implied->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (self->implied, DyrFieldValue, i);

      dyr_value_copy (&value->value, dyr_field_values_add (values, value->field));
    }
}

static void
on_create_clicked (GtkButton *create, DyrCreateDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) values = NULL;
  g_autofree char *form = NULL;

  if (self->creating)
    return;
  /* The rows say what is wrong with them. */
  values = dyr_form_get_values (self->layout, &error);
  if (values == NULL)
    return;
  add_implied (self, values);
  self->creating = TRUE;
  update_create (self);
  form = dyr_create_draft_form (self->type, about_id (self));
  dyr_store_create_async (dyr_office_get_store (self->office),
                          self->type,
                          values,
                          form,
                          NULL,
                          on_created,
                          g_object_ref (self));
}

/* The notice takes no room from the rows: the window grows by it, and shrinks again. */
static void
on_likely_changed (DyrCreateDialog *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, -1);
}

/* What is on its way cannot be cancelled any more. */
static gboolean
dyr_create_dialog_close_request (GtkWindow *window)
{
  DyrCreateDialog *self = DYR_CREATE_DIALOG (window);

  if (self->creating)
    return TRUE;
  /* It is offered the next time. */
  if (self->keep_source != 0)
    keep (self);
  return GTK_WINDOW_CLASS (dyr_create_dialog_parent_class)->close_request (window);
}

static void
dyr_create_dialog_dispose (GObject *object)
{
  DyrCreateDialog *self = DYR_CREATE_DIALOG (object);

  g_clear_handle_id (&self->keep_source, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->layout = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_CREATE_DIALOG);
  g_clear_pointer (&self->implied, g_array_unref);
  g_clear_object (&self->about);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_create_dialog_parent_class)->dispose (object);
}

static void
dyr_create_dialog_class_init (DyrCreateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_create_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_create_dialog_close_request;
  g_type_ensure (DYR_TYPE_BANNER);
  g_type_ensure (DYR_TYPE_DUPLICATE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-create-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrCreateDialog, create);
  gtk_widget_class_bind_template_child (widget_class, DyrCreateDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, DyrCreateDialog, kept);
  gtk_widget_class_bind_template_child (widget_class, DyrCreateDialog, place);
  gtk_widget_class_bind_template_child (widget_class, DyrCreateDialog, likely);
  gtk_widget_class_bind_template_callback (widget_class, on_create_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_likely_changed);
}

static void
dyr_create_dialog_init (DyrCreateDialog *self)
{
  self->implied = dyr_field_values_new ();
  self->reading = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The first row that waits for somebody. */
static void
focus_first (DyrCreateDialog *self)
{
  guint64 missing = self->missing;

  for (guint i = 0; i < self->type->n_fields; i++)
    if (missing & (G_GUINT64_CONSTANT (1) << i))
      {
        gtk_widget_grab_focus (
            GTK_WIDGET (dyr_form_find_row (self->layout, self->type->fields[i].name)));
        return;
      }
}

static DyrCreateDialog *
open_dialog (DyrOffice *office, GtkWindow *parent, const DyrRecordType *type, DyrRecord *about)
{
  DyrCreateDialog *self;
  g_autoptr (GtkWidget) layout = NULL;

  layout = dyr_layout_new (office, "create", type);
  if (layout == NULL)
    return NULL;
  self = g_object_new (DYR_TYPE_CREATE_DIALOG,
                       "transient-for",
                       parent,
                       "modal",
                       TRUE,
                       "title",
                       dyr_type_info_new_label (type),
                       NULL);
  self->office = g_object_ref (office);
  self->type = type;
  g_set_object (&self->about, about);
  self->layout = layout;
  adw_clamp_set_child (self->place, layout);
  dyr_form_set_record_type (layout, type);
  for (guint i = 0; i < type->n_fields; i++)
    {
      DyrFieldRow *row = dyr_form_find_row (layout, type->fields[i].name);

      if (row != NULL)
        g_signal_connect_object (row, "changed", G_CALLBACK (on_row_changed), self, 0);
    }
  dyr_duplicate_notice_watch (self->likely, office, layout, type);
  begin (self, about);
  gtk_window_present (GTK_WINDOW (self));
  /* Rows pass the focus on to what can be seen. */
  focus_first (self);
  return self;
}

/* Begins anew, in a form where nothing was typed. */
static void
on_discard_clicked (DyrBanner *banner, DyrCreateDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  dyr_create_draft_forget (self->office, self->type, about_id (self));
  if (open_dialog (self->office, parent, self->type, self->about) != NULL)
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_draft_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrCreateDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) texts = dyr_store_form_drafts_finish (DYR_STORE (source), result, &error);
  guint64 filled;

  if (texts == NULL)
    dyr_store_report_error (DYR_STORE (source), error);
  if (texts == NULL || self->layout == NULL)
    return;
  filled = dyr_create_draft_show (texts, self->type, self->layout, self->typed);
  if (filled == 0)
    return;
  self->typed |= filled;
  for (guint i = 0; i < self->type->n_fields; i++)
    if (filled >> i & 1)
      check_row (self, dyr_form_find_row (self->layout, self->type->fields[i].name), i);
  if (self->type == &dyr_contract_type && (filled >> DYR_CONTRACT_NUMBER & 1))
    self->numbered = TRUE;
  dyr_banner_set_revealed (self->kept, TRUE);
}

void
dyr_create_dialog_present (DyrOffice *office,
                           GtkWindow *parent,
                           const DyrRecordType *type,
                           DyrRecord *about)
{
  DyrCreateDialog *self;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (type != NULL);
  g_return_if_fail (about == NULL || DYR_IS_RECORD (about));

  self = open_dialog (office, parent, type, about);
  if (self == NULL)
    return;
  g_signal_connect_object (self->kept, "button-clicked", G_CALLBACK (on_discard_clicked), self, 0);
  dyr_create_draft_read_async (
      office, type, about_id (self), self->reading, on_draft_read, g_object_ref (self));
}
