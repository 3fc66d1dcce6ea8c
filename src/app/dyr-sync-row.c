/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncRow: a record that waits: what it is, what goes; or what is asked and the ways out. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-let-go.h"
#include "dyr-naming.h"
#include "dyr-pill.h"
#include "dyr-sync-row-words.h"

struct _DyrSyncRow
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrWaitingKind kind;
  DyrSyncItem *item;
  GSignalGroup *watch;

  GtkWidget *box;
  GtkLabel *title;
  GtkLabel *facts;
  GtkLabel *questions;
  DyrPill *pill;
  GtkWidget *ways;
  GtkWidget *decide;
  GtkWidget *field;
  GtkWidget *again;
  GtkWidget *let_go;
};

G_DEFINE_FINAL_TYPE (DyrSyncRow, dyr_sync_row, GTK_TYPE_WIDGET)

static DyrStyle
style_of (DyrPush push)
{
  return push == DYR_PUSH_CREATE ? DYR_STYLE_GOOD : DYR_STYLE_NEUTRAL;
}

/* The ways out */

/* clang-format off */
static const char *const let_go_labels[] = {
  [DYR_LET_GO_NOTHING] = NULL,
  [DYR_LET_GO_EDITS] = NC_("sync", "Undo the change"),
  [DYR_LET_GO_NEW] = NC_("sync", "Delete here"),
  [DYR_LET_GO_DELETION] = NC_("sync", "Bring back"),
};
/* clang-format on */

static void
show_way (GtkWidget *button, gboolean there, const char *title, const char *label)
{
  g_autofree char *name = NULL;

  if (label != NULL)
    gtk_button_set_label (GTK_BUTTON (button), label);
  /* Translators: read aloud: what a button does, the name of the record it does it with. */
  name = g_strdup_printf (C_ ("sync", "%s: %s"), gtk_button_get_label (GTK_BUTTON (button)), title);
  gtk_widget_set_visible (button, there);
  dyr_name_button (button, name);
}

/* What all that waits for the person is. */
typedef struct
{
  gboolean asked, refused;
  const char *field; /* the first one that was refused; NULL: none */
} Trouble;

static const char *
first_field (const DyrClash *clash)
{
  for (guint i = 0; i < clash->type->n_fields; i++)
    if (clash->fields >> i & 1)
      return clash->type->fields[i].name;
  return NULL;
}

static Trouble
find_trouble (const DyrWaiting *waiting)
{
  Trouble trouble = { FALSE };

  for (guint i = 0; i < waiting->questions->len; i++)
    {
      const DyrClash *clash = waiting->questions->pdata[i];

      trouble.asked = trouble.asked || clash->state == DYR_PENDING_CLASH;
      trouble.refused = trouble.refused || clash->state == DYR_PENDING_PARKED;
      if (trouble.field == NULL && clash->state == DYR_PENDING_PARKED
          && clash->group < clash->type->n_fields)
        trouble.field = first_field (clash);
    }
  return trouble;
}

/* The target comes first: without one the action complains. Takes a floating one. */
static void
set_action (GtkWidget *button, const char *action, GVariant *target)
{
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
show_ways (DyrSyncRow *self, const DyrWaiting *waiting, const char *title)
{
  const Trouble trouble = find_trouble (waiting);
  const DyrLetGo let_go = dyr_let_go_find (waiting);
  const gint64 id = waiting->row->id;
  g_autofree char *uid = dyr_uid_to_text (&waiting->row->uid);

  set_action (self->decide, "sync.decide", g_variant_new_string (uid));
  set_action (self->field,
              "sync.field",
              g_variant_new ("(xs)", id, trouble.field != NULL ? trouble.field : ""));
  set_action (self->again, "sync.again", g_variant_new_int64 (id));
  set_action (self->let_go, "sync.let-go", g_variant_new ("(xi)", id, (gint32) let_go));
  show_way (self->decide, trouble.asked, title, NULL);
  show_way (self->field, trouble.field != NULL, title, NULL);
  show_way (self->again, trouble.refused, title, NULL);
  show_way (self->let_go,
            let_go != DYR_LET_GO_NOTHING,
            title,
            let_go != DYR_LET_GO_NOTHING ? g_dpgettext2 (NULL, "sync", let_go_labels[let_go]) : "");
}

static void
show_waiting (DyrSyncRow *self, const DyrWaiting *waiting)
{
  g_autofree char *title = dyr_sync_row_words_title (waiting);
  g_autofree char *facts
      = dyr_sync_row_words_facts (dyr_office_get_context (self->office), waiting);
  g_autofree char *questions
      = self->kind == DYR_WAITING_FOR_YOU ? dyr_sync_row_words_questions (waiting) : NULL;
  const char *kind = dyr_sync_row_words_kind (waiting);
  g_autofree char *name = g_strjoin (" · ",
                                     title,
                                     kind != NULL ? kind : facts,
                                     kind != NULL ? facts : questions,
                                     kind != NULL ? questions : NULL,
                                     NULL);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->facts, facts);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->facts), facts);
  gtk_label_set_text (self->questions, questions != NULL ? questions : "");
  gtk_widget_set_visible (GTK_WIDGET (self->questions), questions != NULL);
  dyr_pill_set (self->pill, kind, style_of (waiting->push));
  gtk_widget_set_visible (GTK_WIDGET (self->pill), kind != NULL);
  gtk_widget_set_visible (self->ways, self->kind == DYR_WAITING_FOR_YOU);
  if (self->kind == DYR_WAITING_FOR_YOU)
    show_ways (self, waiting, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show (DyrSyncRow *self)
{
  const DyrWaiting *waiting = self->item != NULL ? dyr_sync_item_get_waiting (self->item) : NULL;

  if (waiting != NULL)
    {
      show_waiting (self, waiting);
      return;
    }
  gtk_label_set_text (self->title, "…");
  gtk_label_set_text (self->facts, "");
  gtk_widget_set_visible (GTK_WIDGET (self->questions), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->pill), FALSE);
  gtk_widget_set_visible (self->ways, FALSE);
}

static void
on_item_changed (DyrSyncItem *item, DyrSyncRow *self)
{
  show (self);
}

static void
dyr_sync_row_dispose (GObject *object)
{
  DyrSyncRow *self = DYR_SYNC_ROW (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_SYNC_ROW);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_sync_row_parent_class)->dispose (object);
}

static void
dyr_sync_row_class_init (DyrSyncRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_sync_row_dispose;
  g_type_ensure (DYR_TYPE_PILL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-sync-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, box);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, title);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, facts);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, questions);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, pill);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, ways);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, decide);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, field);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, again);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRow, let_go);
}

static void
dyr_sync_row_init (DyrSyncRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->watch = g_signal_group_new (DYR_TYPE_SYNC_ITEM);
  g_signal_group_connect_object (self->watch, "changed", G_CALLBACK (on_item_changed), self, 0);
}

GtkWidget *
dyr_sync_row_new (DyrOffice *office, DyrWaitingKind kind)
{
  DyrSyncRow *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_SYNC_ROW, NULL);
  self->office = g_object_ref (office);
  self->kind = kind;
  return GTK_WIDGET (self);
}

void
dyr_sync_row_set_item (DyrSyncRow *self, DyrSyncItem *item)
{
  g_return_if_fail (DYR_IS_SYNC_ROW (self));
  g_return_if_fail (item == NULL || DYR_IS_SYNC_ITEM (item));

  g_set_object (&self->item, item);
  g_signal_group_set_target (self->watch, item);
  show (self);
}
