/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBackupsGroup: the preferences' group about backups: the last one, going back to one. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-backups-group.h"

#include <glib/gi18n-lib.h>

#include "dyr-daily-backup.h"
#include "dyr-date.h"
#include "dyr-file-picker.h"
#include "dyr-naming.h"
#include "dyr-prompt.h"
#include "dyr-restore.h"
#include "dyr-weak.h"

struct _DyrBackupsGroup
{
  AdwPreferencesGroup parent_instance;

  DyrOffice *office; /* weak: the window around may be kept longer; NULL: the store is not open */
  GCancellable *cancellable;
  char *chosen; /* the backup that is asked about */

  AdwActionRow *last;
  AdwExpanderRow *restore;
  GtkSpinner *spinner;
};

enum
{
  TOLD,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrBackupsGroup, dyr_backups_group, ADW_TYPE_PREFERENCES_GROUP)

static DyrFormat *
get_format (DyrBackupsGroup *self)
{
  return self->office != NULL ? dyr_office_get_context (self->office)->format : NULL;
}

/* Asking */

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBackupsGroup) self = dyr_weak_take (data);
  g_autofree char *answer = dyr_prompt_finish (result, NULL);

  if (self != NULL && g_strcmp0 (answer, "restore") == 0)
    g_signal_emit (self, signals[CHOSEN], 0, self->chosen);
}

static char *
describe (DyrBackupsGroup *self, const DyrBackupContent *content)
{
  DyrFormat *format = get_format (self);
  g_autofree char *count = format != NULL
                               ? dyr_format_count (format, content->n_records)
                               : g_strdup_printf ("%" G_GINT64_FORMAT, content->n_records);
  g_autofree char *records = g_strdup_printf (ngettext ("The backup has %s record.",
                                                        "The backup has %s records.",
                                                        (gulong) content->n_records),
                                              count);

  return g_strdup_printf (
      "%s\n\n%s",
      records,
      _("The program starts anew with it. What is in the office now stays in a file beside it."));
}

static void
ask (DyrBackupsGroup *self, const DyrBackupContent *content)
{
  const DyrPromptResponse responses[]
      = { { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
            { "restore", C_ ("button", "_Restore"), ADW_RESPONSE_DESTRUCTIVE }, { NULL } };
  g_autofree char *body = describe (self, content);

  dyr_prompt_async (GTK_WIDGET (self),
                    _("Go back to this backup?"),
                       body,
                       responses,
                       "cancel",
                       self->cancellable,
                       on_answered,
                       dyr_weak_new (self));
}

/* Looking a backup over: all of it is read */

typedef struct
{
  char *path;
  DyrBackupContent content;
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  g_free (look->path);
  g_free (look);
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;
  GError *error = NULL;

  if (dyr_restore_examine (look->path, &look->content, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBackupsGroup) self = dyr_weak_take (data);
  const Look *look = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean whole = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL)
    return;
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_sensitive (GTK_WIDGET (self->restore), TRUE);
  if (whole)
    ask (self, &look->content);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[TOLD], 0, error->message);
}

static void
look_over (DyrBackupsGroup *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, on_looked, dyr_weak_new (self));
  Look *look = g_new0 (Look, 1);

  g_free (self->chosen);
  self->chosen = g_strdup (path);
  look->path = g_strdup (path);
  gtk_spinner_start (self->spinner);
  gtk_widget_set_sensitive (GTK_WIDGET (self->restore), FALSE);
  g_task_set_source_tag (task, look_over);
  g_task_set_task_data (task, look, free_look);
  g_task_run_in_thread (task, look_in_thread);
}

static void
on_file_picked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBackupsGroup) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dyr_file_picker_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (self == NULL)
    return;
  if (path != NULL)
    look_over (self, path);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[TOLD], 0, error->message);
}

static void
on_other_clicked (DyrBackupsGroup *self)
{
  dyr_file_picker_open_async (
      GTK_WIDGET (self),
      _("Choose a backup"), NULL, self->cancellable, on_file_picked, dyr_weak_new (self));
}

static void
on_restore_clicked (GtkButton *button, DyrBackupsGroup *self)
{
  look_over (self, g_object_get_data (G_OBJECT (button), "path"));
}

/* What there is */

static char *
name_day (DyrBackupsGroup *self, gint64 date)
{
  return dyr_format_date_long (get_format (self), date);
}

static void
add_backup (DyrBackupsGroup *self, const DyrDailyBackup *backup)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (C_ ("button", "_Restore…"));
  g_autofree char *day = name_day (self, backup->date);
  g_autofree char *size
      = dyr_context_show_size (dyr_office_get_context (self->office), backup->size);
  /* Translators: %s is a date. */
  g_autofree char *label = g_strdup_printf (_("Restore the backup of %s"), day);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), day);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  dyr_name_button (button, label);
  g_object_set_data_full (G_OBJECT (button), "path", g_strdup (backup->path), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_restore_clicked), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_expander_row_add_row (self->restore, row);
}

void
dyr_backups_group_set_office (DyrBackupsGroup *self, DyrOffice *office)
{
  g_autoptr (GPtrArray) backups = NULL;
  g_autofree char *day = NULL;
  DyrDatabase *database;

  g_return_if_fail (DYR_IS_BACKUPS_GROUP (self));
  g_return_if_fail (self->office == NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->last), office != NULL);
  if (office == NULL)
    return;
  g_set_weak_pointer (&self->office, office);
  database = dyr_store_get_database (dyr_office_get_store (office));
  backups = dyr_daily_backup_list (dyr_database_get_path (database));
  for (guint i = 0; i < backups->len; i++)
    add_backup (self, g_ptr_array_index (backups, i));
  if (backups->len > 0)
    day = name_day (self, ((const DyrDailyBackup *) g_ptr_array_index (backups, 0))->date);
  adw_action_row_set_subtitle (self->last, day != NULL ? day : C_ ("backup", "None yet"));
}

static void
dyr_backups_group_dispose (GObject *object)
{
  DyrBackupsGroup *self = DYR_BACKUPS_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_BACKUPS_GROUP);
  g_clear_weak_pointer (&self->office);
  G_OBJECT_CLASS (dyr_backups_group_parent_class)->dispose (object);
}

static void
dyr_backups_group_finalize (GObject *object)
{
  DyrBackupsGroup *self = DYR_BACKUPS_GROUP (object);

  g_clear_object (&self->cancellable);
  g_free (self->chosen);
  G_OBJECT_CLASS (dyr_backups_group_parent_class)->finalize (object);
}

static void
dyr_backups_group_class_init (DyrBackupsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_backups_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_backups_group_finalize;
  signals[TOLD] = g_signal_new ("told",
                                DYR_TYPE_BACKUPS_GROUP,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_STRING);
  signals[CHOSEN] = g_signal_new ("chosen",
                                  DYR_TYPE_BACKUPS_GROUP,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-backups-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrBackupsGroup, last);
  gtk_widget_class_bind_template_child (widget_class, DyrBackupsGroup, restore);
  gtk_widget_class_bind_template_child (widget_class, DyrBackupsGroup, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_other_clicked);
}

static void
dyr_backups_group_init (DyrBackupsGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
