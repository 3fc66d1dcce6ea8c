/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashWindow: goes through what was changed on both sides, record by record. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-window.h"

#include <glib/gi18n-lib.h>

#include "dyr-banner.h"
#include "dyr-clash-group.h"
#include "dyr-clash-jobs.h"
#include "dyr-clash-question.h"
#include "dyr-clash-words.h"
#include "dyr-display.h"
#include "dyr-error.h"
#include "dyr-tell.h"
#include "dyr-toasts.h"
#include "dyr-undo-dialog.h"
#include "dyr-weak.h"

/* Characters of a name in the title bar, and in a message. */
#define MAX_TITLE 80
#define MAX_TOLD 60
/* Many commits in a row are one. */
#define REFRESH_DELAY_MS 150
/* Pixels around a clash that are seen with it. */
#define MARGIN 12

struct _DyrClashWindow
{
  AdwWindow parent_instance;

  DyrOffice *office;
  DyrClashLook *look; /* what is shown; NULL: nothing yet */
  guint position;     /* of the record among those that have something to decide */
  GCancellable *reading;
  guint refresh_source;
  gboolean stale;    /* something was committed since it was read */
  gboolean applying; /* an answer is on its way */
  gboolean closing;  /* it closes once the answer has arrived */
  gint64 action;     /* what the last answers can be undone by, … */
  char *told;        /* … and what they were about; NULL: nothing to say */

  AdwWindowTitle *title;
  GtkWidget *previous;
  GtkWidget *next;
  GtkLabel *position_label;
  GtkWidget *apply;
  DyrBanner *trouble;
  AdwToastOverlay *toasts;
  GtkScrolledWindow *scroller;
  GtkStack *stack;
  GtkBox *groups;
  DyrClashQuestion *question;
};

G_DEFINE_FINAL_TYPE (DyrClashWindow, dyr_clash_window, ADW_TYPE_WINDOW)

static GtkWidget *
parent_of (DyrClashWindow *self)
{
  return GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
}

static gboolean
is_question (DyrClashWindow *self)
{
  const DyrClashSides *sides = g_ptr_array_index (self->look->sides, 0);

  return sides->clash->group == DYR_WHOLE_RECORD;
}

static DyrClashGroup *
first_group (DyrClashWindow *self)
{
  return (DyrClashGroup *) gtk_widget_get_first_child (GTK_WIDGET (self->groups));
}

static DyrClashGroup *
next_group (DyrClashGroup *group)
{
  return (DyrClashGroup *) gtk_widget_get_next_sibling (GTK_WIDGET (group));
}

static gboolean
is_group_mode (DyrClashWindow *self)
{
  return self->look != NULL && self->look->sides->len > 0 && !is_question (self);
}

/* Telling */

static char *
name_of (DyrClashLook *look, guint most)
{
  char *name = dyr_display_line (look->title, most);

  if (name == NULL && look->type != NULL)
    name = g_strdup (dyr_record_type_label (look->type));
  return name != NULL ? name : g_strdup ("—");
}

/* In this window as long as it has something to show, else in the one below. */
static void
tell (DyrClashWindow *self, const char *text, gint64 action, gboolean here)
{
  g_autofree char *markup = dyr_display_markup (text);
  AdwToast *toast;

  if (!here)
    {
      dyr_tell_undo (parent_of (self), text, action);
      return;
    }
  toast = adw_toast_new (markup);
  if (action != 0)
    {
      adw_toast_set_button_label (toast, C_ ("button", "Undo"));
      adw_toast_set_action_name (toast, "clash.undo");
      adw_toast_set_action_target (toast, "x", action);
    }
  dyr_toasts_add (GTK_WIDGET (self->toasts), toast);
}

static void
tell_answered (DyrClashWindow *self, gboolean here)
{
  g_autofree char *told = g_steal_pointer (&self->told), *text = NULL;

  if (told == NULL)
    return;
  /* Translators: the name of a record that was changed on both sides. */
  text = g_strdup_printf (C_ ("clash", "“%s” is decided"), told);
  tell (self, text, self->action, here);
}

