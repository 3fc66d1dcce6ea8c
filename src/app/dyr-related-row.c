/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRelatedRow: a record in a short list: its name, its state, a fact or two. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-related-row.h"

#include "dyr-display.h"
#include "dyr-pill.h"
#include "dyr-type-info.h"

/* Characters of a name. */
#define MAX_TITLE 200

struct _DyrRelatedRow
{
  AdwActionRow parent_instance;

  DyrOffice *office;
  DyrPlace *place;
  GSignalGroup *record;
  DyrPill *pill;
};

G_DEFINE_FINAL_TYPE (DyrRelatedRow, dyr_related_row, ADW_TYPE_ACTION_ROW)

static void
show_pill (DyrRelatedRow *self, DyrRecord *record)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);
  int field = dyr_type_info_pill (type);
  const char *state
      = field >= 0 ? dyr_value_text (dyr_record_get_value (record, (guint) field)) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->pill), state != NULL);
  if (state != NULL)
    dyr_pill_set_choice (self->pill, type, (guint) field, state);
}

/* On one line, cut where it must be. A text shorter than “…” cannot be cut, and GTK 4.8 says that
 * such a label measures wrong. */
static int
lines_for (const char *text)
{
  return g_utf8_strlen (text, -1) > 3 ? 1 : 0;
}

static void
update (DyrRelatedRow *self)
{
  DyrRecord *record = dyr_place_get_record (self->place);
  g_autofree char *title = NULL, *facts = NULL, *markup = NULL, *subtitle = NULL;

  if (record == NULL)
    return;
  title = dyr_display_line (dyr_record_get_title (record), MAX_TITLE);
  if (title == NULL)
    title = g_strdup (dyr_record_type_label (dyr_record_get_record_type (record)));
  facts = dyr_type_info_facts (dyr_office_get_context (self->office), record);
  markup = dyr_display_markup (title);
  subtitle = dyr_display_markup (facts);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), lines_for (title));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), lines_for (facts));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), title);
  show_pill (self, record);
}

static void
on_record_changed (DyrRecord *record, GParamSpec *pspec, DyrRelatedRow *self)
{
  update (self);
}

static void
on_place_changed (DyrPlace *place, GParamSpec *pspec, DyrRelatedRow *self)
{
  g_signal_group_set_target (self->record, dyr_place_get_record (place));
  update (self);
}

static void
dyr_related_row_dispose (GObject *object)
{
  DyrRelatedRow *self = DYR_RELATED_ROW (object);

  g_clear_object (&self->record);
  g_clear_object (&self->place);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_related_row_parent_class)->dispose (object);
}

static void
dyr_related_row_class_init (DyrRelatedRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_related_row_dispose;
}

static void
dyr_related_row_init (DyrRelatedRow *self)
{
  self->record = g_signal_group_new (DYR_TYPE_RECORD);
  g_signal_group_connect_object (self->record, "notify", G_CALLBACK (on_record_changed), self, 0);
  self->pill = DYR_PILL (dyr_pill_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->pill), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->pill), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->pill));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

GtkWidget *
dyr_related_row_new (DyrOffice *office, DyrPlace *place)
{
  DyrRelatedRow *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);
  g_return_val_if_fail (DYR_IS_PLACE (place), NULL);

  self = g_object_new (DYR_TYPE_RELATED_ROW, NULL);
  self->office = g_object_ref (office);
  self->place = g_object_ref (place);
  g_signal_connect_object (place, "notify::record", G_CALLBACK (on_place_changed), self, 0);
  on_place_changed (place, NULL, self);
  return GTK_WIDGET (self);
}

DyrRecord *
dyr_related_row_get_record (DyrRelatedRow *self)
{
  g_return_val_if_fail (DYR_IS_RELATED_ROW (self), NULL);
  return dyr_place_get_record (self->place);
}
