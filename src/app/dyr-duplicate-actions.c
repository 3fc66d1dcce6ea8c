/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWindow's actions about duplicates. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-actions.h"

#include <glib/gi18n-lib.h>

#include "dyr-duplicate-apart.h"
#include "dyr-duplicate-chooser.h"
#include "dyr-duplicate-merge.h"
#include "dyr-record-open.h"

static void
merge_records (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  gint64 first, second;

  g_variant_get (parameter, "(xx)", &first, &second);
  if (dyr_window_get_office (self) != NULL && first != second)
    dyr_duplicate_merge_present (dyr_window_get_office (self), GTK_WINDOW (self), first, second);
}

static void
merge_with (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrOffice *office = dyr_window_get_office (self);
  DyrRecord *record = office != NULL ? dyr_store_peek (dyr_office_get_store (office),
                                                       g_variant_get_int64 (parameter))
                                     : NULL;

  if (record != NULL)
    dyr_duplicate_chooser_present (office, GTK_WINDOW (self), record);
}

/* Where one of the two was looked at, the one that is left is. */
static void
records_joined (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrListPage *page = dyr_window_get_list_page (self);
  DyrRecord *record;
  gint64 from, into;

  g_variant_get (parameter, "(xx)", &from, &into);
  if (dyr_window_get_duplicate_page (self) != NULL)
    dyr_duplicate_page_tell_joined (dyr_window_get_duplicate_page (self), from, into);
  record = dyr_store_peek (dyr_office_get_store (dyr_window_get_office (self)), into);
  if (page != NULL && record != NULL
      && dyr_list_page_get_record_type (page) == dyr_record_get_record_type (record))
    dyr_record_open (dyr_window_get_office (self), widget, into);
}

/* Pairs that are none */

typedef struct
{
  GWeakRef window;
  gint64 first, second;
  gboolean apart;
} Apart;

static void
free_apart (Apart *apart)
{
  g_weak_ref_clear (&apart->window);
  g_free (apart);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Apart, free_apart)

static void
on_apart_set (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Apart) apart = data;
  g_autoptr (DyrWindow) self = g_weak_ref_get (&apart->window);
  g_autoptr (GError) error = NULL;
  gboolean done = dyr_duplicates_set_apart_finish (DYR_STORE (source), result, &error);

  if (self == NULL)
    return;
  if (!done)
    {
      dyr_window_tell (self, error->message);
      return;
    }
  if (dyr_window_get_duplicate_page (self) != NULL)
    dyr_duplicate_page_tell_apart (
        dyr_window_get_duplicate_page (self), apart->first, apart->second, apart->apart);
  if (apart->apart)
    dyr_window_tell_with (self,
                          _ ("These two are no longer called duplicates"),
                             C_ ("button", "Undo"),
                                 "win.maybe-duplicates",
                                 g_variant_new ("(xx)", apart->first, apart->second));
}

static void
set_apart (DyrWindow *self, GVariant *parameter, gboolean is_apart)
{
  DyrOffice *office = dyr_window_get_office (self);
  Apart *apart;

  if (office == NULL)
    return;
  apart = g_new0 (Apart, 1);
  g_weak_ref_init (&apart->window, self);
  g_variant_get (parameter, "(xx)", &apart->first, &apart->second);
  apart->apart = is_apart;
  dyr_duplicates_set_apart_async (dyr_office_get_store (office),
                                  apart->first,
                                  apart->second,
                                  is_apart,
                                  NULL,
                                  on_apart_set,
                                  apart);
}

static void
no_duplicates (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_apart (DYR_WINDOW (widget), parameter, TRUE);
}

static void
maybe_duplicates (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_apart (DYR_WINDOW (widget), parameter, FALSE);
}

/* Looks among the records that are on the screen. */
static void
find_duplicates (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrListPage *list = dyr_window_get_list_page (self);
  const DyrRecordType *type = list != NULL ? dyr_list_page_get_record_type (list) : NULL;

  if (dyr_window_get_office (self) == NULL)
    return;
  dyr_window_go_to_page (self, "duplicates");
  dyr_duplicate_page_look (dyr_window_get_duplicate_page (self), type);
  dyr_duplicate_page_take_focus (dyr_window_get_duplicate_page (self));
}

void
dyr_duplicate_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.merge-records", "(xx)", merge_records);
  gtk_widget_class_install_action (klass, "win.merge-with", "x", merge_with);
  gtk_widget_class_install_action (klass, "win.records-joined", "(xx)", records_joined);
  gtk_widget_class_install_action (klass, "win.no-duplicates", "(xx)", no_duplicates);
  gtk_widget_class_install_action (klass, "win.maybe-duplicates", "(xx)", maybe_duplicates);
  gtk_widget_class_install_action (klass, "win.find-duplicates", NULL, find_duplicates);
}
