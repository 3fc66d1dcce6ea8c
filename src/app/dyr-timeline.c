/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTimeline: what happened to a record and around it, newest first, and a place for a note. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-timeline.h"

#include <glib/gi18n-lib.h>

#include "dyr-record-open.h"
#include "dyr-note.h"
#include "dyr-record-list.h"
#include "dyr-refresh.h"
#include "dyr-story-row.h"

/* Changes read at first, and how many more each time. */
#define CHUNK 200
/* Edits in a row are read once. */
#define REFRESH_DELAY_MS 200
/* Pinned notes shown. */
#define MAX_PINNED 20

struct _DyrTimeline
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  DyrRecordList *notes; /* the pinned ones */
  GPtrArray *items;     /* DyrStoryItem, one a row of the stream */
  guint limit;
  DyrRefresh *refresh;
  gboolean notes_asked; /* the pinned ones are those of the record */
  GCancellable *reading;
  gboolean again;  /* what is being read is old by now */
  gboolean adding; /* a note is on its way */

  GtkScrolledWindow *scroller;
  GtkWidget *content;
  GtkWidget *note_box;
  GtkEntry *note;
  GtkButton *add_note;
  GtkListBox *pinned;
  GtkListBox *stream;
  GtkLabel *nothing;
  GtkButton *older;
};

enum
{
  REFRESHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrTimeline, dyr_timeline, GTK_TYPE_WIDGET)

/* Day headings */

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  DyrTimeline *self = data;
  gint64 day = dyr_story_row_get_day (row);
  GtkWidget *header = gtk_list_box_row_get_header (row);
  g_autofree char *text = NULL;

  if (before != NULL && dyr_story_row_get_day (before) == day)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  text = dyr_story_day (dyr_office_get_context (self->office), day);
  if (header == NULL)
    {
      header = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (header), 0);
      gtk_widget_add_css_class (header, "heading");
      gtk_widget_add_css_class (header, "dyr-day");
      gtk_list_box_row_set_header (row, header);
    }
  gtk_label_set_text (GTK_LABEL (header), text);
}

/* Showing a story: rows that stay the same stay where they are. */

static guint
same_at_start (GPtrArray *a, GPtrArray *b)
{
  guint n = 0;

  while (n < MIN (a->len, b->len)
         && dyr_story_item_equal (g_ptr_array_index (a, n), g_ptr_array_index (b, n)))
    n++;
  return n;
}

static guint
same_at_end (GPtrArray *a, GPtrArray *b, guint start)
{
  guint n = 0;

  while (n < MIN (a->len, b->len) - start
         && dyr_story_item_equal (g_ptr_array_index (a, a->len - 1 - n),
                                  g_ptr_array_index (b, b->len - 1 - n)))
    n++;
  return n;
}

/* The row whose button has the keyboard, -1: none. Who pressed it may want to press it again. */
static int
find_pressed (DyrTimeline *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->items->len; i++)
    if (dyr_story_row_get_step (gtk_list_box_get_row_at_index (self->stream, (int) i)) == focus)
      return (int) i;
  return -1;
}

/* Where the action is told now, -1: nowhere. */
static int
find_item (GPtrArray *items, const DyrStoryItem *like)
{
  for (guint i = 0; i < items->len; i++)
    if (((const DyrStoryItem *) g_ptr_array_index (items, i))->action == like->action)
      return (int) i;
  return -1;
}

static int
measure_height (GtkListBox *stream)
{
  int width = gtk_widget_get_width (GTK_WIDGET (stream)), height;

  gtk_widget_measure (GTK_WIDGET (stream),
                      GTK_ORIENTATION_VERTICAL,
                      width > 0 ? width : -1,
                      NULL,
                      &height,
                      NULL,
                      NULL);
  return height;
}

/* What is read stays before the eyes when something new comes in on top. What was pressed stays
 * under the pointer, also where all of the story is seen: the next press would meet another
 * action. */
static void
keep_place (DyrTimeline *self, int more, gboolean pressed)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double value = gtk_adjustment_get_value (adjustment);
  double upper = gtk_adjustment_get_upper (adjustment) + more;

  if (value <= 0 && !pressed)
    return;
  if (pressed)
    gtk_widget_set_size_request (self->content, -1, (int) upper);
  gtk_adjustment_set_upper (adjustment, upper);
  gtk_adjustment_set_value (adjustment, value + more);
}

