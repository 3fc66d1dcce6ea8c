/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateMerge: two records side by side; which of them stays and what it keeps is chosen
 * field by field. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-merge.h"

#include <glib/gi18n-lib.h>

#include "dyr-banner.h"
#include "dyr-display.h"
#include "dyr-duplicate-links.h"
#include "dyr-duplicate-plan.h"
#include "dyr-tell.h"
#include "dyr-type-info.h"
#include "dyr-weak.h"

/* Characters of a name and of a value; lines of a long one. */
#define MAX_TITLE 200
#define MAX_VALUE 2000
#define MAX_LINES 8
/* Characters of a name in a message. */
#define MAX_TOLD 60
/* Pixels of the names of fields, and between columns. */
#define LABEL_WIDTH 150
#define SPACING 12

struct _DyrDuplicateMerge
{
  AdwWindow parent_instance;

  DyrOffice *office;
  DyrDuplicatePlan *plan;
  DyrJoinLinks links[2]; /* that move when this one goes */
  GtkCheckButton *stays[2];
  char *shown;         /* what the lines were made for */
  guint update_source; /* the records changed */
  gboolean showing;    /* what changes was not changed by the person */
  gboolean merging;
  GCancellable *looking; /* for what stands against it */

  GtkWidget *merge;
  DyrBanner *trouble;
  GtkBox *head;
  GtkBox *lines;
  GtkExpander *same;
  GtkGrid *same_grid;
  GtkLabel *moved;
};

G_DEFINE_FINAL_TYPE (DyrDuplicateMerge, dyr_duplicate_merge, ADW_TYPE_WINDOW)

static DyrRecord *
record_at (DyrDuplicateMerge *self, DyrSide side)
{
  return dyr_duplicate_plan_get_record (self->plan, side);
}

static DyrSide
get_stays (DyrDuplicateMerge *self)
{
  return dyr_duplicate_plan_get_stays (self->plan);
}

static DyrSide
get_goes (DyrDuplicateMerge *self)
{
  return get_stays (self) == DYR_SIDE_FIRST ? DYR_SIDE_SECOND : DYR_SIDE_FIRST;
}

static char *
title_of (DyrRecord *record, guint most)
{
  char *title = dyr_display_line (dyr_record_get_title (record), most);

  return title != NULL ? title : g_strdup ("—");
}

/* What stands against it */

static void
show_obstacle (DyrDuplicateMerge *self, const char *obstacle)
{
  if (obstacle != NULL)
    dyr_banner_set_title (self->trouble, obstacle);
  dyr_banner_set_revealed (self->trouble, obstacle != NULL);
  gtk_widget_set_sensitive (self->merge, obstacle == NULL && !self->merging);
}

/* Rows: the name of a field, beside it what the two records have */

static GtkLabel *
new_label (const char *text)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (text));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (label, MAX_LINES);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  return label;
}

static GtkCheckButton *
new_choice (GtkCheckButton *group, GtkWidget *child, const char *label, const char *text)
{
  GtkCheckButton *button
      = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  /* Translators: the name of a field, and what it says: "Phones: +380 67 111 22 33". */
  g_autofree char *name = g_strdup_printf (C_ ("field", "%s: %s"), label, text);

  gtk_widget_set_hexpand (child, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (button), GTK_ALIGN_START);
  gtk_check_button_set_child (button, child);
  gtk_check_button_set_group (button, group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static GtkBox *
new_row (const char *label, GtkWidget *choices)
{
  GtkBox *row = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING));
  GtkLabel *caption = new_label (label);

  gtk_widget_set_size_request (GTK_WIDGET (caption), LABEL_WIDTH, -1);
  gtk_widget_set_valign (GTK_WIDGET (caption), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (caption), "quiet-text");
  gtk_widget_add_css_class (GTK_WIDGET (caption), "duplicate-label");
  gtk_widget_add_css_class (GTK_WIDGET (row), "duplicate-line");
  gtk_widget_set_hexpand (choices, TRUE);
  gtk_box_append (row, GTK_WIDGET (caption));
  gtk_box_append (row, choices);
  return row;
}

