/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCalendar: the days of a month to choose from. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-calendar.h"

#include <glib/gi18n-lib.h>

#include "dyr-date.h"
#include "dyr-day-words.h"
#include "dyr-naming.h"

#define DAYS_A_WEEK 7
#define WEEKS 6
#define N_DAYS (WEEKS * DAYS_A_WEEK)
/* 1970-01-01, in days since a Sunday. */
#define EPOCH_WEEKDAY 4

struct _DyrCalendar
{
  GtkWidget parent_instance;

  gint64 today;
  gint64 date;
  gint64 first;      /* the day in the upper corner */
  int first_weekday; /* 0 is Sunday */
  DyrDayWords *words;

  GtkWidget *header;
  GtkWidget *title;
  GtkWidget *grid;
  GtkWidget *days[N_DAYS];
};

enum
{
  SIGNAL_PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrCalendar, dyr_calendar, GTK_TYPE_WIDGET)

/* Showing */

static int
weekday_of (gint64 date)
{
  return (int) (((date + EPOCH_WEEKDAY) % DAYS_A_WEEK + DAYS_A_WEEK) % DAYS_A_WEEK);
}

static gint64
first_of_month (gint64 date)
{
  int year, month, day;

  dyr_date_to_ymd (date, &year, &month, &day);
  return date - day + 1;
}

static void
set_class (GtkWidget *widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_day (DyrCalendar *self, int index)
{
  GtkWidget *button = self->days[index];
  gint64 wanted = self->first + index;
  gint64 date = CLAMP (wanted, DYR_DATE_MIN, DYR_DATE_MAX);
  gboolean exists = date == wanted;
  gboolean is_chosen = wanted == self->date;
  int year, month, day;
  g_autofree char *text = NULL, *words = dyr_day_words_day (self->words, date);

  dyr_date_to_ymd (date, &year, &month, &day);
  text = exists ? g_strdup_printf ("%d", day) : g_strdup ("");
  gtk_button_set_label (GTK_BUTTON (button), text);
  gtk_widget_set_sensitive (button, exists);
  /* Tab comes to one day only, arrows go on from there. */
  gtk_widget_set_focusable (button, is_chosen);
  set_class (button, "today", date == self->today);
  set_class (button, "chosen", is_chosen);
  set_class (button, "other-month", first_of_month (date) != first_of_month (self->date));
  dyr_name_button (button, words);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_SELECTED, is_chosen, -1);
}

static void
show_month (DyrCalendar *self)
{
  gint64 first = first_of_month (self->date);
  g_autofree char *title = dyr_day_words_month (self->words, self->date);

  self->first = first - (weekday_of (first) - self->first_weekday + DAYS_A_WEEK) % DAYS_A_WEEK;
  gtk_label_set_text (GTK_LABEL (self->title), title);
  for (int i = 0; i < N_DAYS; i++)
    show_day (self, i);
}

static gboolean
dyr_calendar_grab_focus (GtkWidget *widget)
{
  DyrCalendar *self = DYR_CALENDAR (widget);

  return gtk_widget_grab_focus (self->days[self->date - self->first]);
}

static void
dyr_calendar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dyr_calendar_parent_class)->map (widget);
  /* Before a popover would give the keyboard to its first button. */
  gtk_widget_grab_focus (widget);
}

/* Choosing */

static void
on_day_clicked (GtkButton *button, DyrCalendar *self)
{
  for (int i = 0; i < N_DAYS; i++)
    if (self->days[i] == GTK_WIDGET (button))
      {
        dyr_calendar_set_date (self, self->first + i);
        g_signal_emit (self, signals[SIGNAL_PICKED], 0, self->date);
        return;
      }
}

static void
on_previous_clicked (DyrCalendar *self)
{
  dyr_calendar_set_date (self, dyr_date_add_months (self->date, -1));
}

static void
on_next_clicked (DyrCalendar *self)
{
  dyr_calendar_set_date (self, dyr_date_add_months (self->date, 1));
}

static gboolean
on_key_pressed (DyrCalendar *self, guint keyval, guint keycode, GdkModifierType state)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gint64 date = self->date;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      date += is_mirrored ? 1 : -1;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      date += is_mirrored ? -1 : 1;
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      date -= DAYS_A_WEEK;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      date += DAYS_A_WEEK;
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      date = dyr_date_add_months (date, -1);
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      date = dyr_date_add_months (date, 1);
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      date = first_of_month (date);
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      date = dyr_date_add_months (first_of_month (date), 1) - 1;
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      g_signal_emit (self, signals[SIGNAL_PICKED], 0, date);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }

  dyr_calendar_set_date (self, CLAMP (date, DYR_DATE_MIN, DYR_DATE_MAX));
  gtk_widget_grab_focus (GTK_WIDGET (self));

  return GDK_EVENT_STOP;
}