/* Takes the items. */
static void
show_items (DyrTimeline *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = self->items;
  guint start = same_at_start (old, items);
  guint end = same_at_end (old, items, start);
  int pressed = find_pressed (self);
  int stays = pressed >= 0 ? find_item (items, g_ptr_array_index (old, (guint) pressed)) : -1;
  const gboolean grows = start == 0 && items->len > old->len && (end > 0 || stays >= 0);
  int height = grows ? measure_height (self->stream) : 0;

  /* In what is the same it stays by itself. */
  if (stays < (int) start || stays >= (int) (items->len - end))
    stays = -1;
  for (int i = (int) (old->len - end) - 1; i >= (int) start; i--)
    if (i != pressed || stays < 0)
      gtk_list_box_remove (self->stream,
                           GTK_WIDGET (gtk_list_box_get_row_at_index (self->stream, i)));
  self->items = items;
  for (int i = (int) start; i < (int) (items->len - end); i++)
    {
      const DyrStoryItem *item = g_ptr_array_index (items, (guint) i);

      if (i == stays)
        dyr_story_row_set_item (
            gtk_list_box_get_row_at_index (self->stream, i), self->office, item);
      else
        gtk_list_box_insert (self->stream, dyr_story_row_new (self->office, item), i);
    }
  gtk_list_box_invalidate_headers (self->stream);
  gtk_widget_set_visible (GTK_WIDGET (self->stream), items->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), items->len == 0);
  if (grows)
    keep_place (self, measure_height (self->stream) - height, stays >= 0);
}

static void
clear_items (DyrTimeline *self)
{
  show_items (self, g_ptr_array_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->older), FALSE);
}

/* Reading */

static void
on_history_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrTimeline) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = dyr_store_history_finish (DYR_STORE (source), result, &error);

  /* Cancelled or replaced by a newer question. */
  if (self->record == NULL || g_task_get_cancellable (G_TASK (result)) != self->reading)
    return;
  g_clear_object (&self->reading);
  if (self->again)
    dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
  if (entries == NULL)
    {
      dyr_store_report_error (DYR_STORE (source), error);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->older), entries->len >= self->limit);
  show_items (self,
              dyr_story_tell (entries,
                              dyr_record_get_id (self->record),
                              dyr_office_get_context (self->office)));
  g_signal_emit (self, signals[REFRESHED], 0);
}

static void
read_history (DyrTimeline *self)
{
  self->again = FALSE;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  dyr_store_history_async (dyr_office_get_store (self->office),
                           dyr_record_get_id (self->record),
                           self->limit,
                           self->reading,
                           on_history_read,
                           g_object_ref (self));
}

static void
on_store_changed (DyrStore *store, guint64 types, DyrTimeline *self)
{
  if (self->record != NULL)
    dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
}

static void
on_older_clicked (GtkButton *older, DyrTimeline *self)
{
  self->limit += CHUNK;
  read_history (self);
}

/* Notes */

static void
on_note_created (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrTimeline) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRecord) note = dyr_store_create_finish (DYR_STORE (source), result, NULL, &error);

  self->adding = FALSE;
  if (note == NULL)
    dyr_store_report_error (DYR_STORE (source), error);
  /* What was written stays in the entry when it was not stored. */
  if (note == NULL || self->office == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->note), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}

static void
on_note_activated (GtkWidget *widget, DyrTimeline *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note))));
  g_autoptr (GArray) values = NULL;

  /* Not twice. */
  if (self->record == NULL || *text == '\0' || self->adding)
    return;
  self->adding = TRUE;
  values = dyr_field_values_new ();
  dyr_value_take_link (dyr_field_values_add (values, DYR_NOTE_ABOUT),
                       dyr_link_new (dyr_record_get_id (self->record),
                                     dyr_record_get_uid (self->record),
                                     dyr_record_get_title (self->record),
                                     dyr_record_get_record_type (self->record)->number,
                                     FALSE));
  dyr_value_set_text (dyr_field_values_add (values, DYR_NOTE_TEXT), text);
  dyr_store_create_async (dyr_office_get_store (self->office),
                          &dyr_note_type,
                          values,
                          NULL,
                          NULL,
                          on_note_created,
                          g_object_ref (self));
}

static void
on_note_changed (GtkEditable *note, DyrTimeline *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (note)));

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_note), *text != '\0');
}

static GtkWidget *
create_pinned (gpointer place, gpointer data)
{
  return dyr_pinned_row_new (DYR_TIMELINE (data)->office, place);
}

static void
on_pinned_activated (GtkListBox *pinned, GtkListBoxRow *row, DyrTimeline *self)
{
  DyrRecord *note = dyr_place_get_record (g_object_get_data (G_OBJECT (row), "place"));

  if (note != NULL)
    dyr_record_open (self->office, GTK_WIDGET (self), dyr_record_get_id (note));
}

static void
on_pinned_changed (DyrRecordList *notes, GParamSpec *pspec, DyrTimeline *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->pinned),
                          !dyr_record_list_is_loading (notes)
                              && g_list_model_get_n_items (G_LIST_MODEL (notes)) > 0);
}

