/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFileRow: an attached file with what can be done with it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-content.h"
#include "dyr-deletion.h"
#include "dyr-display.h"
#include "dyr-error.h"
#include "dyr-file-look.h"
#include "dyr-file-name.h"
#include "dyr-file-opening.h"
#include "dyr-file-words.h"
#include "dyr-file.h"
#include "dyr-name-dialog.h"
#include "dyr-naming.h"
#include "dyr-refresh.h"
#include "dyr-sent-words.h"
#include "dyr-sync-ways.h"
#include "dyr-util.h"
#include "dyr-weak.h"

/* Characters of a name: file systems have no longer ones. */
#define MAX_TITLE 255
/* … and of a person's. */
#define MAX_NAME 60
/* Pixels of a picture in the row, and of the one that comes up from it. */
#define SMALL 40
#define LARGE 480
/* Many files come one after the other. */
#define REFRESH_DELAY_MS 150

struct _DyrFileRow
{
  AdwActionRow parent_instance;

  DyrOffice *office;
  DyrPlace *place; /* NULL: not of a list */
  DyrRecord *record;
  GSignalGroup *watch;
  char *by;
  char *looked_at; /* checksum of what was looked at last, NULL: nothing yet */
  GCancellable *looking;
  char *trouble; /* with what is in it, in a word or two; NULL: none */

  DyrRefresh *refresh;  /* asks (NULL: nothing was committed yet) … */
  GCancellable *asking; /* … where what is in it is; … */
  DyrFilePlace at;      /* … the answer */
  /* What is done with it once it has come; NULL: nothing. */
  void (*then) (DyrOffice *office, GtkWidget *from, DyrRecord *file);

  GtkImage *image;
  GtkImage *sign;
  GtkWidget *stop;
  GtkWidget *again;
  GtkMenuButton *peek;
  GtkImage *small;
  GtkPopover *popover;
  GtkPicture *large;
  GtkWidget *menu_button;
};

G_DEFINE_FINAL_TYPE (DyrFileRow, dyr_file_row, ADW_TYPE_ACTION_ROW)

/* A text shorter than “…” cannot be cut, and GTK 4.8 says that such a label measures wrong. */
static int
lines_for (const char *text)
{
  return g_utf8_strlen (text, -1) > 3 ? 1 : 0;
}

static char *
show_facts (DyrFileRow *self)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  const gint64 size = dyr_value_number (dyr_record_get_value (self->record, DYR_FILE_SIZE), 0);
  g_autofree char *at = dyr_context_show_field (context, self->record, DYR_FILE_ADDED_AT);
  g_autofree char *by = dyr_display_line (self->by, MAX_NAME);
  g_autofree char *place = dyr_file_show_place (context, &self->at);
  GString *facts = g_string_new (NULL);
  g_autofree char *bytes = dyr_context_show_size (context, size);

  g_string_append (facts, bytes);
  if (at != NULL)
    g_string_append_printf (facts, " · %s", at);
  if (by != NULL)
    g_string_append_printf (facts, " · %s", by);
  if (place != NULL)
    g_string_append_printf (facts, " · %s", place);
  else if (self->trouble != NULL)
    g_string_append_printf (facts, " · %s", self->trouble);
  return g_string_free (facts, FALSE);
}

static void
show_icon (DyrFileRow *self)
{
  const char *media = dyr_value_text (dyr_record_get_value (self->record, DYR_FILE_MEDIA_TYPE));
  g_autofree char *content
      = g_content_type_from_mime_type (media != NULL ? media : "application/octet-stream");
  g_autoptr (GIcon) icon = content != NULL ? g_content_type_get_symbolic_icon (content)
                                           : g_themed_icon_new ("text-x-generic-symbolic");

  if (dyr_file_can_come (&self->at))
    gtk_image_set_from_icon_name (self->image, "folder-download-symbolic");
  else if (self->at.missing)
    gtk_image_set_from_icon_name (self->image, "dialog-warning-symbolic");
  else
    gtk_image_set_from_gicon (self->image, icon);
}

