/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPinRow: whether the files of a record, and of what belongs to it, are kept on this computer.
 * That is nobody's edit and no part of the history: the switch itself takes it back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-pin-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-client.h"
#include "dyr-content.h"
#include "dyr-contract.h"
#include "dyr-delivery.h"
#include "dyr-file-words.h"
#include "dyr-files.h"
#include "dyr-refresh.h"
#include "dyr-sync-service-words.h"
#include "dyr-weak.h"

/* Files come many a second, and the disk is looked at for all of them. */
#define REFRESH_DELAY_MS 300

struct _DyrPinRow
{
  AdwActionRow parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  DyrRefresh *refresh;
  GCancellable *asking; /* how it stands; NULL: nobody asks */
  gboolean ask_again;
  guint n_writing;  /* switched, and not on the disk yet */
  gboolean known;   /* `kept` is about the record */
  gboolean showing; /* what changes was not changed by the person */
  DyrContentKept kept;

  GtkSwitch *toggle;
};

G_DEFINE_FINAL_TYPE (DyrPinRow, dyr_pin_row, ADW_TYPE_ACTION_ROW)

/* What people read */

/* Whose files are meant besides those of the record itself; NULL: nobody's. Not owned. */
static const char *
tell_parts (const DyrRecordType *type)
{
  if (type == &dyr_client_type)
    return C_ ("file", "Also those of its contact persons, contracts, deliveries, presentations and activities");
  if (type == &dyr_contract_type)
    return C_ ("file", "Also those of its amendments and deliveries");
  if (type == &dyr_delivery_type)
    return C_ ("file", "Also those of its lines");
  return NULL;
}

static void
add_part (GString *text, const char *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

/* @words: with %s for how many. */
static void
add_amount (DyrPinRow *self, GString *text, const char *words, gint64 n, gint64 size)
{
  g_autofree char *amount = dyr_file_show_amount (dyr_office_get_context (self->office), n, size);
  g_autoptr (GString) part = g_string_new (words);

  if (n == 0)
    return;
  g_string_replace (part, "%s", amount, 1);
  add_part (text, part->str);
}

/* Why nothing comes now, in a word; NULL: nothing keeps it. Not owned. */
static const char *
tell_hindrance (DyrPinRow *self)
{
  const DyrServiceState state = dyr_sync_service_get_state (dyr_office_get_sync (self->office));

  return state == DYR_SERVICE_PAUSED || state == DYR_SERVICE_OFFLINE || state == DYR_SERVICE_STOPPED
             ? dyr_sync_service_words_brief (state)
             : NULL;
}

/* Where they are. */
static char *
tell_kept (DyrPinRow *self)
{
  const DyrContentKept *kept = &self->kept;
  const gboolean on = kept->pinned || kept->within;
  const gint64 n_away = kept->n_there + kept->n_failed;
  const char *hindrance = on && kept->n_there > 0 ? tell_hindrance (self) : NULL;
  GString *text = g_string_new (NULL);

  if (kept->within)
    add_part (text, C_ ("file", "Kept along with what this belongs to"));
  if (n_away + kept->n_here + kept->n_lost == 0)
    add_part (text, C_ ("file", "There are no files yet"));
  else if (n_away + kept->n_lost == 0)
    /* Translators: how many files, and how large they are together: “12 files, 34 MB”. */
    add_amount (self, text, C_ ("file", "All here: %s"), kept->n_here, kept->here_size);
  if (!on)
    add_amount (self,
                text,
                C_ ("file", "Only in the CRM: %s"), n_away, kept->there_size + kept->failed_size);
  else
    {
      add_amount (self, text, C_ ("file", "Still to come: %s"), kept->n_there, kept->there_size);
      add_amount (self, text, C_ ("file", "Did not come: %s"), kept->n_failed, kept->failed_size);
    }
  add_amount (self, text, C_ ("file", "Neither here nor in the CRM: %s"), kept->n_lost, 0);
  if (hindrance != NULL)
    add_part (text, hindrance);
  return g_string_free (text, FALSE);
}

static void
show_kept (DyrPinRow *self)
{
  const gboolean on = self->kept.pinned || self->kept.within;
  const char *parts = tell_parts (dyr_record_get_record_type (self->record));
  g_autofree char *kept = tell_kept (self);
  g_autofree char *both = g_strdup_printf ("%s\n%s", parts, kept);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), parts != NULL ? both : kept);
  /* Otherwise what it belongs to decides. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->toggle), !self->kept.within);
  self->showing = TRUE;
  /* One that is just being moved by a person would stop halfway. */
  if (gtk_switch_get_active (self->toggle) != on)
    gtk_switch_set_active (self->toggle, on);
  gtk_switch_set_state (self->toggle, on);
  self->showing = FALSE;
}

