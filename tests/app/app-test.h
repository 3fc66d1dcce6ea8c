/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of pages and dialogs share: an office on a temporary file, a window that notes
 * the actions activated in it. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"
#include "store-test.h"

#define TEST_TYPE_WINDOW (test_window_get_type ())
G_DECLARE_FINAL_TYPE (TestWindow, test_window, TEST, WINDOW, GtkWindow)

/* "open-record 5", "show-record 5", "new-record contract 5", "toast Text", "toast-undo Text" (its
 * action: see below), "delete"; the notes so far by "; ", which are forgotten. */
char *test_window_take_notes (TestWindow *self);
gboolean test_window_has_notes (TestWindow *self);
/* The action that the last toast would undo. */
gint64 test_window_get_undo (TestWindow *self);

typedef struct
{
  Office office;
  GSettings *settings;
  DyrStore *store;
  DyrOffice *app;
  TestWindow *window;
} Pages;

void pages_init (int *argc, char ***argv);
void pages_set_up (Pages *pages, gconstpointer data);
void pages_tear_down (Pages *pages, gconstpointer data);

/* Shows a widget in the window. */
void pages_show (Pages *pages, GtkWidget *child);
/* The live record; a full reference. */
DyrRecord *pages_load (Pages *pages, gint64 id);
/* What the window was asked for since the last time. */
void pages_assert_notes (Pages *pages, const char *expected);
/* Connects the office with a CRM that nobody can reach; pages_tear_down () ends it. */
void pages_go_offline (Pages *pages);
/* Waits until all edits made so far are on disk and shown. */
void pages_settle (Pages *pages);

/* Runs the main loop until it holds; a test that waits in vain ends by its time limit. */
#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
  }                                                                                                \
  G_STMT_END

/* The first mapped label below that shows exactly the text, NULL: none. */
GtkWidget *pages_find_text (GtkWidget *root, const char *text);
/* … and the button around it, or the one with that tooltip. */
GtkWidget *pages_find_button (GtkWidget *root, const char *text);
/* The first widget below of the type; n more are skipped. */
GtkWidget *pages_find (GtkWidget *root, GType type, guint n);
/* Clicks a button that can be clicked. */
void pages_click (GtkWidget *button);
/* A window of that type among those open, NULL: none. */
GtkWidget *pages_find_window (GType type);