/* As lists mark their records: what the CRM has as it is here needs no sign. */
static void
show_sign (DyrFileRow *self)
{
  const DyrSent sent = self->at.connected ? dyr_record_get_sent (self->record) : DYR_SENT_NOT;
  const gboolean shown = sent != DYR_SENT_NOT && sent != DYR_SENT_ALL;
  g_autofree char *tip = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->sign), shown);
  if (!shown)
    return;
  gtk_image_set_from_icon_name (self->sign, dyr_sent_icon (sent));
  tip = g_strjoin ("\n", dyr_sent_words (sent), dyr_sent_explain (sent), NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sign), tip);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->sign), GTK_ACCESSIBLE_PROPERTY_LABEL, dyr_sent_words (sent), -1);
}

static void
update (DyrFileRow *self)
{
  g_autofree char *title = NULL, *facts = NULL, *markup = NULL, *subtitle = NULL, *menu = NULL;
  g_autofree char *peek = NULL, *again = NULL;

  if (self->record == NULL)
    return;
  self->at.connected = dyr_sync_service_get_connected (dyr_office_get_sync (self->office));
  title = dyr_display_line (dyr_record_get_title (self->record), MAX_TITLE);
  if (title == NULL)
    title = g_strdup ("—");
  facts = show_facts (self);
  markup = dyr_display_markup (title);
  subtitle = dyr_display_markup (facts);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), lines_for (title));
  /* Why something is wrong is read to its end. */
  adw_action_row_set_subtitle_lines (
      ADW_ACTION_ROW (self),
      self->at.state != NULL && self->at.state->reason != NULL ? 0 : lines_for (facts));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), title);
  /* Translators: the name of the button with what can be done with a file. */
  menu = g_strdup_printf (C_ ("file", "Actions for “%s”"), title);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, menu, -1);
  /* Translators: the name of the button that shows a picture or a page. */
  peek = g_strdup_printf (C_ ("file", "Preview of “%s”"), title);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->peek), GTK_ACCESSIBLE_PROPERTY_LABEL, peek, -1);
  gtk_picture_set_alternative_text (self->large, title);
  again = g_strdup_printf (C_ ("sync", "%s: %s"), C_ ("sync", "Send again"), title);
  dyr_name_button (self->again, again);
  gtk_widget_set_visible (
      self->stop, dyr_file_can_come (&self->at) && self->at.state->place == DYR_CONTENT_COMES);
  gtk_actionable_set_action_target (
      GTK_ACTIONABLE (self->again), "x", dyr_record_get_id (self->record));
  gtk_widget_set_visible (self->again, dyr_file_can_go_again (&self->at));
  show_icon (self);
  show_sign (self);
}

static void
hide_peek (DyrFileRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->peek), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->image), TRUE);
}

/* Where it is */

static void
free_content_look (gpointer data)
{
  DyrContentLook *look = data;

  g_clear_pointer (&look->files, g_array_unref);
  g_clear_pointer (&look->states, g_hash_table_unref);
  g_free (look);
}

/* A row that is made, or looks again, while its file moves, or does not any more. */
static void
read_progress (DyrFileRow *self)
{
  DyrContents *contents = dyr_sync_service_get_contents (dyr_office_get_sync (self->office));
  const gint64 id = dyr_record_get_id (self->record);

  if (contents == NULL || !dyr_contents_get_progress (contents, id, &self->at.done, &self->at.size))
    self->at.size = 0;
}

static void
on_state_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrFileRow) self = dyr_weak_take (data);
  DyrContentLook *look = dyr_database_job_data (result);
  g_autoptr (GError) error = NULL;
  g_autofree gpointer key = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);
  gpointer state;
  gint64 id;

  /* Readers are several: what was asked for before may come after. */
  if (self == NULL || self->office == NULL || self->record == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->asking)
    return;
  if (!done)
    {
      dyr_store_report_error (dyr_office_get_store (self->office), error);
      return;
    }
  id = dyr_record_get_id (self->record);
  if (!g_hash_table_steal_extended (look->states, &id, &key, &state))
    return;
  g_clear_pointer (&self->at.state, dyr_content_state_free);
  self->at.state = state;
  /* It was here: what takes up room here need not stay. */
  if (!self->at.missing
      && (self->at.state->place == DYR_CONTENT_THERE || self->at.state->place == DYR_CONTENT_COMES))
    {
      self->at.missing = TRUE;
      g_clear_pointer (&self->trouble, g_free);
      hide_peek (self);
    }
  read_progress (self);
  update (self);
}

