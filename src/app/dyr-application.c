/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrApplication: opens the store and shows the window. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-application.h"

#include <glib/gi18n-lib.h>
#include <malloc.h>
#include <unistd.h>

#include "dyr-background.h"
#include "dyr-backups.h"
#include "dyr-commands.h"
#include "dyr-error.h"
#include "dyr-fonts.h"
#include "dyr-interrupted.h"
#include "dyr-naming.h"
#include "dyr-office.h"
#include "dyr-paths.h"
#include "dyr-prompt.h"
#include "dyr-restore.h"
#include "dyr-search-provider.h"
#include "dyr-sleep.h"
#include "dyr-tell.h"
#include "dyr-weak.h"
#include "dyr-window.h"

/* Seconds that a program without a window stays, so that the next letter typed in the search of
 * the desktop is answered at once. */
#define LINGER 30
/* Bytes of memory that are asked of the system each time: a million ids are 8 MB. */
#define LARGE_BLOCK (2 * 1024 * 1024)

struct _DyrApplication
{
  AdwApplication parent_instance;

  const char *language;
  char *path; /* given on the command line */
  GSettings *settings;
  DyrOffice *office;
  DyrBackground *background;
  DyrBackups *backups;
  DyrSleep *sleep;
  DyrSearchProvider *search;
  GQueue *asked; /* Asked: of the window, before its store was open */
  char *restore; /* the backup to restore, before the store is opened */
  gboolean restart;
  gboolean asked_for; /* a window, while the program was ending without one */
};

G_DEFINE_FINAL_TYPE (DyrApplication, dyr_application, ADW_TYPE_APPLICATION)

/* What is asked of the window from outside: by the desktop, with files */

typedef struct
{
  const char *action;
  GVariant *parameter;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_clear_pointer (&asked->parameter, g_variant_unref);
  g_free (asked);
}

static void
do_asked (DyrApplication *self, GtkWidget *window)
{
  for (Asked *asked = g_queue_pop_head (self->asked); asked != NULL;
       asked = g_queue_pop_head (self->asked))
    {
      if (!gtk_widget_activate_action_variant (window, asked->action, asked->parameter))
        g_warning ("The window cannot do what was asked of it: %s", asked->action);
      free_asked (asked);
    }
}

/* The window does it, as soon as it has an office. Takes a floating parameter. */
static void
ask_window (DyrApplication *self, const char *action, GVariant *parameter)
{
  Asked *asked = g_new0 (Asked, 1);
  GtkWindow *active;
  GtkWidget *window;

  asked->action = action;
  asked->parameter = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;
  g_queue_push_tail (self->asked, asked);
  g_application_activate (G_APPLICATION (self));
  active = gtk_application_get_active_window (GTK_APPLICATION (self));
  if (active == NULL || self->office == NULL)
    return;
  /* What is open beside the window cannot do it. */
  window = dyr_main_window_of (GTK_WIDGET (active));
  gtk_window_present (GTK_WINDOW (window));
  do_asked (self, window);
}

static char *
database_path (DyrApplication *self)
{
  g_autofree char *chosen = g_settings_get_string (self->settings, "database");

  if (self->path != NULL)
    return g_strdup (self->path);
  return *chosen != '\0' ? g_steal_pointer (&chosen) : dyr_paths_default_database ();
}

static void open_store (DyrApplication *self, DyrWindow *window);

static void
on_retry_asked (DyrWindow *window, GFile *file, DyrApplication *self)
{
  /* Another office for this time; the usual one stays the usual one. */
  if (file != NULL)
    {
      g_free (self->path);
      self->path = g_file_get_path (file);
    }
  open_store (self, window);
}

static void
on_backup_failed (DyrBackups *backups, const char *message, DyrApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  g_warning ("The daily backup could not be made: %s", message);
  if (window != NULL)
    dyr_tell (GTK_WIDGET (window), message);
}

static void
on_woken (DyrSleep *sleep, DyrApplication *self)
{
  if (self->office != NULL)
    dyr_office_wake (self->office);
}

static void
take_store (DyrApplication *self, DyrStore *store)
{
  g_set_object (&self->office, NULL);
  self->office = dyr_office_new (store, self->settings, self->language);
  g_clear_object (&self->backups);
  self->backups = dyr_backups_new (self->office);
  g_signal_connect_object (self->backups, "failed", G_CALLBACK (on_backup_failed), self, 0);
  dyr_background_set_office (self->background, self->office);
  if (self->sleep == NULL)
    {
      self->sleep = dyr_sleep_new ();
      g_signal_connect_object (self->sleep, "woken", G_CALLBACK (on_woken), self, 0);
    }
  if (self->search != NULL)
    dyr_search_provider_set_office (self->search, self->office);
}