static GtkBox *
new_columns (void)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING));

  gtk_box_set_homogeneous (box, TRUE);
  return box;
}

static void
on_side_toggled (GtkCheckButton *button, DyrDuplicateMerge *self)
{
  guint line = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "line"));
  DyrSide side = (DyrSide) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "side"));

  if (!self->showing && gtk_check_button_get_active (button))
    dyr_duplicate_plan_choose (self->plan, line, side);
}

static GtkCheckButton *
new_side (
    DyrDuplicateMerge *self, GtkCheckButton *group, const char *label, guint line, DyrSide side)
{
  g_autofree char *whole
      = dyr_duplicate_plan_show (self->plan, dyr_office_get_context (self->office), line, side);
  g_autofree char *text
      = whole != NULL ? g_utf8_substring (whole, 0, MIN (g_utf8_strlen (whole, -1), MAX_VALUE))
                      : g_strdup ("—");
  GtkCheckButton *button = NULL;

  if (side == DYR_SIDE_BOTH)
    {
      /* Translators: all elements of both records: "Both: +380 67 111 22 33, +380 50 111 22 33". */
      g_autofree char *both = g_strdup_printf (C_ ("duplicate", "Both: %s"), text);

      button = new_choice (group, GTK_WIDGET (new_label (both)), label, both);
    }
  else
    button = new_choice (group, GTK_WIDGET (new_label (text)), label, text);
  g_object_set_data (G_OBJECT (button), "line", GUINT_TO_POINTER (line));
  g_object_set_data (G_OBJECT (button), "side", GINT_TO_POINTER ((int) side));
  gtk_check_button_set_active (button,
                               dyr_duplicate_plan_get_line (self->plan, line)->side == side);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_side_toggled), self, 0);
  return button;
}

static void
append_line (DyrDuplicateMerge *self, guint line)
{
  g_autofree char *label = dyr_duplicate_plan_show_label (self->plan, line);
  GtkBox *choices = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING / 2));
  GtkBox *columns = new_columns ();
  GtkCheckButton *first = new_side (self, NULL, label, line, DYR_SIDE_FIRST);

  gtk_box_append (columns, GTK_WIDGET (first));
  gtk_box_append (columns, GTK_WIDGET (new_side (self, first, label, line, DYR_SIDE_SECOND)));
  gtk_box_append (choices, GTK_WIDGET (columns));
  if (dyr_duplicate_plan_get_line (self->plan, line)->has_both)
    gtk_box_append (choices, GTK_WIDGET (new_side (self, first, label, line, DYR_SIDE_BOTH)));
  gtk_box_append (self->lines, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (self->lines, GTK_WIDGET (new_row (label, GTK_WIDGET (choices))));
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
show_same (DyrDuplicateMerge *self)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  DyrRecord *record = record_at (self, DYR_SIDE_FIRST);
  const DyrRecordType *type = dyr_record_get_record_type (record);
  guint n = dyr_duplicate_plan_count_same (self->plan);
  guint64 same = dyr_duplicate_plan_get_same (self->plan);
  g_autofree char *text
      = g_strdup_printf (ngettext ("%u field is the same", "%u fields are the same", n), n);
  int row = 0;

  while (gtk_grid_get_child_at (self->same_grid, 0, 0) != NULL)
    gtk_grid_remove_row (self->same_grid, 0);
  gtk_expander_set_label (self->same, text);
  gtk_widget_set_visible (GTK_WIDGET (self->same), n > 0);
  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *value = NULL, *shown = NULL;
      GtkLabel *label;

      if ((same >> i & 1) == 0)
        continue;
      value = dyr_context_show_field (context, record, i);
      shown = dyr_display_text (value);
      label = new_label (dyr_field_label (type, i));
      gtk_widget_add_css_class (GTK_WIDGET (label), "quiet-text");
      gtk_widget_set_valign (GTK_WIDGET (label), GTK_ALIGN_START);
      gtk_grid_attach (self->same_grid, GTK_WIDGET (label), 0, row, 1, 1);
      gtk_grid_attach (self->same_grid, GTK_WIDGET (new_label (shown)), 1, row++, 1, 1);
    }
}