static void
show_trouble (DyrClashWindow *self, const char *text)
{
  dyr_banner_set_title (self->trouble, text);
  dyr_banner_set_revealed (self->trouble, TRUE);
}

/* What can be done now */

static void
update_actions (DyrClashWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const guint n = self->look != NULL ? self->look->records->len : 0;
  const gboolean groups = is_group_mode (self);
  gboolean chosen = FALSE;

  for (DyrClashGroup *group = first_group (self); groups && group != NULL;
       group = next_group (group))
    chosen = chosen || dyr_clash_group_is_chosen (group);
  gtk_widget_action_set_enabled (
      widget, "clash.previous", !self->applying && n > 1 && self->position > 0);
  gtk_widget_action_set_enabled (
      widget, "clash.next", !self->applying && n > 1 && self->position + 1 < n);
  gtk_widget_action_set_enabled (widget, "clash.apply", !self->applying && chosen);
  gtk_widget_action_set_enabled (widget, "clash.all-mine", !self->applying && groups);
  gtk_widget_action_set_enabled (widget, "clash.all-theirs", !self->applying && groups);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !self->applying);
  gtk_widget_set_visible (self->apply, groups);
}

static void
show_head (DyrClashWindow *self)
{
  g_autofree char *name = name_of (self->look, MAX_TITLE), *text = NULL;
  const guint n = self->look->records->len;

  adw_window_title_set_title (self->title, name);
  adw_window_title_set_subtitle (self->title, dyr_record_type_label (self->look->type));
  /* Translators: which record of how many: “2 of 7”. */
  text = g_strdup_printf (C_ ("clash", "%u of %u"), self->position + 1, n);
  gtk_label_set_text (self->position_label, n > 1 ? text : "");
  gtk_widget_set_visible (self->previous, n > 1);
  gtk_widget_set_visible (self->next, n > 1);
}

/* Showing */

static void
on_group_chosen (DyrClashGroup *group, DyrClashWindow *self)
{
  update_actions (self);
}

static DyrClashGroup *
find_group (GPtrArray *groups, guint group)
{
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    if (dyr_clash_group_get_clash (groups->pdata[i])->group == group)
      return groups->pdata[i];
  return NULL;
}

/* What was chosen for the same values stays chosen; of others it is said that they are new. */
static void
show_groups (DyrClashWindow *self, gboolean again)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);
  DyrClashGroup *shown;

  while ((shown = first_group (self)) != NULL)
    {
      g_ptr_array_add (before, g_object_ref (shown));
      gtk_box_remove (self->groups, GTK_WIDGET (shown));
    }
  for (guint i = 0; i < self->look->sides->len; i++)
    {
      const DyrClashSides *sides = g_ptr_array_index (self->look->sides, i);
      GtkWidget *group = dyr_clash_group_new (self->office, self->look, i);
      DyrClashGroup *old = again ? find_group (before, sides->clash->group) : NULL;

      g_signal_connect_object (group, "chosen", G_CALLBACK (on_group_chosen), self, 0);
      gtk_box_append (self->groups, group);
      if (old != NULL && dyr_clash_looks_equal (dyr_clash_group_get_clash (old), sides->clash))
        dyr_clash_group_take_choice (DYR_CLASH_GROUP (group), old);
      else if (again)
        dyr_clash_group_tell_changed (DYR_CLASH_GROUP (group));
    }
}

/* The first group without a choice, or the first of all. */
static DyrClashGroup *
find_open (DyrClashWindow *self)
{
  for (DyrClashGroup *group = first_group (self); group != NULL; group = next_group (group))
    if (!dyr_clash_group_is_chosen (group))
      return group;
  return first_group (self);
}