static void
on_store_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWindow) window = dyr_weak_take (data);
  DyrApplication *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) interrupted = NULL;
  g_autoptr (DyrStore) store = dyr_interrupted_open_finish (result, &interrupted, &error);

  /* The window was closed meanwhile. */
  if (window == NULL)
    return;
  self = DYR_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));
  if (self == NULL)
    return;
  if (store == NULL)
    {
      dyr_window_show_error (window, error);
      return;
    }
  take_store (self, store);
  dyr_window_set_office (window, self->office);
  dyr_window_set_interrupted (window, interrupted);
  dyr_sync_service_start (dyr_office_get_sync (self->office));
  do_asked (self, GTK_WIDGET (window));
}

/* Restoring, while nobody has the store open */

typedef struct
{
  char *path;
  char *backup;
  char *kept;
} Restoring;

static void
free_restoring (gpointer data)
{
  Restoring *restoring = data;

  g_free (restoring->path);
  g_free (restoring->backup);
  g_free (restoring->kept);
  g_free (restoring);
}

static void
restore_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Restoring *restoring = data;
  GError *error = NULL;

  if (dyr_restore (restoring->path, restoring->backup, &restoring->kept, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_restored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWindow) window = dyr_weak_take (data);
  const Restoring *restoring = g_task_get_task_data (G_TASK (result));
  GtkApplication *self;
  g_autoptr (GError) error = NULL;

  if (window == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    dyr_prompt_tell (GTK_WIDGET (window), _("The backup was not restored"), error->message);
  else if (restoring->kept != NULL)
    {
      g_autofree char *name = g_filename_display_name (restoring->kept);
      g_autofree char *body = g_strdup_printf (_("What was there before is in “%s”."), name);

      dyr_prompt_tell (GTK_WIDGET (window), _("The backup was restored"), body);
    }
  self = gtk_window_get_application (GTK_WINDOW (window));
  if (self != NULL)
    open_store (DYR_APPLICATION (self), window);
}

static void
restore (DyrApplication *self, DyrWindow *window)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_restored, dyr_weak_new (window));
  Restoring *restoring = g_new0 (Restoring, 1);

  restoring->path = database_path (self);
  restoring->backup = g_steal_pointer (&self->restore);
  g_task_set_source_tag (task, restore);
  g_task_set_task_data (task, restoring, free_restoring);
  g_task_run_in_thread (task, restore_in_thread);
}

static void
open_store (DyrApplication *self, DyrWindow *window)
{
  g_autofree char *path = database_path (self);
  g_autofree char *zone = g_settings_get_string (self->settings, "office-time-zone");
  const DyrDatabaseOptions options = { self->language, zone, FALSE };

  dyr_interrupted_open_async (path, &options, NULL, on_store_opened, dyr_weak_new (window));
}

static void
on_color_scheme_changed (GSettings *settings, const char *key, DyrApplication *self)
{
  static const AdwColorScheme schemes[]
      = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  int scheme = g_settings_get_enum (settings, "color-scheme");

  if (scheme >= 0 && scheme < (int) G_N_ELEMENTS (schemes))
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[scheme]);
}

/* In the background it is open already. */
static void
open_office (DyrApplication *self, DyrWindow *window)
{
  if (self->restore != NULL)
    {
      restore (self, window);
      return;
    }
  if (dyr_background_get_office (self->background) == NULL)
    {
      /* Of the last window: at rest for good. */
      g_clear_object (&self->office);
      open_store (self, window);
      return;
    }
  dyr_window_set_office (window, self->office);
  dyr_window_set_interrupted (window, NULL);
}

static void
dyr_application_activate (GApplication *application)
{
  DyrApplication *self = DYR_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (dyr_background_is_ending (self->background))
    {
      self->asked_for = TRUE;
      return;
    }
  if (window == NULL && dyr_fonts_missing ())
    {
      dyr_fonts_tell (GTK_APPLICATION (self));
      return;
    }
  if (window == NULL)
    {
      window = GTK_WINDOW (dyr_window_new (self, self->settings));
      g_signal_connect_object (window, "retry", G_CALLBACK (on_retry_asked), self, 0);
      open_office (self, DYR_WINDOW (window));
    }
  gtk_window_present (window);
}

static void
on_background_ended (DyrApplication *self)
{
  if (!self->asked_for)
    return;
  self->asked_for = FALSE;
  g_application_activate (G_APPLICATION (self));
}

