/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The one table of commands: keys, menus and the shortcuts window are made from it. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *action; /* detailed: "win.show-page::clients" */
  const char *title;  /* NC_ ("command", …) */
  const char *group;  /* NC_ ("command group", …) in the shortcuts window */
  const char *accels[3];
} DyrCommand;

/* All commands; ended by a NULL action. */
extern const DyrCommand dyr_commands[];

/* Gives the application the keys of all commands. */
void dyr_commands_install (GtkApplication *application);
/* A new shortcuts window of all commands. */
GtkWindow *dyr_commands_new_help (GtkWindow *parent);

G_END_DECLS