static void
show_moved (DyrDuplicateMerge *self)
{
  const DyrJoinLinks *links = &self->links[get_goes (self)];
  g_autofree char *counted
      = dyr_duplicate_links_tell (links, dyr_office_get_context (self->office));
  g_autofree char *goes = title_of (record_at (self, get_goes (self)), MAX_TOLD);
  g_autofree char *stays = title_of (record_at (self, get_stays (self)), MAX_TOLD);
  g_autofree char *text = NULL;

  if (*counted != '\0')
    /* Translators: what pointed to a record (“5 contracts · 12 activities”) and the one to which it
     * will point. */
    text = g_strdup_printf (_ ("Moves over to “%s”: %s"), stays, counted);
  else
    text = g_strdup_printf (_ ("Nothing points to “%s”, so nothing moves over."), goes);
  gtk_label_set_text (self->moved, text);
}

/* Lines are made anew only when they say something else: the keyboard stays where it is. */
static void
show_lines (DyrDuplicateMerge *self)
{
  guint n = dyr_duplicate_plan_get_n_lines (self->plan);
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    for (DyrSide side = DYR_SIDE_FIRST; side <= DYR_SIDE_BOTH; side++)
      {
        g_autofree char *text = NULL;

        if (side != DYR_SIDE_BOTH || dyr_duplicate_plan_get_line (self->plan, i)->has_both)
          text = dyr_duplicate_plan_show (
              self->plan, dyr_office_get_context (self->office), i, side);
        g_string_append_printf (key,
                                "%" G_GUINT64_FORMAT " %d %s\n",
                                dyr_duplicate_plan_get_line (self->plan, i)->fields,
                                (int) dyr_duplicate_plan_get_line (self->plan, i)->side,
                                text != NULL ? text : "");
      }
  if (g_strcmp0 (self->shown, key->str) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (key->str);
  self->showing = TRUE;
  clear_box (self->lines);
  for (guint i = 0; i < n; i++)
    append_line (self, i);
  self->showing = FALSE;
}

/* Looks at the records again: what stands against it, how many links move. */

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDuplicateMerge) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrJoinLook) look = dyr_join_look_finish (DYR_STORE (source), result, &error);

  if (self == NULL || g_task_get_cancellable (G_TASK (result)) != self->looking)
    return;
  g_clear_object (&self->looking);
  show_obstacle (self, look != NULL ? look->obstacle : error->message);
  if (look == NULL)
    return;
  self->links[get_goes (self)] = look->links;
  show_moved (self);
}

static void
look (DyrDuplicateMerge *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  dyr_join_look_async (dyr_office_get_store (self->office),
                       dyr_record_get_id (record_at (self, get_goes (self))),
                       dyr_record_get_id (record_at (self, get_stays (self))),
                       self->looking,
                       on_looked,
                       dyr_weak_new (self));
}

/* Which one stays */

static void
on_stays_toggled (GtkCheckButton *button, DyrDuplicateMerge *self)
{
  DyrSide side = button == self->stays[DYR_SIDE_FIRST] ? DYR_SIDE_FIRST : DYR_SIDE_SECOND;

  if (self->showing || !gtk_check_button_get_active (button))
    return;
  dyr_duplicate_plan_set_stays (self->plan, side);
  show_lines (self);
  show_moved (self);
  look (self);
}

static GtkCheckButton *
new_stays (DyrDuplicateMerge *self, DyrSide side, GtkCheckButton *group)
{
  DyrRecord *record = record_at (self, side);
  g_autofree char *title = title_of (record, MAX_TITLE);
  g_autofree char *facts = dyr_type_info_facts (dyr_office_get_context (self->office), record);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkLabel *name = new_label (title), *told = new_label (facts);
  GtkCheckButton *button;

  gtk_widget_add_css_class (GTK_WIDGET (name), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (told), "quiet-text");
  gtk_widget_set_visible (GTK_WIDGET (told), *facts != '\0');
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (told));
  button = new_choice (group, box, C_ ("duplicate", "Stays"), title);
  gtk_check_button_set_active (button, get_stays (self) == side);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_stays_toggled), self, 0);
  return button;
}