static gboolean
on_scrolled (DyrCalendar *self, double dx, double dy)
{
  if (dy < 0)
    on_previous_clicked (self);
  else if (dy > 0)
    on_next_clicked (self);

  return GDK_EVENT_STOP;
}

static void
dyr_calendar_dispose (GObject *object)
{
  DyrCalendar *self = DYR_CALENDAR (object);

  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (dyr_calendar_parent_class)->dispose (object);
}

static void
dyr_calendar_finalize (GObject *object)
{
  DyrCalendar *self = DYR_CALENDAR (object);

  g_clear_pointer (&self->words, dyr_day_words_free);
  G_OBJECT_CLASS (dyr_calendar_parent_class)->finalize (object);
}

static void
dyr_calendar_class_init (DyrCalendarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyr_calendar_dispose;
  object_class->finalize = dyr_calendar_finalize;
  widget_class->grab_focus = dyr_calendar_grab_focus;
  widget_class->map = dyr_calendar_map;
  signals[SIGNAL_PICKED] = g_signal_new ("picked",
                                         DYR_TYPE_CALENDAR,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_INT64);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "month");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* Building */

static GtkWidget *
new_arrow (DyrCalendar *self, const char *icon, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static void
add_header (DyrCalendar *self)
{
  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->title = gtk_label_new (NULL);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_box_append (GTK_BOX (self->header),
                  new_arrow (self,
                             "go-previous-symbolic",
                             _("Previous month"), G_CALLBACK (on_previous_clicked)));
  gtk_box_append (GTK_BOX (self->header), self->title);
  gtk_box_append (
      GTK_BOX (self->header),
      new_arrow (self, "go-next-symbolic", _("Next month"), G_CALLBACK (on_next_clicked)));
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
}

static void
add_days (DyrCalendar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *wheel = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  for (int i = 0; i < N_DAYS; i++)
    {
      self->days[i] = gtk_button_new ();
      gtk_widget_add_css_class (self->days[i], "flat");
      gtk_widget_add_css_class (self->days[i], "numeric");
      g_signal_connect (self->days[i], "clicked", G_CALLBACK (on_day_clicked), self);
      gtk_grid_attach (
          GTK_GRID (self->grid), self->days[i], i % DAYS_A_WEEK, 1 + i / DAYS_A_WEEK, 1, 1);
    }
  /* Before the button in focus takes Enter for a click. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect_swapped (wheel, "scroll", G_CALLBACK (on_scrolled), self);
  gtk_widget_add_controller (self->grid, keys);
  gtk_widget_add_controller (self->grid, wheel);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

static void
dyr_calendar_init (DyrCalendar *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  add_header (self);
  add_days (self);
}

static void
name_weekdays (DyrCalendar *self)
{
  for (int i = 0; i < DAYS_A_WEEK; i++)
    {
      gint64 date = DAYS_A_WEEK - EPOCH_WEEKDAY + self->first_weekday + i;
      g_autofree char *name = dyr_day_words_weekday (self->words, date);
      GtkWidget *label = gtk_label_new (name);

      gtk_widget_add_css_class (label, "quiet-text");
      gtk_widget_add_css_class (label, "caption");
      gtk_grid_attach (GTK_GRID (self->grid), label, i, 0, 1, 1);
    }
}

GtkWidget *
dyr_calendar_new (const char *language, gint64 today)
{
  DyrCalendar *self = g_object_new (DYR_TYPE_CALENDAR, NULL);

  g_return_val_if_fail (language != NULL, NULL);

  self->words = dyr_day_words_new (language);
  self->first_weekday = dyr_day_words_first_weekday (self->words);
  self->today = today;
  self->date = today;
  name_weekdays (self);
  show_month (self);
  return GTK_WIDGET (self);
}

gint64
dyr_calendar_get_date (DyrCalendar *self)
{
  g_return_val_if_fail (DYR_IS_CALENDAR (self), 0);
  return self->date;
}

void
dyr_calendar_set_date (DyrCalendar *self, gint64 date)
{
  gboolean had_focus;

  g_return_if_fail (DYR_IS_CALENDAR (self));
  g_return_if_fail (date >= DYR_DATE_MIN && date <= DYR_DATE_MAX);

  if (date == self->date)
    return;
  had_focus = gtk_widget_get_focus_child (self->grid) != NULL;
  self->date = date;
  show_month (self);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}