/* How it stands */

static void
stop_asking (DyrPinRow *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->ask_again = FALSE;
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrPinRow) self = dyr_weak_take (data);
  const DyrContentKept *kept = dyr_database_job_data (result);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  /* It was about another record, or asked before the switch was moved. */
  if (self == NULL || g_task_get_cancellable (G_TASK (result)) != self->asking)
    return;
  g_clear_object (&self->asking);
  if (self->ask_again)
    dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
  self->ask_again = FALSE;
  if (!done)
    {
      dyr_store_report_error (dyr_office_get_store (self->office), error);
      return;
    }
  self->kept = *kept;
  self->known = TRUE;
  show_kept (self);
}

static void
read_kept (GtkWidget *widget)
{
  DyrPinRow *self = DYR_PIN_ROW (widget);
  DyrContentKept *kept;

  self->ask_again = self->asking != NULL;
  /* Whoever writes asks when that is done. */
  if (self->record == NULL || self->asking != NULL || self->n_writing > 0)
    return;
  self->asking = g_cancellable_new ();
  kept = g_new0 (DyrContentKept, 1);
  kept->record = dyr_record_get_id (self->record);
  dyr_database_read_async (dyr_store_get_database (dyr_office_get_store (self->office)),
                           dyr_content_job_kept,
                           kept,
                           g_free,
                           self->asking,
                           on_answered,
                           dyr_weak_new (self));
}

/* A client's parts come and go, too. */
static void
on_store_changed (DyrStore *store, guint64 types, DyrPinRow *self)
{
  dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
}

static void
show_whether (DyrPinRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          self->record != NULL
                              && dyr_files_fit (dyr_record_get_record_type (self->record))
                              && dyr_sync_service_holds_files (dyr_office_get_sync (self->office)));
}

static void
on_sync_changed (DyrSyncService *sync, GParamSpec *pspec, DyrPinRow *self)
{
  show_whether (self);
  if (self->known)
    show_kept (self);
}

/* The switch */

static void
on_pinned (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrPinRow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  if (self == NULL || self->office == NULL)
    return;
  if (!done)
    dyr_store_report_error (dyr_office_get_store (self->office), error);
  self->n_writing--;
  dyr_refresh_now (self->refresh);
}

/* Files come by themselves once that is on the disk: what moves them hears of the commit. */
static gboolean
on_toggle_set (DyrPinRow *self, gboolean on)
{
  DyrContentPin *pin;

  if (self->showing || self->record == NULL)
    return FALSE;
  stop_asking (self);
  self->n_writing++;
  pin = g_new0 (DyrContentPin, 1);
  pin->record = dyr_record_get_id (self->record);
  pin->pinned = on;
  dyr_database_write_async (dyr_store_get_database (dyr_office_get_store (self->office)),
                            dyr_content_job_pin,
                            pin,
                            g_free,
                            NULL,
                            on_pinned,
                            dyr_weak_new (self));
  return FALSE;
}

static void
dyr_pin_row_dispose (GObject *object)
{
  DyrPinRow *self = DYR_PIN_ROW (object);

  self->showing = TRUE;
  stop_asking (self);
  g_clear_pointer (&self->refresh, dyr_refresh_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_PIN_ROW);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_pin_row_parent_class)->dispose (object);
}

static void
dyr_pin_row_class_init (DyrPinRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_pin_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-pin-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrPinRow, toggle);
  gtk_widget_class_bind_template_callback (widget_class, on_toggle_set);
}

static void
dyr_pin_row_init (DyrPinRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->refresh = dyr_refresh_new (GTK_WIDGET (self), read_kept);
}

static void
set_office (DyrPinRow *self, DyrOffice *office)
{
  DyrSyncService *sync = dyr_office_get_sync (office);

  self->office = g_object_ref (office);
  g_signal_connect_object (
      dyr_office_get_store (office), "changed", G_CALLBACK (on_store_changed), self, 0);
  g_signal_connect_object (sync, "notify::holds-files", G_CALLBACK (on_sync_changed), self, 0);
  g_signal_connect_object (sync, "notify::state", G_CALLBACK (on_sync_changed), self, 0);
}

void
dyr_pin_row_set_record (DyrPinRow *self, DyrOffice *office, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_PIN_ROW (self));
  g_return_if_fail (DYR_IS_OFFICE (office));

  if (self->office == NULL)
    set_office (self, office);
  if (!g_set_object (&self->record, record))
    return;
  stop_asking (self);
  self->known = FALSE;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->toggle), FALSE);
  show_whether (self);
  dyr_refresh_now (self->refresh);
}