static void
show_head (DyrDuplicateMerge *self)
{
  GtkBox *columns = new_columns ();

  self->showing = TRUE;
  clear_box (self->head);
  self->stays[0] = new_stays (self, DYR_SIDE_FIRST, NULL);
  self->stays[1] = new_stays (self, DYR_SIDE_SECOND, self->stays[0]);
  gtk_box_append (columns, GTK_WIDGET (self->stays[0]));
  gtk_box_append (columns, GTK_WIDGET (self->stays[1]));
  gtk_box_append (self->head,
                  GTK_WIDGET (new_row (C_ ("duplicate", "Stays"), GTK_WIDGET (columns))));
  self->showing = FALSE;
}

/* The records go on living: somebody else edits them, or deletes one. */

static void
on_update_due (gpointer data)
{
  DyrDuplicateMerge *self = data;

  self->update_source = 0;
  dyr_duplicate_plan_refresh (self->plan);
  show_lines (self);
  show_same (self);
  show_moved (self);
  look (self);
}

static void
on_record_changed (DyrRecord *record, GParamSpec *pspec, DyrDuplicateMerge *self)
{
  /* What is merged now changes because of that. */
  if (self->update_source == 0 && !self->merging)
    self->update_source = g_idle_add_once (on_update_due, self);
}

/* Merging */

static void
tell (DyrDuplicateMerge *self, gint64 action)
{
  GtkWidget *below = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  g_autofree char *goes = title_of (record_at (self, get_goes (self)), MAX_TOLD);
  g_autofree char *stays = title_of (record_at (self, get_stays (self)), MAX_TOLD);
  /* Translators: two records, the second one of which is left. */
  g_autofree char *text = g_strdup_printf (C_ ("toast", "%s and %s were merged"), goes, stays);

  if (below == NULL)
    return;
  gtk_widget_activate_action (below,
                              "win.records-joined",
                              "(xx)",
                              dyr_record_get_id (record_at (self, get_goes (self))),
                              dyr_record_get_id (record_at (self, get_stays (self))));
  dyr_tell_undo (below, text, action);
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDuplicateMerge) self = data;
  g_autoptr (GError) error = NULL;
  DyrJoinResult done;
  gboolean joined = dyr_join_finish (DYR_STORE (source), result, &done, &error);

  self->merging = FALSE;
  /* The program ended meanwhile. */
  if (self->office == NULL)
    return;
  if (!joined)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->lines), TRUE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->head), TRUE);
      show_obstacle (self, error->message);
      return;
    }
  tell (self, done.action);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_merge_clicked (DyrDuplicateMerge *self)
{
  g_autoptr (GArray) choices = NULL;

  if (self->merging)
    return;
  self->merging = TRUE;
  gtk_widget_set_sensitive (self->merge, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->lines), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->head), FALSE);
  choices = dyr_duplicate_plan_get_choices (self->plan);
  dyr_join_async (dyr_office_get_store (self->office),
                  dyr_record_get_id (record_at (self, get_goes (self))),
                  dyr_record_get_id (record_at (self, get_stays (self))),
                  choices,
                  NULL,
                  on_joined,
                  g_object_ref (self));
}

/* What is on its way cannot be cancelled any more. */
static gboolean
dyr_duplicate_merge_close_request (GtkWindow *window)
{
  if (DYR_DUPLICATE_MERGE (window)->merging)
    return TRUE;
  return GTK_WINDOW_CLASS (dyr_duplicate_merge_parent_class)->close_request (window);
}

static void
dyr_duplicate_merge_dispose (GObject *object)
{
  DyrDuplicateMerge *self = DYR_DUPLICATE_MERGE (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_DUPLICATE_MERGE);
  g_clear_pointer (&self->plan, dyr_duplicate_plan_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_duplicate_merge_parent_class)->dispose (object);
}

