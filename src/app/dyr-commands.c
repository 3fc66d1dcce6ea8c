/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The one table of commands: keys, menus and the shortcuts window are made from it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-commands.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
const DyrCommand dyr_commands[] = {
  { "win.show-page::today", NC_ ("command", "Today"), NC_ ("command group", "Go to"), { "<Control>1" } },
  { "win.show-page::clients", NC_ ("command", "Clients"), NC_ ("command group", "Go to"), { "<Control>2" } },
  { "win.show-page::contracts", NC_ ("command", "Contracts"), NC_ ("command group", "Go to"), { "<Control>3" } },
  { "win.show-page::deliveries", NC_ ("command", "Deliveries"), NC_ ("command group", "Go to"), { "<Control>4" } },
  { "win.show-page::presentations", NC_ ("command", "Presentations"), NC_ ("command group", "Go to"), { "<Control>5" } },
  { "win.show-page::activities", NC_ ("command", "Activities"), NC_ ("command group", "Go to"), { "<Control>6" } },
  { "win.sync", NC_ ("command", "Sync"), NC_ ("command group", "Go to"), { "<Control>7" } },
  { "win.back", NC_ ("command", "Back"), NC_ ("command group", "Go to"), { "<Alt>Left" } },
  { "win.forward", NC_ ("command", "Forward"), NC_ ("command group", "Go to"), { "<Alt>Right" } },
  { "win.next-tab", NC_ ("command", "Next tab"), NC_ ("command group", "Go to"), { "<Control>Page_Down" } },
  { "win.previous-tab", NC_ ("command", "Previous tab"), NC_ ("command group", "Go to"), { "<Control>Page_Up" } },
  { "win.palette", NC_ ("command", "Find everywhere"), NC_ ("command group", "Records"), { "<Control>k" } },
  { "win.search", NC_ ("command", "Search"), NC_ ("command group", "Records"), { "<Control>f" } },
  { "win.open-view(1)", NC_ ("command", "Open a saved view (1–9)"), NC_ ("command group", "Records"), { "<Alt>1" } },
  { "win.new", NC_ ("command", "New record"), NC_ ("command group", "Records"), { "<Control>n" } },
  { "win.delete", NC_ ("command", "Delete record"), NC_ ("command group", "Records"), { "<Control>Delete" } },
  { "win.attach", NC_ ("command", "Attach files"), NC_ ("command group", "Records"), { "<Control>m" } },
  { "win.undo", NC_ ("command", "Undo"), NC_ ("command group", "Records"), { "<Control>z" } },
  { "win.redo", NC_ ("command", "Redo"), NC_ ("command group", "Records"), { "<Control><Shift>z", "<Control>y" } },
  { "win.history", NC_ ("command", "Edit history"), NC_ ("command group", "Records"), { "<Control>h" } },
  { "win.import", NC_ ("command", "Import a file"), NC_ ("command group", "Records"), { "<Control>i" } },
  { "win.export", NC_ ("command", "Export records"), NC_ ("command group", "Records"), { "<Control>e" } },
  { "win.find-duplicates", NC_ ("command", "Find duplicates"), NC_ ("command group", "Records"), { "<Control><Shift>d" } },
  { "win.clash('')", NC_ ("command", "Resolve clashes"), NC_ ("command group", "Records"), { "<Control><Shift>r" } },
  { "win.toggle-sidebar", NC_ ("command", "Show or hide names in the side list"), NC_ ("command group", "Window"), { "F9" } },
  { "win.preferences", NC_ ("command", "Preferences"), NC_ ("command group", "Window"), { "<Control>comma" } },
  { "win.shortcuts", NC_ ("command", "Keyboard shortcuts"), NC_ ("command group", "Window"), { "<Control>question", "F1" } },
  { "win.menu", NC_ ("command", "Main menu"), NC_ ("command group", "Window"), { "F10" } },
  { "window.close", NC_ ("command", "Close the window"), NC_ ("command group", "Window"), { "<Control>w" } },
  { "app.quit", NC_ ("command", "Quit"), NC_ ("command group", "Window"), { "<Control>q" } },
  { NULL },
};
/* clang-format on */

void
dyr_commands_install (GtkApplication *application)
{
  for (const DyrCommand *command = dyr_commands; command->action != NULL; command++)
    gtk_application_set_accels_for_action (application, command->action, command->accels);
  /* The first one stands in the table for all. */
  for (int i = 2; i <= 9; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.open-view(%d)", i);
      g_autofree char *accel = g_strdup_printf ("<Alt>%d", i);

      gtk_application_set_accels_for_action (
          application, action, (const char *const[]){ accel, NULL });
    }
}

static void
append_group (GString *xml, const char *group)
{
  g_autofree char *title = g_markup_escape_text (g_dpgettext2 (NULL, "command group", group), -1);

  g_string_append_printf (xml,
                          "<child><object class='GtkShortcutsGroup'>"
                          "<property name='title'>%s</property>",
                          title);
}

static void
append_shortcut (GString *xml, const DyrCommand *command)
{
  g_autofree char *title
      = g_markup_escape_text (g_dpgettext2 (NULL, "command", command->title), -1);
  g_autofree char *accel = g_markup_escape_text (command->accels[0], -1);

  g_string_append_printf (xml,
                          "<child><object class='GtkShortcutsShortcut'>"
                          "<property name='title'>%s</property>"
                          "<property name='accelerator'>%s</property></object></child>",
                          title,
                          accel);
}

/* The window is made as data, not by its C functions, which newer GTK deprecates. */
GtkWindow *
dyr_commands_new_help (GtkWindow *parent)
{
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='help'>"
                                          "<property name='modal'>1</property>"
                                          "<property name='accessible-role'>window</property>"
                                          "<child><object class='GtkShortcutsSection'>"
                                          "<property name='section-name'>all</property>"
                                          "<property name='max-height'>12</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  const char *group = NULL;
  GtkWindow *window;

  for (const DyrCommand *command = dyr_commands; command->action != NULL; command++)
    {
      if (g_strcmp0 (group, command->group) != 0)
        {
          if (group != NULL)
            g_string_append (xml, "</object></child>");
          append_group (xml, command->group);
          group = command->group;
        }
      append_shortcut (xml, command);
    }
  g_string_append (xml, "</object></child></object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, -1);
  window = GTK_WINDOW (gtk_builder_get_object (builder, "help"));
  gtk_window_set_title (window, C_ ("command", "Keyboard shortcuts"));
  gtk_window_set_transient_for (window, parent);
  return window;
}