/* The whole of it is seen, with what has just opened in it, as far as there is room. */
static gboolean
on_group_placed (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DyrClashWindow *self = DYR_CLASH_WINDOW (gtk_widget_get_root (widget));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *content
      = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (self->scroller)));
  double top, bottom, value = gtk_adjustment_get_value (adjustment);
  graphene_rect_t bounds;
  int *frames = data;

  /* It is placed at the end of a frame. */
  if (++*frames < 3)
    return G_SOURCE_CONTINUE;
  if (!gtk_widget_compute_bounds (widget, content, &bounds))
    return G_SOURCE_REMOVE;
  top = (double) bounds.origin.y - MARGIN;
  bottom = (double) (bounds.origin.y + bounds.size.height) + MARGIN;
  value = MAX (value, bottom - gtk_adjustment_get_page_size (adjustment));
  /* At once: what the keyboard brought into sight by itself still moves. */
  gtk_adjustment_set_value (adjustment, MIN (value, top));
  return G_SOURCE_REMOVE;
}

static void
focus_group (DyrClashGroup *group)
{
  dyr_clash_group_take_focus (group);
  /* What has opened has no place yet. */
  gtk_widget_add_tick_callback (GTK_WIDGET (group), on_group_placed, g_new0 (int, 1), g_free);
}

static void
take_focus (DyrClashWindow *self)
{
  if (is_group_mode (self))
    focus_group (find_open (self));
  else
    dyr_clash_question_take_focus (self->question);
}

static gboolean
shows_the_same (DyrClashWindow *self, DyrClashLook *look)
{
  if (self->look == NULL || self->look->record != look->record
      || self->look->sides->len != look->sides->len || self->look->edits->len != look->edits->len)
    return FALSE;
  for (guint i = 0; i < look->sides->len; i++)
    if (!dyr_clash_looks_equal (((DyrClashSides *) self->look->sides->pdata[i])->clash,
                                ((DyrClashSides *) look->sides->pdata[i])->clash))
      return FALSE;
  for (guint i = 0; i < look->edits->len; i++)
    if (!dyr_clash_looks_equal (((DyrClashSides *) self->look->edits->pdata[i])->clash,
                                ((DyrClashSides *) look->edits->pdata[i])->clash))
      return FALSE;
  return TRUE;
}

static void
show (DyrClashWindow *self, DyrClashLook *look)
{
  const gboolean same = shows_the_same (self, look);
  const gboolean again = self->look != NULL && self->look->record == look->record;
  const gboolean had_focus = gtk_root_get_focus (GTK_ROOT (self)) != NULL;

  /* What somebody looks at keeps its place while others come and go. */
  if (!same)
    {
      g_clear_pointer (&self->look, dyr_clash_look_unref);
      self->look = dyr_clash_look_ref (look);
      if (is_question (self))
        dyr_clash_question_set_look (self->question, self->office, look);
      else
        show_groups (self, again && self->told == NULL);
      gtk_stack_set_visible_child_name (self->stack, is_question (self) ? "question" : "groups");
    }
  else
    {
      g_array_unref (self->look->records);
      self->look->records = g_array_ref (look->records);
    }
  if (!again || self->told != NULL)
    dyr_banner_set_revealed (self->trouble, FALSE);
  else if (!same && is_question (self))
    show_trouble (self, _ ("It was changed meanwhile. Look at it again."));
  show_head (self);
  update_actions (self);
  /* Before the keyboard comes: else GTK 4.8 tells assistive technology of no window. */
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_window_present (GTK_WINDOW (self));
  if (!same || !had_focus)
    take_focus (self);
}

/* Reading */

