/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the import assistant shows: steps, titles, buttons, results. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-assistant-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"

static const char *const page_names[DYR_IMPORT_N_STEPS]
    = { "file", "preview", "columns", "trial", "report" };

void
dyr_import_assistant_say (DyrImportAssistant *self, const char *text)
{
  if (text != NULL)
    dyr_banner_set_title (self->banner, text);
  dyr_banner_set_revealed (self->banner, text != NULL);
}

guint
dyr_import_assistant_count (const DyrImportReport *report)
{
  return report->n[DYR_IMPORT_NEW] + report->n[DYR_IMPORT_CHANGED];
}

/* "1 200": as the language groups digits. */
static char *
show_count (DyrImportAssistant *self, guint n)
{
  return dyr_format_count (dyr_office_get_context (self->office)->format, n);
}

static void
update_steps (DyrImportAssistant *self)
{
  g_autoptr (PangoAttrList) bold = pango_attr_list_new ();
  /* What runs belongs to the step it leads to. */
  guint current = self->busy == DYR_IMPORT_BUSY_TRIAL || self->busy == DYR_IMPORT_BUSY_IMPORT
                      ? self->step + 1
                      : self->step;
  guint i = 0;

  pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  for (GtkWidget *label = gtk_widget_get_first_child (GTK_WIDGET (self->steps)); label != NULL;
       label = gtk_widget_get_next_sibling (label))
    {
      /* Between two steps stands an arrow. */
      if (!GTK_IS_LABEL (label))
        continue;
      gtk_label_set_attributes (GTK_LABEL (label), i == current ? bold : NULL);
      if (i == current)
        gtk_widget_remove_css_class (label, "dim-label");
      else
        gtk_widget_add_css_class (label, "dim-label");
      i++;
    }
}

static void
update_title (DyrImportAssistant *self)
{
  g_autofree char *title = NULL, *name = NULL;

  /* Translators: %s is a kind of records: “Clients”. */
  title = g_strdup_printf (C_("import", "Import: %s"), dyr_record_type_plural_label (self->type));
  if (self->path != NULL)
    name = g_filename_display_basename (self->path);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, name != NULL ? name : "");
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_text (self->file_name, name != NULL ? name : "");
  gtk_widget_set_visible (GTK_WIDGET (self->file_name), name != NULL);
}

static void
set_next_label (DyrImportAssistant *self)
{
  g_autofree char *text = NULL, *count = NULL;
  guint n;

  switch (self->step)
    {
    case DYR_IMPORT_STEP_FILE:
    case DYR_IMPORT_STEP_PREVIEW:
      text = g_strdup (C_("import", "_Next"));
      break;
    case DYR_IMPORT_STEP_COLUMNS:
      text = g_strdup (C_("import", "_Trial run"));
      break;
    case DYR_IMPORT_STEP_TRIAL:
      n = self->trial != NULL ? dyr_import_assistant_count (self->trial) : 0;
      count = show_count (self, n);
      text = n == 0
          ? g_strdup (C_("import", "_Import"))
          : g_strdup_printf (ngettext ("_Import %s record", "_Import %s records", n), count);
      break;
    case DYR_IMPORT_STEP_REPORT:
      text = g_strdup (_("_Close"));
      break;
    case DYR_IMPORT_N_STEPS:
    default:
      g_assert_not_reached ();
    }
  gtk_button_set_label (self->next, text);
}

static gboolean
can_go_on (DyrImportAssistant *self)
{
  switch (self->step)
    {
    case DYR_IMPORT_STEP_FILE:
      return self->path != NULL;
    case DYR_IMPORT_STEP_PREVIEW:
      return self->peek != NULL;
    case DYR_IMPORT_STEP_COLUMNS:
      return dyr_mapping_check (dyr_import_columns_get_mapping (self->columns), NULL);
    case DYR_IMPORT_STEP_TRIAL:
      return self->trial != NULL && dyr_import_assistant_count (self->trial) > 0;
    case DYR_IMPORT_STEP_REPORT:
      return TRUE;
    case DYR_IMPORT_N_STEPS:
    default:
      return FALSE;
    }
}

