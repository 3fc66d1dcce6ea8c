/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrNameDialog: asks for a name. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-name-dialog.h"

struct _DyrNameDialog
{
  AdwWindow parent_instance;

  AdwEntryRow *name;
  GtkButton *save;
};

enum
{
  NAMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrNameDialog, dyr_name_dialog, ADW_TYPE_WINDOW)

static char *
read_name (DyrNameDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static void
on_name_changed (DyrNameDialog *self)
{
  g_autofree char *name = read_name (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->save), *name != '\0');
}

static void
on_save_clicked (DyrNameDialog *self)
{
  g_autofree char *name = read_name (self);

  if (*name == '\0')
    return;
  g_signal_emit (self, signals[NAMED], 0, name);
  gtk_window_close (GTK_WINDOW (self));
}

static void
dyr_name_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYR_TYPE_NAME_DIALOG);
  G_OBJECT_CLASS (dyr_name_dialog_parent_class)->dispose (object);
}

static void
dyr_name_dialog_class_init (DyrNameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_name_dialog_dispose;
  signals[NAMED] = g_signal_new ("named",
                                 DYR_TYPE_NAME_DIALOG,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-name-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrNameDialog, name);
  gtk_widget_class_bind_template_child (widget_class, DyrNameDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dyr_name_dialog_init (DyrNameDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DyrNameDialog *
dyr_name_dialog_new (const char *title, const char *name)
{
  DyrNameDialog *self = g_object_new (DYR_TYPE_NAME_DIALOG, "title", title, NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  return self;
}