static void
close_empty (DyrClashWindow *self)
{
  const gboolean was_open = gtk_widget_get_visible (GTK_WIDGET (self));

  if (self->told != NULL)
    tell_answered (self, FALSE);
  else
    dyr_tell (parent_of (self),
              was_open
              ? C_ ("clash", "Everything is decided by now")
                    : C_ ("clash", "Nothing was changed on both sides"));
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
find_position (GArray *records, gint64 record, guint *position)
{
  for (guint i = 0; i < records->len; i++)
    if (g_array_index (records, gint64, i) == record)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

static void read_look (DyrClashWindow *self, gint64 record, const DyrUid *uid);

static void
take_look (DyrClashWindow *self, DyrClashLook *look)
{
  g_autofree char *name = NULL, *text = NULL;

  if (look->records->len == 0)
    {
      close_empty (self);
      return;
    }
  if (look->sides->len > 0 && find_position (look->records, look->record, &self->position))
    {
      show (self, look);
      tell_answered (self, TRUE);
      return;
    }
  /* That one is through: the one that took its place is next. */
  if (self->told == NULL && look->type != NULL)
    {
      name = name_of (look, MAX_TOLD);
      /* Translators: the name of a record. */
      text = g_strdup_printf (C_ ("clash", "“%s” needs no decision any more"), name);
      tell (self, text, 0, TRUE);
    }
  self->position = MIN (self->position, look->records->len - 1);
  read_look (self, g_array_index (look->records, gint64, self->position), NULL);
}

static void
read_again (DyrClashWindow *self)
{
  read_look (self, self->look != NULL ? self->look->record : 0, NULL);
}

static gboolean
on_refresh_due (gpointer data)
{
  DyrClashWindow *self = data;

  self->refresh_source = 0;
  read_again (self);
  return G_SOURCE_REMOVE;
}

/* Somebody decided elsewhere, the CRM has another value now. */
static void
on_store_changed (DyrStore *store, guint64 types, DyrClashWindow *self)
{
  self->stale = TRUE;
  /* Else once the answer or what is read has arrived. */
  if (!self->applying && self->reading == NULL && self->refresh_source == 0)
    self->refresh_source = g_timeout_add (REFRESH_DELAY_MS, on_refresh_due, self);
}

static void
on_look_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrClashWindow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrClashLook) look = dyr_clash_look_finish (result, &error);

  if (self == NULL || g_task_get_cancellable (G_TASK (result)) != self->reading)
    return;
  g_clear_object (&self->reading);
  if (self->stale)
    on_store_changed (dyr_office_get_store (self->office), 0, self);
  if (look != NULL)
    {
      take_look (self, look);
      return;
    }
  show_trouble (self, error->message);
  gtk_window_present (GTK_WINDOW (self));
}

static void
read_look (DyrClashWindow *self, gint64 record, const DyrUid *uid)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  self->stale = FALSE;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  dyr_clash_look_async (dyr_office_get_store (self->office),
                        record,
                        uid,
                        self->reading,
                        on_look_read,
                        dyr_weak_new (self));
}

/* Answering */

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrClashWindow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gint64 action;
  gboolean done = dyr_clash_answer_finish (result, &action, &error);

  /* The program ended meanwhile. */
  if (self == NULL || self->office == NULL)
    return;
  self->applying = FALSE;
  if (done)
    {
      self->action = action;
      self->told = name_of (self->look, MAX_TOLD);
    }
  else
    show_trouble (self, error->message);
  if (done && self->closing)
    {
      tell_answered (self, FALSE);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  /* What went wrong is looked at first. */
  self->closing = FALSE;
  update_actions (self);
  if (done || self->stale || g_error_matches (error, DYR_ERROR, DYR_ERROR_CONFLICT))
    read_again (self);
}

/* Takes the answers. */
static void
send (DyrClashWindow *self, GArray *answers)
{
  self->applying = TRUE;
  self->stale = self->stale || self->reading != NULL;
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  dyr_banner_set_revealed (self->trouble, FALSE);
  update_actions (self);
  dyr_clash_answer_async (
      dyr_office_get_store (self->office), self->look, answers, on_answered, dyr_weak_new (self));
}