static void
dyr_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      ask_window (DYR_APPLICATION (application), "win.import-file", g_variant_new_string (uri));
    }
}

static void
on_record_chosen (DyrApplication *self, gint64 id)
{
  ask_window (self, "win.open-record", g_variant_new_int64 (id));
}

static void
on_search_wanted (DyrApplication *self, const char *text)
{
  ask_window (self, "win.search-in", g_variant_new ("(ss)", "clients", text));
}

static void
on_search_busy (DyrApplication *self, gboolean busy)
{
  if (busy)
    {
      g_application_hold (G_APPLICATION (self));
      return;
    }
  if (gtk_application_get_windows (GTK_APPLICATION (self)) == NULL)
    g_application_set_inactivity_timeout (G_APPLICATION (self), LINGER * 1000);
  g_application_release (G_APPLICATION (self));
}

static void
dyr_application_window_added (GtkApplication *application, GtkWindow *window)
{
  /* It ends with its window. */
  g_application_set_inactivity_timeout (G_APPLICATION (application), 0);
  GTK_APPLICATION_CLASS (dyr_application_parent_class)->window_added (application, window);
}

static gboolean
dyr_application_dbus_register (GApplication *application,
                               GDBusConnection *connection,
                               const char *object_path,
                               GError **error)
{
  DyrApplication *self = DYR_APPLICATION (application);
  g_autofree char *path = database_path (self);
  g_autofree char *place = g_strconcat (object_path, "/SearchProvider", NULL);

  if (!G_APPLICATION_CLASS (dyr_application_parent_class)
           ->dbus_register (application, connection, object_path, error))
    return FALSE;
  self->search = dyr_search_provider_new (self->settings, self->language, path);
  g_signal_connect_swapped (self->search, "busy", G_CALLBACK (on_search_busy), self);
  g_signal_connect_swapped (self->search, "open-record", G_CALLBACK (on_record_chosen), self);
  g_signal_connect_swapped (self->search, "search", G_CALLBACK (on_search_wanted), self);
  return dyr_search_provider_export (self->search, connection, place, error);
}

static void
dyr_application_dbus_unregister (GApplication *application,
                                 GDBusConnection *connection,
                                 const char *object_path)
{
  DyrApplication *self = DYR_APPLICATION (application);

  if (self->search != NULL)
    dyr_search_provider_unexport (self->search);
  g_clear_object (&self->search);
  G_APPLICATION_CLASS (dyr_application_parent_class)
      ->dbus_unregister (application, connection, object_path);
}

static void
on_new_client_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ask_window (data, "win.new-record", g_variant_new ("(sx)", "client", (gint64) 0));
}

static void
on_sync_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ask_window (data, "win.sync", NULL);
}

static void
on_find_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ask_window (data, "win.palette", NULL);
}

static void
on_quit_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DyrApplication *self = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));

  /* What is open beside a window goes with it. */
  while (window != NULL && !gtk_window_get_modal (window)
         && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  /* The window stores what is being typed before it goes. */
  if (window != NULL)
    {
      if (DYR_IS_WINDOW (window))
        dyr_background_quit (self->background);
      gtk_window_close (window);
      return;
    }
  /* The last wish wins: a window that is asked for from now on comes. */
  self->asked_for = FALSE;
  g_application_set_inactivity_timeout (data, 0);
  dyr_background_quit (self->background);
  if (!dyr_background_is_ending (self->background))
    g_application_quit (data);
}

static void
on_restart_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DyrApplication *self = data;

  self->restart = TRUE;
  on_quit_activated (NULL, NULL, self);
}

static void
on_restore_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DyrApplication *self = data;

  g_autofree char *path = database_path (self);

  dyr_application_set_restore (self, g_variant_get_string (parameter, NULL), path);
  on_restart_activated (NULL, NULL, self);
}

static void
on_about_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (data)),
                         "application-name",
                         _("Dyryhent"),
                            "application-icon",
                            DYR_APP_ID,
                            "version",
                            DYR_VERSION,
                            "developer-name",
                            _("The Dyryhent authors"),
                               "license-type",
                               GTK_LICENSE_GPL_3_0,
                               "comments",
                               _("Keeps clients, contracts, deliveries and presentations moving, with or without a network."),
                                  NULL);
}