void
dyr_import_assistant_update (DyrImportAssistant *self)
{
  gboolean running = self->busy == DYR_IMPORT_BUSY_TRIAL || self->busy == DYR_IMPORT_BUSY_IMPORT;

  gtk_stack_set_visible_child_name (self->pages, running ? "progress" : page_names[self->step]);
  gtk_widget_set_visible (GTK_WIDGET (self->back),
                          !running && self->step > DYR_IMPORT_STEP_FILE
                              && self->step < DYR_IMPORT_STEP_REPORT);
  gtk_widget_set_visible (GTK_WIDGET (self->next), !running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next),
                            self->busy == DYR_IMPORT_BUSY_NOT && can_go_on (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->undo), self->busy == DYR_IMPORT_BUSY_NOT);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_refused), self->busy == DYR_IMPORT_BUSY_NOT);
  gtk_spinner_set_spinning (self->spinner, self->busy != DYR_IMPORT_BUSY_NOT && !running);
  set_next_label (self);
  update_steps (self);
  update_title (self);
}

void
dyr_import_assistant_go_to (DyrImportAssistant *self, DyrImportStep step)
{
  gboolean moved = self->step != step;

  self->step = step;
  dyr_import_assistant_say (self, NULL);
  dyr_import_assistant_update (self);
  /* Enter goes on. */
  if (moved && gtk_widget_is_sensitive (GTK_WIDGET (self->next)))
    gtk_widget_grab_focus (GTK_WIDGET (self->next));
}

static gboolean
on_progress_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DyrImportAssistant *self = data;
  g_autofree char *text = NULL, *count = NULL;
  double fraction;
  guint n_rows;

  if (self->busy != DYR_IMPORT_BUSY_TRIAL && self->busy != DYR_IMPORT_BUSY_IMPORT)
    return G_SOURCE_REMOVE;
  fraction = dyr_import_work_get_progress (self->work, &n_rows);
  count = show_count (self, n_rows);
  text = g_strdup_printf (ngettext ("%s row", "%s rows", n_rows), count);
  gtk_progress_bar_set_fraction (self->progress, fraction);
  gtk_progress_bar_set_text (self->progress, text);
  return G_SOURCE_CONTINUE;
}

void
dyr_import_assistant_show_progress (DyrImportAssistant *self, const char *title, const char *text)
{
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_progress_bar_set_text (self->progress, "");
  adw_status_page_set_title (self->progress_page, title);
  adw_status_page_set_description (self->progress_page, text);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->progress), on_progress_tick, self, NULL);
}

void
dyr_import_assistant_show_trial (DyrImportAssistant *self)
{
  guint n = dyr_import_assistant_count (self->trial);
  g_autofree char *text = NULL, *count = show_count (self, n);

  if (n == 0)
    text = g_strdup (_("There is nothing to import in this file"));
  else
    text = g_strdup_printf (ngettext ("%s record can be imported", "%s records can be imported", n),
                            count);
  gtk_label_set_text (self->trial_heading, text);
  dyr_import_result_show (self->trial_result, self->trial, dyr_office_get_context (self->office));
}

/* "12 records were imported" */
char *
dyr_import_assistant_imported_text (DyrImportAssistant *self)
{
  guint n = dyr_import_assistant_count (self->report);
  g_autofree char *count = show_count (self, n);

  return g_strdup_printf (ngettext ("%s record was imported", "%s records were imported", n),
                          count);
}

void
dyr_import_assistant_show_report (DyrImportAssistant *self)
{
  g_autofree char *text = NULL;
  g_autofree char *heading = self->undone ? g_strdup (_("The import was taken back"))
                                          : dyr_import_assistant_imported_text (self);

  if (self->undone)
    text = g_strdup (_("The records are again as they were before it."));
  else if (self->report->stopped)
    text
        = g_strdup_printf (_("The import stopped at line %u. What stands before it is in; nothing "
                              "of the rest is. Undo the import, or import the file again: rows "
                              "that are in already are recognised."),
                              self->report->stopped_line);
  gtk_label_set_text (self->report_heading, heading);
  gtk_label_set_text (self->report_text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->report_text), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->report_result), !self->undone);
  gtk_widget_set_visible (GTK_WIDGET (self->undo), self->report->action != 0 && !self->undone);
  gtk_widget_set_visible (GTK_WIDGET (self->save_refused), self->report->n[DYR_IMPORT_REFUSED] > 0);
}