static void
apply (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrClashWindow *self = DYR_CLASH_WINDOW (widget);
  g_autoptr (GArray) answers = dyr_clash_answers_new ();

  if (!is_group_mode (self))
    return;
  for (DyrClashGroup *group = first_group (self); group != NULL; group = next_group (group))
    {
      DyrClashAnswer answer = { NULL };

      if (!dyr_clash_group_is_chosen (group))
        continue;
      if (!dyr_clash_group_get_answer (group, &answer))
        return;
      g_array_append_val (answers, answer);
    }
  if (answers->len > 0)
    send (self, g_steal_pointer (&answers));
}

static void
on_question_answered (DyrClashWindow *self, int choose)
{
  const DyrClashSides *sides = g_ptr_array_index (self->look->sides, 0);
  const DyrClashAnswer answer = { .seen = sides->clash, .choose = (DyrChoose) choose };
  GArray *answers;

  if (self->applying)
    return;
  answers = dyr_clash_answers_new ();
  g_array_append_val (answers, answer);
  send (self, answers);
}

/* Keys */

static DyrClashGroup *
find_current (DyrClashWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  GtkWidget *group = focus != NULL ? gtk_widget_get_ancestor (focus, DYR_TYPE_CLASH_GROUP) : NULL;

  return group != NULL ? DYR_CLASH_GROUP (group) : find_open (self);
}

static void
choose (DyrClashWindow *self, guint nth)
{
  DyrClashGroup *group, *open;

  if (self->look == NULL || self->applying)
    return;
  if (!is_group_mode (self))
    {
      dyr_clash_question_choose (self->question, nth);
      return;
    }
  group = find_current (self);
  dyr_clash_group_choose (group, nth);
  /* A value is typed first; else it goes on to what is open. */
  open = nth + 1 < DYR_CLASH_N_CHOICES ? find_open (self) : group;
  focus_group (dyr_clash_group_is_chosen (open) ? group : open);
}

static gboolean
on_choice_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  choose (DYR_CLASH_WINDOW (widget), g_variant_get_uint32 (arguments));
  return TRUE;
}

/* Enter on a choice that is made applies. */
static gboolean
on_enter_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (widget));

  if (!GTK_IS_CHECK_BUTTON (focus) || !gtk_check_button_get_active (GTK_CHECK_BUTTON (focus)))
    return FALSE;
  gtk_widget_activate_action (widget, "clash.apply", NULL);
  return TRUE;
}

static gboolean
on_action_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_widget_activate_action (widget, g_variant_get_string (arguments, NULL), NULL);
  return TRUE;
}

static void
add_key (GtkEventController *keys,
         guint key,
         GdkModifierType modifiers,
         GtkShortcutFunc pressed,
         GVariant *arguments)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                                            gtk_callback_action_new (pressed, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, arguments);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
}

/* Before the editors see them. */
static void
add_keys (DyrClashWindow *self)
{
  static const guint enters[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < DYR_CLASH_N_CHOICES; i++)
    {
      add_key (keys, GDK_KEY_1 + i, GDK_ALT_MASK, on_choice_pressed, g_variant_new_uint32 (i));
      add_key (keys, GDK_KEY_KP_1 + i, GDK_ALT_MASK, on_choice_pressed, g_variant_new_uint32 (i));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (enters); i++)
    {
      add_key (keys, enters[i], 0, on_enter_pressed, NULL);
      add_key (keys,
               enters[i],
               GDK_CONTROL_MASK,
               on_action_pressed,
               g_variant_new_string ("clash.apply"));
    }
  add_key (keys,
           GDK_KEY_Page_Up,
           GDK_CONTROL_MASK,
           on_action_pressed,
           g_variant_new_string ("clash.previous"));
  add_key (keys,
           GDK_KEY_Page_Down,
           GDK_CONTROL_MASK,
           on_action_pressed,
           g_variant_new_string ("clash.next"));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* Actions */

static void
go (DyrClashWindow *self, int by)
{
  const guint n = self->look != NULL ? self->look->records->len : 0;

  if (self->applying || n == 0)
    return;
  self->position = MIN ((guint) MAX ((int) self->position + by, 0), n - 1);
  read_look (self, g_array_index (self->look->records, gint64, self->position), NULL);
}

static void
go_previous (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (DYR_CLASH_WINDOW (widget), -1);
}

static void
go_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (DYR_CLASH_WINDOW (widget), 1);
}