static void
ask_state (DyrFileRow *self)
{
  const gint64 id = dyr_record_get_id (self->record);
  DyrContentLook *look;

  if (id == 0)
    return;
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  look = g_new0 (DyrContentLook, 1);
  look->files = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (look->files, id);
  dyr_database_read_async (dyr_store_get_database (dyr_office_get_store (self->office)),
                           dyr_content_job_look,
                           look,
                           free_content_look,
                           self->asking,
                           on_state_read,
                           dyr_weak_new (self));
}

static void
on_content_progress (DyrSyncService *sync, gint64 file, gint64 done, gint64 size, DyrFileRow *self)
{
  if (self->record == NULL || dyr_record_get_id (self->record) != file)
    return;
  self->at.done = done;
  self->at.size = size;
  update (self);
}

static void
free_want (gpointer data)
{
  DyrContentWant *want = data;

  g_array_unref (want->files);
  g_free (want);
}

static void
on_wanted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrFileRow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  if (self == NULL || self->office == NULL || self->record == NULL)
    return;
  if (!done)
    dyr_store_report_error (dyr_office_get_store (self->office), error);
  else if (self->then != NULL)
    dyr_sync_service_run (dyr_office_get_sync (self->office));
  ask_state (self);
}

/* From the CRM, or not any more. */
static void
want (DyrFileRow *self, gboolean wanted)
{
  const gint64 id = dyr_record_get_id (self->record);
  DyrContentWant *want = g_new0 (DyrContentWant, 1);

  want->files = g_array_new (FALSE, FALSE, sizeof (gint64));
  want->wanted = wanted;
  g_array_append_val (want->files, id);
  dyr_database_write_async (dyr_store_get_database (dyr_office_get_store (self->office)),
                            dyr_content_job_want,
                            want,
                            free_want,
                            NULL,
                            on_wanted,
                            dyr_weak_new (self));
}

/* The look */

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrFileRow) self = dyr_weak_take (data);
  g_autoptr (GdkTexture) picture = NULL;
  g_autoptr (GError) error = NULL;

  dyr_file_look_finish (result, &picture, &error);
  if (self == NULL || g_task_get_cancellable (G_TASK (result)) != self->looking)
    return;
  self->at.missing = g_error_matches (error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  if (g_error_matches (error, DYR_ERROR, DYR_ERROR_REFUSED)
      || g_error_matches (error, DYR_ERROR, DYR_ERROR_CORRUPT))
    self->trouble = g_strdup (error->message);
  gtk_image_set_from_paintable (self->small, GDK_PAINTABLE (picture));
  gtk_widget_set_visible (GTK_WIDGET (self->peek), picture != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->image), picture == NULL);
  update (self);
  if (self->record == NULL)
    return;
  ask_state (self);
  if (!self->at.missing && self->then != NULL)
    {
      self->then (self->office, GTK_WIDGET (self), self->record);
      self->then = NULL;
    }
}

/* Once for each content. */
static void
look (DyrFileRow *self)
{
  const char *checksum = NULL;

  if (self->record != NULL)
    checksum = dyr_value_text (dyr_record_get_value (self->record, DYR_FILE_CHECKSUM));
  /* The CRM does not tell of all: it is known then once it has come. */
  if (self->record != NULL && checksum == NULL)
    {
      self->at.missing = TRUE;
      ask_state (self);
    }
  if (!dyr_set_str (&self->looked_at, checksum))
    return;
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->at.missing = self->record != NULL && checksum == NULL;
  g_clear_pointer (&self->trouble, g_free);
  hide_peek (self);
  if (checksum == NULL)
    return;
  self->looking = g_cancellable_new ();
  dyr_file_look_async (self->office,
                       self->record,
                       SMALL * gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                       self->looking,
                       on_looked,
                       dyr_weak_new (self));
}

void
dyr_file_row_look_again (DyrFileRow *self)
{
  g_return_if_fail (DYR_IS_FILE_ROW (self));

  if (self->record == NULL)
    return;
  if (!self->at.missing)
    {
      ask_state (self);
      return;
    }
  g_clear_pointer (&self->looked_at, g_free);
  look (self);
}

static void
look_where (GtkWidget *widget)
{
  dyr_file_row_look_again (DYR_FILE_ROW (widget));
}