static void
dyr_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = on_quit_activated },
    { .name = "restart", .activate = on_restart_activated },
    { .name = "restore", .activate = on_restore_activated, .parameter_type = "s" },
    { .name = "about", .activate = on_about_activated },
    /* For the menu that the desktop shows for the program. */
    { .name = "new-client", .activate = on_new_client_activated },
    { .name = "find", .activate = on_find_activated },
    /* For the notification that something needs the person. */
    { .name = "sync", .activate = on_sync_activated },
  };
  DyrApplication *self = DYR_APPLICATION (application);

  G_APPLICATION_CLASS (dyr_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  dyr_commands_install (GTK_APPLICATION (self));
  self->background = dyr_background_new (GTK_APPLICATION (self), self->settings);
  g_signal_connect_object (
      self->background, "ended", G_CALLBACK (on_background_ended), self, G_CONNECT_SWAPPED);
  dyr_name_menus ();
  g_signal_connect_object (
      self->settings, "changed::color-scheme", G_CALLBACK (on_color_scheme_changed), self, 0);
  on_color_scheme_changed (self->settings, NULL, self);
}

static int
dyr_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  DyrApplication *self = DYR_APPLICATION (application);
  const char *path;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("dyryhent %s\n", DYR_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "database", "^&ay", &path))
    {
      self->path = g_canonicalize_filename (path, NULL);
      /* Another file is another office: it gets a process of its own. */
      g_application_set_flags (application,
                               g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  return -1;
}

static void
dyr_application_finalize (GObject *object)
{
  DyrApplication *self = DYR_APPLICATION (object);

  g_clear_object (&self->background);
  g_clear_object (&self->sleep);
  g_clear_object (&self->search);
  g_queue_free_full (self->asked, free_asked);
  g_clear_object (&self->backups);
  g_clear_object (&self->office);
  g_clear_object (&self->settings);
  g_free (self->restore);
  g_free (self->path);
  G_OBJECT_CLASS (dyr_application_parent_class)->finalize (object);
}

static void
dyr_application_class_init (DyrApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dyr_application_finalize;
  application_class->activate = dyr_application_activate;
  application_class->open = dyr_application_open;
  application_class->dbus_register = dyr_application_dbus_register;
  application_class->dbus_unregister = dyr_application_dbus_unregister;
  application_class->startup = dyr_application_startup;
  application_class->handle_local_options = dyr_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_added = dyr_application_window_added;
}

void
dyr_application_spare_memory (void)
{
  /* The writer, the readers and GLib's helpers would each keep a heap of their own. */
  mallopt (M_ARENA_MAX, 2);
  /* The ids of a large list go back to the system with it; after the first one, glibc would lay
   * them into a heap, of which only the end goes back. */
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
  /* That call has glibc give back the end of its heap at every chance: a list in motion would ask
   * for it anew each frame, a third of what a frame costs. */
  mallopt (M_TRIM_THRESHOLD, 2 * LARGE_BLOCK);
}

static void
dyr_application_init (DyrApplication *self)
{
  dyr_application_spare_memory ();
  self->settings = g_settings_new (DYR_APP_ID);
  self->asked = g_queue_new ();
  g_application_add_main_option (G_APPLICATION (self),
                                 "database",
                                 'd',
                                 G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_FILENAME,
                                 _("Open this file instead of the usual one"), _("FILE"));
  g_application_add_main_option (G_APPLICATION (self),
                                 "version",
                                 0,
                                 G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_NONE,
                                 _("Print the version"), NULL);
}

DyrApplication *
dyr_application_new (const char *language)
{
  DyrApplication *self = g_object_new (DYR_TYPE_APPLICATION,
                                       "application-id",
                                       DYR_APP_ID,
                                       "resource-base-path",
                                       DYR_RESOURCE_PATH,
                                       "flags",
                                       G_APPLICATION_HANDLES_OPEN,
                                       NULL);

  self->language = language;
  return self;
}

gboolean
dyr_application_leave (DyrApplication *self)
{
  g_return_val_if_fail (DYR_IS_APPLICATION (self), FALSE);
  return dyr_background_leave (self->background);
}

gboolean
dyr_application_wants_restart (DyrApplication *self)
{
  g_return_val_if_fail (DYR_IS_APPLICATION (self), FALSE);
  return self->restart;
}

const char *
dyr_application_get_restore (DyrApplication *self, const char **into)
{
  g_return_val_if_fail (DYR_IS_APPLICATION (self), NULL);

  *into = self->path;
  return self->restore;
}

void
dyr_application_set_restore (DyrApplication *self, const char *backup, const char *into)
{
  g_return_if_fail (DYR_IS_APPLICATION (self));
  g_return_if_fail (backup != NULL);
  g_return_if_fail (into != NULL);

  g_free (self->restore);
  self->restore = g_strdup (backup);
  g_free (self->path);
  self->path = g_strdup (into);
}
