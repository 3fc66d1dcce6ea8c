/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A store of its own, an office over it and a window that remembers what it was asked for. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  DyrStore *store;
  DyrOffice *office;
  GSettings *settings;
  GtkWindow *window; /* NULL without a display */
  guint n_restarts;  /* app.restart */
  char *told;        /* win.toast: the last text */
  char *toast;       /* win.toast-undo: the last text */
  gint64 toast_action;
  guint n_stopped; /* undos that stage_stop_undo () stopped */
} Stage;

/* Once, before the tests. */
void stage_init (int *argc, char ***argv, gboolean with_display);

void stage_set_up (Stage *stage, gconstpointer data);
void stage_tear_down (Stage *stage, gconstpointer data);

/* Runs the main loop until the condition holds; a test that waits in vain is ended by its runner.
 */
#define stage_wait_until(condition)                                                                \
  while (!(condition))                                                                             \
  g_main_context_iteration (NULL, TRUE)

/* The descendant with that id in its .ui file, the first one; NULL when there is none. */
GtkWidget *stage_find (gpointer root, const char *id);
/* The button in it with that label. */
GtkWidget *stage_find_button (gpointer root, const char *label);
void stage_click (gpointer root, const char *id);
/* The window of that type that is open; NULL when there is none. */
GtkWindow *stage_find_window (const char *type);
/* Waits for the question that a person is asked. */
AdwMessageDialog *stage_wait_for_question (void);
void stage_answer (AdwMessageDialog *question, const char *response);

/* Adds so many changes to the last action, all of which were overwritten since, that its undo shows
 * how far it came. */
void stage_make_big (Stage *stage);
/* Presses Stop once an undo shows how far it came. */
void stage_stop_undo (Stage *stage);

/* How many records of the type are in the store, not deleted. */
guint stage_count (Stage *stage, const DyrRecordType *type);
/* A new file in the folder of the test; its path belongs to the caller. */
char *stage_write_file (Stage *stage, const char *name, const char *text, gssize length);
char *stage_fixture (const char *name);

G_END_DECLS