static void
on_looked_closely (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrFileRow) self = dyr_weak_take (data);
  g_autoptr (GdkTexture) picture = NULL;
  g_autoptr (GdkPaintable) large = NULL;

  if (!dyr_file_look_finish (result, &picture, NULL) || self == NULL || picture == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->looking)
    return;
  /* Closed meanwhile. */
  if (!gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    return;
  large = dyr_file_look_paintable (picture, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  gtk_widget_set_size_request (GTK_WIDGET (self->large),
                               gdk_paintable_get_intrinsic_width (large),
                               gdk_paintable_get_intrinsic_height (large));
  gtk_picture_set_paintable (self->large, large);
}

/* The memory is not kept for what nobody looks at. */
static void
on_popover_changed (GtkPopover *popover, GParamSpec *pspec, DyrFileRow *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (popover)))
    gtk_picture_set_paintable (self->large, NULL);
  else if (self->record != NULL && self->looking != NULL)
    dyr_file_look_async (self->office,
                         self->record,
                         LARGE * gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                         self->looking,
                         on_looked_closely,
                         dyr_weak_new (self));
}

static void
on_record_changed (DyrRecord *record, GParamSpec *pspec, DyrFileRow *self)
{
  update (self);
  look (self);
}

/* What came or went is no change of the record. */
static void
on_committed (DyrDatabase *database, const DyrTouched *touched, DyrFileRow *self)
{
  const gint64 id = self->record != NULL ? dyr_record_get_id (self->record) : 0;
  gboolean found = touched->many && (touched->types >> dyr_file_type.number & 1) != 0;

  for (guint i = 0; id != 0 && !found && i < touched->ids->len; i++)
    found = g_array_index (touched->ids, gint64, i) == id;
  if (id == 0 || !found)
    return;
  /* Somebody waits for it, also on another page. */
  if (self->then != NULL)
    {
      dyr_file_row_look_again (self);
      return;
    }
  if (self->refresh == NULL)
    self->refresh = dyr_refresh_new (GTK_WIDGET (self), look_where);
  dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
}

/* With a CRM what is here is to go there. */
static void
on_connected_changed (DyrFileRow *self)
{
  if (self->record == NULL)
    return;
  update (self);
  ask_state (self);
}

static void
take_office (DyrFileRow *self, DyrOffice *office)
{
  if (!g_set_object (&self->office, office))
    return;
  dyr_sync_ways_set_office (GTK_WIDGET (self), office);
  g_signal_connect_object (
      dyr_office_get_sync (office), "content-progress", G_CALLBACK (on_content_progress), self, 0);
  g_signal_connect_object (dyr_office_get_sync (office),
                           "notify::connected",
                           G_CALLBACK (on_connected_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dyr_store_get_database (dyr_office_get_store (office)),
                           "committed",
                           G_CALLBACK (on_committed),
                           self,
                           0);
}

static void
take_record (DyrFileRow *self, DyrRecord *record)
{
  if (g_set_object (&self->record, record))
    {
      g_clear_pointer (&self->at.state, dyr_content_state_free);
      self->then = NULL;
      self->at.size = 0;
    }
  g_signal_group_set_target (self->watch, record);
  look (self);
  update (self);
}

static void
on_place_changed (DyrPlace *place, GParamSpec *pspec, DyrFileRow *self)
{
  take_record (self, dyr_place_get_record (place));
}

/* What can be done */

/* Once it is here. */
static void
use (DyrFileRow *self, void (*how) (DyrOffice *office, GtkWidget *from, DyrRecord *file))
{
  if (self->record == NULL)
    return;
  if (!dyr_file_can_come (&self->at))
    {
      how (self->office, GTK_WIDGET (self), self->record);
      return;
    }
  self->then = how;
  want (self, TRUE);
}

static void
open_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  use (DYR_FILE_ROW (widget), dyr_file_open);
}

static void
stop_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrFileRow *self = DYR_FILE_ROW (widget);

  self->then = NULL;
  if (self->record != NULL)
    want (self, FALSE);
}

static void
save_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  use (DYR_FILE_ROW (widget), dyr_file_save_as);
}

static void
on_renamed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!dyr_store_action_finish (DYR_STORE (source), result, NULL, &error))
    dyr_store_report_error (DYR_STORE (source), error);
}

