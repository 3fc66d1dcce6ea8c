/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What stands behind the widgets in their tests: an editor that notes what it is told, records to
 * link to, a list of as many rows as wanted, a screen. */

#pragma once

#include <adwaita.h>

#include "dyr-context.h"
#include "dyr-editor.h"
#include "dyr-lookup.h"
#include "dyr-place.h"

G_BEGIN_DECLS

/* Notes "name=Їжак #1" (edit, visit), "draft valid-to=31.02", "draft valid-to gone". */
#define FAKE_TYPE_EDITOR (fake_editor_get_type ())
G_DECLARE_FINAL_TYPE (FakeEditor, fake_editor, FAKE, EDITOR, GObject)

FakeEditor *fake_editor_new (void);
/* The notes so far, by "; ", which are forgotten. */
char *fake_editor_take_notes (FakeEditor *self);

/* Finds records whose name has the text, in an idle handler. */
#define FAKE_TYPE_LOOKUP (fake_lookup_get_type ())
G_DECLARE_FINAL_TYPE (FakeLookup, fake_lookup, FAKE, LOOKUP, GObject)

FakeLookup *fake_lookup_new (void);
void fake_lookup_add (FakeLookup *self, gint64 id, const DyrRecordType *type, const char *name);
/* A link to one that was added. */
DyrLink *fake_lookup_get (FakeLookup *self, gint64 id);
/* The next searches fail. */
void fake_lookup_break (FakeLookup *self);

/* Places of clients with the ids 1 to n; a record is made when its place is asked for. */
#define FAKE_TYPE_LIST (fake_list_get_type ())
G_DECLARE_FINAL_TYPE (FakeList, fake_list, FAKE, LIST, GObject)

FakeList *fake_list_new (guint n);
/* Places asked for so far. */
guint fake_list_get_n_asked (FakeList *self);
/* "name up", "city down", "none": what it was last asked to sort by. */
const char *fake_list_get_sort (FakeList *self);
/* The record of an id, as places show it. */
DyrRecord *fake_list_get_record (FakeList *self, gint64 id);
/* Turns the order round, as a store does it: records are swapped, then "reordered". */
void fake_list_reverse (FakeList *self);
/* Until it is told that all are, only the first records of another order are known; 0: all. */
void fake_list_set_known (FakeList *self, guint n_known);
void fake_list_remove (FakeList *self, guint position);
void fake_list_insert (FakeList *self, guint position, gint64 id);

/* A record of a type with an id, without values. */
DyrRecord *fake_record_new (const DyrRecordType *type, gint64 id, FakeEditor *editor);
/* Loads a value into it as the store does: canonical text, links as "id:name". */
void fake_record_load (DyrRecord *record, const char *field, const char *text);
/* … where it is besides this computer. */
void fake_record_set_sent (DyrRecord *record, DyrSent sent);

/* The uid of an id, always the same. */
DyrUid fake_uid (gint64 id);

/* Shows a widget in a window of that size, with the style of the program, and waits for it. */
GtkWidget *fake_window_show (GtkWidget *child, int width, int height);
/* Destroys it; a window that somebody still holds on to is a failure. */
void fake_window_destroy (GtkWidget *window);
/* A window that is seen besides this one; waits for it. */
GtkWidget *fake_wait_window (GtkWidget *window);
/* Runs the main loop until it has nothing to do. */
void fake_settle (void);
/* Runs it until a frame of the window has been painted. */
void fake_wait_frame (GtkWidget *widget);
/* The first widget of a type at or below `root`; NULL: none. */
GtkWidget *fake_find (GtkWidget *root, GType type);
/* The button below `root` that is called so for those who do not see it. */
GtkWidget *fake_find_button (GtkWidget *root, const char *name);
/* Presses a key on a widget: controllers of it and of those around it, until one takes it. */
gboolean fake_press (GtkWidget *widget, guint keyval, GdkModifierType state);
/* Begins a test program: GTK, libadwaita, the style. Exits as skipped never: no display is a
 * failure.
 */
void fake_init (int *argc, char ***argv);

G_END_DECLS
