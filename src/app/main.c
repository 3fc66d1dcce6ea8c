/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The desktop program. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "dyr-application.h"
#include "dyr-language.h"
#include "dyr-languages.h"

/* The backup that a start from before wants restored, and the store it is for. */
#define RESTORE "DYRYHENT_RESTORE"
#define RESTORE_INTO "DYRYHENT_RESTORE_INTO"

/* The language of the settings comes first: every text is looked up after this. */
static char *
settings_language (void)
{
  g_autoptr (GSettingsSchema) schema
      = g_settings_schema_source_lookup (g_settings_schema_source_get_default (), DYR_APP_ID, TRUE);
  g_autoptr (GSettings) settings = NULL;

  if (schema == NULL)
    g_error ("The settings schema %s is not installed.", DYR_APP_ID);
  settings = g_settings_new_full (schema, NULL, NULL);
  return g_settings_get_string (settings, "language");
}

/* The arguments of a start that shows the window at once: files were opened already, and who was
 * started by the desktop as a service would wait. */
static char **
restart_arguments (char **argv)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, argv[0]);
  for (guint i = 1; argv[i] != NULL; i++)
    {
      if (*argv[i] != '-' || g_str_equal (argv[i], "--gapplication-service"))
        continue;
      g_strv_builder_add (builder, argv[i]);
      if ((g_str_equal (argv[i], "-d") || g_str_equal (argv[i], "--database"))
          && argv[i + 1] != NULL)
        g_strv_builder_add (builder, argv[++i]);
    }
  return g_strv_builder_end (builder);
}

int
main (int argc, char *argv[])
{
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *language = settings_language ();
  g_auto (GStrv) again = restart_arguments (argv);
  g_autoptr (DyrApplication) application = NULL;
  const char *spoken, *backup, *into;
  gboolean restart;
  int status;

  dyr_language_setup (*language != '\0' ? language : NULL);
  /* gtk_init () would set the locale again, to what the environment says. */
  gtk_disable_setlocale ();
  g_set_prgname ("dyryhent");
  spoken = *language != '\0' ? language : dyr_language_from_environment ();
  dyr_languages_set_time_locale (spoken);
  application = dyr_application_new (spoken);
  if (g_getenv (RESTORE) != NULL && g_getenv (RESTORE_INTO) != NULL)
    dyr_application_set_restore (application, g_getenv (RESTORE), g_getenv (RESTORE_INTO));
  /* Once, and for nobody that is started from here. */
  g_unsetenv (RESTORE);
  g_unsetenv (RESTORE_INTO);
  environment = g_environ_unsetenv (environment, RESTORE);
  environment = g_environ_unsetenv (environment, RESTORE_INTO);
  status = g_application_run (G_APPLICATION (application), argc, argv);
  restart = dyr_application_wants_restart (application);
  backup = dyr_application_get_restore (application, &into);
  if (restart && backup != NULL)
    {
      environment = g_environ_setenv (environment, RESTORE, backup, TRUE);
      environment = g_environ_setenv (environment, RESTORE_INTO, into, TRUE);
    }
  g_clear_object (&application);
  if (!restart)
    return status;
  g_settings_sync ();
  /* As it was given: setting up the language changed it. */
  execve ("/proc/self/exe", again, environment);
  g_warning ("The program could not start itself again: %s", g_strerror (errno));
  return 1;
}
