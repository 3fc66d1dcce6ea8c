/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWindow's actions about duplicates. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-actions.h"

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
  record = dyr_store_peek (dyr_office_get_store (dyr_window_get_office (self)), into);
  if (page != NULL && record != NULL
      && dyr_list_page_get_record_type (page) == dyr_record_get_record_type (record))
    dyr_record_open (dyr_window_get_office (self), widget, into);
}

void
dyr_duplicate_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.merge-records", "(xx)", merge_records);
  gtk_widget_class_install_action (klass, "win.merge-with", "x", merge_with);
  gtk_widget_class_install_action (klass, "win.records-joined", "(xx)", records_joined);
}