static void
dyr_duplicate_merge_class_init (DyrDuplicateMergeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_duplicate_merge_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_duplicate_merge_close_request;
  g_type_ensure (DYR_TYPE_BANNER);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-duplicate-merge.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateMerge, merge);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateMerge, trouble);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateMerge, head);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateMerge, lines);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateMerge, same);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateMerge, same_grid);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateMerge, moved);
  gtk_widget_class_bind_template_callback (widget_class, on_merge_clicked);
}

static void
dyr_duplicate_merge_init (DyrDuplicateMerge *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Opening */

typedef struct
{
  DyrOffice *office;
  GWeakRef parent;
  gint64 ids[2];
  DyrRecord *records[2];
  DyrJoinLinks links[2];
  guint n_counted;
} Opening;

static void
free_opening (Opening *opening)
{
  g_object_unref (opening->office);
  g_weak_ref_clear (&opening->parent);
  g_clear_object (&opening->records[0]);
  g_clear_object (&opening->records[1]);
  g_free (opening);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, free_opening)

static void
tell_failure (Opening *opening, const char *message)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&opening->parent);

  if (parent != NULL)
    dyr_tell (parent, message);
}

static void
open_window (Opening *opening)
{
  const DyrJoinLinks *links = opening->links;
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&opening->parent);
  DyrDuplicateMerge *self;

  if (parent == NULL)
    return;
  self = g_object_new (DYR_TYPE_DUPLICATE_MERGE, "transient-for", parent, NULL);
  self->office = g_object_ref (opening->office);
  self->plan = dyr_duplicate_plan_new (opening->records[0], opening->records[1]);
  self->links[0] = links[0];
  self->links[1] = links[1];
  /* The one on which more hangs stays, so that less has to move; else the one that was there
   * first. */
  if (links[1].all > links[0].all
      || (links[1].all == links[0].all && opening->ids[1] < opening->ids[0]))
    dyr_duplicate_plan_set_stays (self->plan, DYR_SIDE_SECOND);
  for (guint i = 0; i < 2; i++)
    g_signal_connect_object (
        opening->records[i], "notify", G_CALLBACK (on_record_changed), self, 0);
  show_head (self);
  show_lines (self);
  show_same (self);
  show_moved (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->stays[get_stays (self)]));
  look (self);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrJoinLook) looked = dyr_join_look_finish (DYR_STORE (source), result, &error);

  if (looked == NULL)
    {
      tell_failure (opening, error->message);
      return;
    }
  opening->links[opening->n_counted++] = looked->links;
  if (opening->n_counted == 2)
    {
      open_window (opening);
      return;
    }
  /* The other way round. */
  dyr_join_look_async (
      DYR_STORE (source), opening->ids[1], opening->ids[0], NULL, on_counted, opening);
  g_steal_pointer (&opening);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  guint which = opening->records[0] == NULL ? 0 : 1;
  DyrStore *store = DYR_STORE (source);

  opening->records[which] = dyr_store_load_finish (store, result, &error);
  if (opening->records[which] == NULL)
    {
      tell_failure (opening, error->message);
      return;
    }
  if (which == 0)
    {
      dyr_store_load_async (store, opening->ids[1], NULL, on_loaded, opening);
      g_steal_pointer (&opening);
      return;
    }
  if (dyr_record_get_record_type (opening->records[0])
      != dyr_record_get_record_type (opening->records[1]))
    {
      tell_failure (opening, _ ("Only two records of one kind can be merged."));
      return;
    }
  dyr_join_look_async (store, opening->ids[0], opening->ids[1], NULL, on_counted, opening);
  g_steal_pointer (&opening);
}

void
dyr_duplicate_merge_present (DyrOffice *office, GtkWindow *parent, gint64 first, gint64 second)
{
  Opening *opening;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WINDOW (parent));

  opening = g_new0 (Opening, 1);
  opening->office = g_object_ref (office);
  g_weak_ref_init (&opening->parent, parent);
  opening->ids[0] = first;
  opening->ids[1] = second;
  dyr_store_load_async (dyr_office_get_store (office), first, NULL, on_loaded, opening);
}