static void
on_named (DyrNameDialog *dialog, const char *name, DyrFileRow *self)
{
  g_autofree char *clean = dyr_file_name_clean (name);
  g_autoptr (GArray) values = dyr_field_values_new ();

  if (self->record == NULL)
    return;
  dyr_value_set_text (dyr_field_values_add (values, DYR_FILE_NAME), clean);
  dyr_store_edit_async (dyr_office_get_store (self->office),
                        dyr_record_get_id (self->record),
                        values,
                        NULL,
                        on_renamed,
                        NULL);
}

static void
rename_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrFileRow *self = DYR_FILE_ROW (widget);
  const char *name = self->record != NULL ? dyr_record_get_title (self->record) : NULL;
  DyrNameDialog *dialog;

  if (self->record == NULL)
    return;
  dialog = dyr_name_dialog_new (_("Rename file"), name != NULL ? name : "");
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (widget)));
  g_signal_connect_object (dialog, "named", G_CALLBACK (on_named), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
delete_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrFileRow *self = DYR_FILE_ROW (widget);

  if (self->record != NULL)
    dyr_deletion_async (self->office, widget, dyr_record_get_id (self->record), NULL, NULL);
}

static void
on_row_activated (DyrFileRow *self)
{
  open_file (GTK_WIDGET (self), NULL, NULL);
}

static void
dyr_file_row_dispose (GObject *object)
{
  DyrFileRow *self = DYR_FILE_ROW (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_object (&self->watch);
  g_clear_object (&self->record);
  g_clear_object (&self->place);
  g_clear_object (&self->office);
  g_clear_pointer (&self->refresh, dyr_refresh_free);
  g_clear_pointer (&self->at.state, dyr_content_state_free);
  g_clear_pointer (&self->by, g_free);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_pointer (&self->looked_at, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_FILE_ROW);
  G_OBJECT_CLASS (dyr_file_row_parent_class)->dispose (object);
}

static void
dyr_file_row_class_init (DyrFileRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_file_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-file-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrFileRow, image);
  gtk_widget_class_bind_template_child (widget_class, DyrFileRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, DyrFileRow, sign);
  gtk_widget_class_bind_template_child (widget_class, DyrFileRow, stop);
  gtk_widget_class_bind_template_child (widget_class, DyrFileRow, again);
  gtk_widget_class_bind_template_child (widget_class, DyrFileRow, peek);
  gtk_widget_class_bind_template_child (widget_class, DyrFileRow, small);
  gtk_widget_class_bind_template_child (widget_class, DyrFileRow, popover);
  gtk_widget_class_bind_template_child (widget_class, DyrFileRow, large);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_changed);
  gtk_widget_class_install_action (widget_class, "file.open", NULL, open_file);
  gtk_widget_class_install_action (widget_class, "file.stop", NULL, stop_file);
  gtk_widget_class_install_action (widget_class, "file.save", NULL, save_file);
  gtk_widget_class_install_action (widget_class, "file.rename", NULL, rename_file);
  gtk_widget_class_install_action (widget_class, "file.delete", NULL, delete_file);
  dyr_sync_ways_install (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "file.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "file.delete", NULL);
}

static void
dyr_file_row_init (DyrFileRow *self)
{
  self->watch = g_signal_group_new (DYR_TYPE_RECORD);
  g_signal_group_connect_object (self->watch, "notify", G_CALLBACK (on_record_changed), self, 0);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyr_file_row_new (DyrOffice *office, DyrPlace *place)
{
  DyrFileRow *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);
  g_return_val_if_fail (DYR_IS_PLACE (place), NULL);

  self = g_object_new (DYR_TYPE_FILE_ROW, NULL);
  take_office (self, office);
  self->place = g_object_ref (place);
  g_signal_connect_object (place, "notify::record", G_CALLBACK (on_place_changed), self, 0);
  on_place_changed (place, NULL, self);
  return GTK_WIDGET (self);
}

void
dyr_file_row_set_record (DyrFileRow *self, DyrOffice *office, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_FILE_ROW (self));
  g_return_if_fail (DYR_IS_OFFICE (office));

  take_office (self, office);
  take_record (self, record);
}

DyrRecord *
dyr_file_row_get_record (DyrFileRow *self)
{
  g_return_val_if_fail (DYR_IS_FILE_ROW (self), NULL);
  return self->record;
}

void
dyr_file_row_set_by (DyrFileRow *self, const char *by)
{
  g_return_if_fail (DYR_IS_FILE_ROW (self));

  if (dyr_set_str (&self->by, by))
    update (self);
}