static void
choose_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrClashWindow *self = DYR_CLASH_WINDOW (widget);
  const guint nth = g_str_equal (action, "clash.all-mine") ? 1 : 2;

  if (!is_group_mode (self))
    return;
  for (DyrClashGroup *group = first_group (self); group != NULL; group = next_group (group))
    dyr_clash_group_choose (group, nth);
  focus_group (first_group (self));
}

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_undo_run (DYR_CLASH_WINDOW (widget)->office,
                GTK_WINDOW (widget),
                g_variant_get_int64 (parameter),
                FALSE);
}

/* It stays until it is known what came of the answer. */
static gboolean
dyr_clash_window_close_request (GtkWindow *window)
{
  DyrClashWindow *self = DYR_CLASH_WINDOW (window);

  if (!self->applying)
    return GTK_WINDOW_CLASS (dyr_clash_window_parent_class)->close_request (window);
  self->closing = TRUE;
  return TRUE;
}

static void
dyr_clash_window_dispose (GObject *object)
{
  DyrClashWindow *self = DYR_CLASH_WINDOW (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_CLASH_WINDOW);
  g_clear_pointer (&self->look, dyr_clash_look_unref);
  g_clear_pointer (&self->told, g_free);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_clash_window_parent_class)->dispose (object);
}

static void
dyr_clash_window_class_init (DyrClashWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_clash_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_clash_window_close_request;
  g_type_ensure (DYR_TYPE_BANNER);
  g_type_ensure (DYR_TYPE_CLASH_QUESTION);
  gtk_widget_class_install_action (widget_class, "clash.previous", NULL, go_previous);
  gtk_widget_class_install_action (widget_class, "clash.next", NULL, go_next);
  gtk_widget_class_install_action (widget_class, "clash.apply", NULL, apply);
  gtk_widget_class_install_action (widget_class, "clash.all-mine", NULL, choose_all);
  gtk_widget_class_install_action (widget_class, "clash.all-theirs", NULL, choose_all);
  gtk_widget_class_install_action (widget_class, "clash.undo", "x", undo);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-clash-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, previous);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, next);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, position_label);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, apply);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, groups);
  gtk_widget_class_bind_template_child (widget_class, DyrClashWindow, question);
  gtk_widget_class_bind_template_callback (widget_class, on_question_answered);
}

static void
dyr_clash_window_init (DyrClashWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
}

/* The one that is open beside that window. */
static DyrClashWindow *
find_open_window (GtkWindow *parent)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    if (DYR_IS_CLASH_WINDOW (l->data) && gtk_window_get_transient_for (l->data) == parent)
      return l->data;
  return NULL;
}

void
dyr_clash_window_present (DyrOffice *office, GtkWindow *parent, const DyrUid *uid)
{
  DyrClashWindow *self;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WINDOW (parent));

  self = find_open_window (parent);
  if (self == NULL)
    {
      self = g_object_new (DYR_TYPE_CLASH_WINDOW,
                           "transient-for",
                           parent,
                           /* Its keys work here too. */
                           "application",
                           gtk_window_get_application (parent),
                           NULL);
      self->office = g_object_ref (office);
      g_signal_connect_object (
          dyr_office_get_store (office), "changed", G_CALLBACK (on_store_changed), self, 0);
    }
  else if (self->look != NULL)
    gtk_window_present (GTK_WINDOW (self));
  /* What is on its way is not left. */
  if (!self->applying && (uid != NULL || self->look == NULL))
    read_look (self, 0, uid);
}