static void
ask_notes (DyrTimeline *self)
{
  DyrQuery *query = dyr_query_new (&dyr_note_type);
  g_auto (DyrValue) about = DYR_VALUE_INIT, pinned = DYR_VALUE_INIT;

  dyr_value_take_link (&about,
                       dyr_link_new (dyr_record_get_id (self->record),
                                     dyr_record_get_uid (self->record),
                                     NULL,
                                     dyr_record_get_record_type (self->record)->number,
                                     FALSE));
  dyr_value_set_number (&pinned, 1);
  dyr_query_where (query, DYR_NOTE_ABOUT, DYR_COMPARE_IS, &about);
  dyr_query_where (query, DYR_NOTE_PINNED, DYR_COMPARE_IS, &pinned);
  dyr_query_sort (query, DYR_NOTE_PINNED, TRUE);
  dyr_query_set_limit (query, MAX_PINNED);
  dyr_record_list_take_query (self->notes, query);
}

static void
read_record (GtkWidget *widget)
{
  DyrTimeline *self = DYR_TIMELINE (widget);

  if (self->record == NULL)
    return;
  if (!self->notes_asked)
    ask_notes (self);
  self->notes_asked = TRUE;
  /* While the office commits many times a second nothing would ever be read to its end. */
  if (self->reading != NULL)
    self->again = TRUE;
  else
    read_history (self);
}

static void
dyr_timeline_dispose (GObject *object)
{
  DyrTimeline *self = DYR_TIMELINE (object);

  g_clear_pointer (&self->refresh, dyr_refresh_free);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_TIMELINE);
  g_clear_object (&self->notes);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_timeline_parent_class)->dispose (object);
}

static void
dyr_timeline_finalize (GObject *object)
{
  g_ptr_array_unref (DYR_TIMELINE (object)->items);
  G_OBJECT_CLASS (dyr_timeline_parent_class)->finalize (object);
}

static void
dyr_timeline_class_init (DyrTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyr_timeline_dispose;
  object_class->finalize = dyr_timeline_finalize;
  signals[REFRESHED] = g_signal_new (
      "refreshed", DYR_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrTimeline, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyrTimeline, content);
  gtk_widget_class_bind_template_child (widget_class, DyrTimeline, note_box);
  gtk_widget_class_bind_template_child (widget_class, DyrTimeline, note);
  gtk_widget_class_bind_template_child (widget_class, DyrTimeline, add_note);
  gtk_widget_class_bind_template_child (widget_class, DyrTimeline, pinned);
  gtk_widget_class_bind_template_child (widget_class, DyrTimeline, stream);
  gtk_widget_class_bind_template_child (widget_class, DyrTimeline, nothing);
  gtk_widget_class_bind_template_child (widget_class, DyrTimeline, older);
  gtk_widget_class_bind_template_callback (widget_class, on_note_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_note_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_older_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_pinned_activated);
}

static void
dyr_timeline_init (DyrTimeline *self)
{
  self->items = g_ptr_array_new ();
  self->limit = CHUNK;
  self->refresh = dyr_refresh_new (GTK_WIDGET (self), read_record);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->stream, update_header, self, NULL);
}

GtkWidget *
dyr_timeline_new (DyrOffice *office)
{
  DyrTimeline *self;
  DyrStore *store;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  store = dyr_office_get_store (office);
  self = g_object_new (DYR_TYPE_TIMELINE, NULL);
  self->office = g_object_ref (office);
  self->notes = dyr_record_list_new (store);
  gtk_list_box_bind_model (self->pinned, G_LIST_MODEL (self->notes), create_pinned, self, NULL);
  g_signal_connect_object (self->notes, "notify::n-items", G_CALLBACK (on_pinned_changed), self, 0);
  g_signal_connect_object (self->notes, "notify::loading", G_CALLBACK (on_pinned_changed), self, 0);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, 0);
  return GTK_WIDGET (self);
}

void
dyr_timeline_set_record (DyrTimeline *self, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_TIMELINE (self));
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));

  if (!g_set_object (&self->record, record))
    return;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->limit = CHUNK;
  self->again = self->notes_asked = FALSE;
  clear_items (self);
  gtk_widget_set_size_request (self->content, -1, -1);
  gtk_editable_set_text (GTK_EDITABLE (self->note), "");
  gtk_widget_set_visible (self->note_box, record != NULL && !dyr_record_is_deleted (record));
  gtk_widget_set_visible (GTK_WIDGET (self->pinned), FALSE);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (record != NULL)
    dyr_refresh_now (self->refresh);
}

guint
dyr_timeline_get_count (DyrTimeline *self)
{
  g_return_val_if_fail (DYR_IS_TIMELINE (self), 0);
  return self->items->len;
}
