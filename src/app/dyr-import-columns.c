/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportColumns: which column of a file goes into which field, one row a column. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-columns.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"
#include "dyr-file-picker.h"
#include "dyr-naming.h"
#include "dyr-weak.h"

/* Columns that can be mapped here; those of wider files stay as guessed. */
#define MOST_COLUMNS 300
/* Values of a column that are shown, and characters of each. */
#define SAMPLES 2
#define LONGEST_SAMPLE 60
#define LONGEST_HEADER 100
/* Pixels. */
#define CHOICE_WIDTH 250

/* One line of the choices. */
typedef struct
{
  DyrMappingTarget target;
  guint field;
} Choice;

struct _DyrImportColumns
{
  GtkWidget parent_instance;

  DyrMapping *mapping;
  GArray *choices; /* Choice */
  GtkStringList *labels;
  GPtrArray *drop_downs; /* GtkDropDown of each column */
  gboolean showing;      /* what changes was not changed by the person */
  GCancellable *cancellable;

  GtkWidget *body;
  GtkLabel *hint;
  GtkLabel *missing;
  GtkListBox *list;
  AdwEntryRow *name;
};

enum
{
  CHANGED,
  MESSAGE,
  REMEMBER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrImportColumns, dyr_import_columns, GTK_TYPE_WIDGET)

/* Choices */

static void
add_choice (DyrImportColumns *self, DyrMappingTarget target, guint field, const char *label)
{
  const Choice choice = { target, field };

  if (!dyr_mapping_is_possible (dyr_mapping_get_record_type (self->mapping), target, field))
    return;
  g_array_append_val (self->choices, choice);
  gtk_string_list_append (self->labels, label);
}

static void
make_choices (DyrImportColumns *self)
{
  const DyrRecordType *type = dyr_mapping_get_record_type (self->mapping);

  g_array_set_size (self->choices, 0);
  g_set_object (&self->labels, NULL);
  self->labels = gtk_string_list_new (NULL);
  add_choice (self, DYR_MAPPING_IGNORED, 0, C_("import", "Do not import"));
  add_choice (self, DYR_MAPPING_DESCRIPTION, 0, C_("import", "Add to the description"));
  for (guint i = 0; i < type->n_fields; i++)
    add_choice (self, DYR_MAPPING_FIELD, i, dyr_field_label (type, i));
  add_choice (self, DYR_MAPPING_PERSON_NAME, 0, C_("import", "First and last name together"));
  add_choice (self, DYR_MAPPING_ADDRESS, 0, C_("import", "Whole address"));
  add_choice (self, DYR_MAPPING_UID, 0, C_("import", "Identifier of the record (uid)"));
}

static guint
find_choice (DyrImportColumns *self, guint column)
{
  guint field = 0;
  DyrMappingTarget target = dyr_mapping_get (self->mapping, column, &field);

  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = &g_array_index (self->choices, Choice, i);

      if (choice->target == target && (target != DYR_MAPPING_FIELD || choice->field == field))
        return i;
    }
  return 0;
}

/* What is still missing */

static gboolean
is_filled (const DyrMapping *mapping, guint wanted)
{
  const DyrRecordType *type = dyr_mapping_get_record_type (mapping);

  for (guint i = 0; i < dyr_mapping_get_n_columns (mapping); i++)
    {
      guint field = 0;
      DyrMappingTarget target = dyr_mapping_get (mapping, i, &field);

      if (target == DYR_MAPPING_FIELD && field == wanted)
        return TRUE;
      if (target == DYR_MAPPING_PERSON_NAME && g_str_equal (type->fields[wanted].name, "last-name"))
        return TRUE;
    }
  return FALSE;
}

/* Labels of the fields that a new record needs and that nothing goes into; NULL for none. A state
 * that is not given is the first one. */
static char *
list_missing (const DyrMapping *mapping)
{
  const DyrRecordType *type = dyr_mapping_get_record_type (mapping);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++)
    {
      if ((type->fields[i].flags & DYR_REQUIRED) == 0 || i + 1 == type->state
          || is_filled (mapping, i))
        continue;
      if (list->len > 0)
        /* Translators: between the parts of a list: “Client, Number”. */
        g_string_append (list, C_("list", ", "));
      g_string_append (list, dyr_field_label (type, i));
    }
  return list->len > 0 ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}

static void
show_missing (DyrImportColumns *self)
{
  g_autofree char *list = list_missing (self->mapping);
  g_autofree char *text = NULL;

  if (list != NULL)
    /* Translators: %s is one or several fields: “Client, Number”. */
    text
        = g_strdup_printf (_("No column goes into: %s. Records that are here already can still be "
                              "changed; new ones need it."),
                              list);
  gtk_label_set_text (self->missing, text != NULL ? text : "");
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->missing)), text != NULL);
}

/* Rows */

/* A tick beside every column that is imported. */
static void
show_choice (DyrImportColumns *self, guint column)
{
  GtkDropDown *drop_down = g_ptr_array_index (self->drop_downs, column);
  GtkWidget *tick = g_object_get_data (G_OBJECT (drop_down), "tick");
  gboolean imported = dyr_mapping_get (self->mapping, column, NULL) != DYR_MAPPING_IGNORED;

  self->showing = TRUE;
  gtk_drop_down_set_selected (drop_down, find_choice (self, column));
  self->showing = FALSE;
  gtk_widget_set_opacity (tick, imported ? 1 : 0);
}

static void
show_all (DyrImportColumns *self)
{
  for (guint i = 0; i < self->drop_downs->len; i++)
    show_choice (self, i);
  show_missing (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_choice_changed (GtkDropDown *drop_down, GParamSpec *pspec, DyrImportColumns *self)
{
  guint selected = gtk_drop_down_get_selected (drop_down), column = 0;
  const Choice *choice;

  if (self->showing || selected >= self->choices->len
      || !g_ptr_array_find (self->drop_downs, drop_down, &column))
    return;
  choice = &g_array_index (self->choices, Choice, selected);
  dyr_mapping_set (self->mapping, column, choice->target, choice->field);
  show_choice (self, column);
  show_missing (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Different values of the column, as they stand in the file. */
static char *
describe_samples (const DyrImportPeek *peek, guint column)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  char *text;

  for (guint i = 0; i < peek->rows->len && found->len < SAMPLES; i++)
    {
      const DyrImportPeekRow *row = g_ptr_array_index (peek->rows, i);
      g_autofree char *cell = NULL;

      if (column >= g_strv_length (row->cells) || *row->cells[column] == '\0')
        continue;
      cell = dyr_display_line (row->cells[column], LONGEST_SAMPLE);
      if (!g_ptr_array_find_with_equal_func (found, cell, g_str_equal, NULL))
        g_ptr_array_add (found, g_steal_pointer (&cell));
    }
  if (found->len == 0)
    return g_strdup (C_("import", "Empty in the first rows"));
  g_ptr_array_add (found, NULL);
  text = g_strjoinv (" · ", (char **) found->pdata);
  return text;
}

static GtkWidget *
new_drop_down (DyrImportColumns *self, const char *header)
{
  GtkExpression *text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *drop_down = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->labels)), text);

  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (drop_down), TRUE);
  gtk_widget_set_size_request (drop_down, CHOICE_WIDTH, -1);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  dyr_name_drop_down (GTK_DROP_DOWN (drop_down), header);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_choice_changed), self, 0);
  return drop_down;
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, text);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* Looks like an AdwActionRow, whose labels GTK measures wrong when they have but one letter. */
static void
add_row (DyrImportColumns *self, const DyrImportPeek *peek, guint column)
{
  g_autofree char *samples = describe_samples (peek, column);
  g_autofree char *header
      = dyr_display_line (dyr_mapping_get_header (self->mapping, column), LONGEST_HEADER);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *tick = gtk_image_new_from_icon_name ("object-select-symbolic");
  GtkWidget *drop_down = new_drop_down (self, header);

  gtk_widget_add_css_class (box, "header");
  gtk_widget_add_css_class (words, "title");
  gtk_widget_add_css_class (tick, "success");
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), new_label (header, "title"));
  gtk_box_append (GTK_BOX (words), new_label (samples, "subtitle"));
  gtk_box_append (GTK_BOX (box), tick);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), drop_down);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_object_set_data (G_OBJECT (drop_down), "tick", tick);
  gtk_list_box_append (self->list, row);
  g_ptr_array_add (self->drop_downs, drop_down);
}

static void
show_hint (DyrImportColumns *self, guint n_columns)
{
  g_autofree char *text = NULL;

  if (n_columns > MOST_COLUMNS)
    text = g_strdup_printf (ngettext ("The first %u column of the file. The others are taken where "
                                      "their names say it.",
                                      "The first %u columns of the file. The others are taken "
                                      "where their names say it.",
                                      MOST_COLUMNS),
                            MOST_COLUMNS);
  else
    text = g_strdup (_("Say where each column goes. Names and contents were used to guess."));
  gtk_label_set_text (self->hint, text);
}

/* What was remembered is not asked again. */
static void
show_profile (DyrImportColumns *self, const char *name)
{
  g_autofree char *text = NULL, *shown = NULL;

  gtk_editable_set_text (GTK_EDITABLE (self->name), name != NULL ? name : "");
  if (name == NULL)
    return;
  shown = dyr_display_line (name, LONGEST_HEADER);
  /* Translators: %s is the name under which a mapping was remembered. */
  text = g_strdup_printf (_("The columns go where the mapping “%s” says."), shown);
  gtk_label_set_text (self->hint, text);
}

static void
on_name_applied (DyrImportColumns *self)
{
  g_signal_emit (self, signals[REMEMBER], 0, gtk_editable_get_text (GTK_EDITABLE (self->name)));
}

void
dyr_import_columns_show (DyrImportColumns *self, const DyrImportPeek *peek)
{
  GtkListBoxRow *row;
  guint n;

  g_return_if_fail (DYR_IS_IMPORT_COLUMNS (self));
  g_return_if_fail (peek != NULL);

  self->showing = TRUE;
  g_ptr_array_set_size (self->drop_downs, 0);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->mapping, dyr_mapping_free);
  self->mapping = dyr_mapping_copy (peek->mapping);
  make_choices (self);
  n = dyr_mapping_get_n_columns (self->mapping);
  for (guint i = 0; i < MIN (n, MOST_COLUMNS); i++)
    add_row (self, peek, i);
  self->showing = FALSE;
  show_hint (self, n);
  show_profile (self, peek->profile);
  show_all (self);
}

const DyrMapping *
dyr_import_columns_get_mapping (DyrImportColumns *self)
{
  g_return_val_if_fail (DYR_IS_IMPORT_COLUMNS (self), NULL);

  return self->mapping;
}

/* The menu */

static void
on_rest_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrImportColumns *self = DYR_IMPORT_COLUMNS (widget);

  dyr_mapping_set_rest (self->mapping, DYR_MAPPING_DESCRIPTION);
  show_all (self);
}

static void
tell (DyrImportColumns *self, const char *text)
{
  g_signal_emit (self, signals[MESSAGE], 0, text);
}

typedef struct
{
  DyrMapping *mapping;
  char *path;
  gboolean save;
} Profile;

static void
free_profile (gpointer data)
{
  Profile *profile = data;

  dyr_mapping_free (profile->mapping);
  g_free (profile->path);
  g_free (profile);
}

static void
profile_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Profile *profile = data;
  GError *error = NULL;

  if (profile->save ? dyr_mapping_save (profile->mapping, profile->path, &error)
                    : dyr_mapping_load (profile->mapping, profile->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_profile_done (GObject *source, GAsyncResult *result, gpointer data)
{
  DyrImportColumns *self = DYR_IMPORT_COLUMNS (source);
  Profile *profile = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tell (self, error->message);
      return;
    }
  if (profile->save)
    {
      tell (self, _("The mapping was saved."));
      return;
    }
  g_clear_pointer (&self->mapping, dyr_mapping_free);
  self->mapping = g_steal_pointer (&profile->mapping);
  show_all (self);
}

/* A mapping is a small file on this computer. */
static void
start_profile (DyrImportColumns *self, GFile *file, gboolean save)
{
  g_autoptr (GTask) task = NULL;
  Profile *profile;

  if (self->mapping == NULL)
    return;
  if (g_file_peek_path (file) == NULL)
    {
      tell (self, _("The file is not on this computer. Choose one that is."));
      return;
    }
  profile = g_new0 (Profile, 1);
  profile->mapping = dyr_mapping_copy (self->mapping);
  profile->path = g_file_get_path (file);
  profile->save = save;
  /* Another file that is shown meanwhile must not get this mapping. */
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, on_profile_done, NULL);
  g_task_set_source_tag (task, start_profile);
  g_task_set_task_data (task, profile, free_profile);
  g_task_run_in_thread (task, profile_in_thread);
}

static void
on_picked (GAsyncResult *result, gpointer data, gboolean save)
{
  g_autoptr (DyrImportColumns) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dyr_file_picker_finish (result, &error);

  if (file != NULL && self != NULL)
    start_profile (self, file, save);
}

static void
on_load_picked (GObject *source, GAsyncResult *result, gpointer data)
{
  on_picked (result, data, FALSE);
}

static void
on_save_picked (GObject *source, GAsyncResult *result, gpointer data)
{
  on_picked (result, data, TRUE);
}

static void
on_load_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const DyrFileKind kinds[] = { { _("Mappings"), "*.txt;*.mapping" }, { NULL, NULL } };

  dyr_file_picker_open_async (
      widget, _("Load a mapping"), kinds, NULL, on_load_picked, dyr_weak_new (widget));
}

static void
on_save_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const DyrFileKind kinds[] = { { _("Mappings"), "*.txt;*.mapping" }, { NULL, NULL } };
  DyrImportColumns *self = DYR_IMPORT_COLUMNS (widget);
  g_autofree char *name
      = g_strconcat (dyr_mapping_get_record_type (self->mapping)->plural, ".mapping", NULL);

  dyr_file_picker_save_async (
      widget, _("Save the mapping"), name, kinds, NULL, on_save_picked, dyr_weak_new (widget));
}

static void
dyr_import_columns_dispose (GObject *object)
{
  DyrImportColumns *self = DYR_IMPORT_COLUMNS (object);

  self->showing = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->drop_downs, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_IMPORT_COLUMNS);
  G_OBJECT_CLASS (dyr_import_columns_parent_class)->dispose (object);
}

static void
dyr_import_columns_finalize (GObject *object)
{
  DyrImportColumns *self = DYR_IMPORT_COLUMNS (object);

  g_clear_pointer (&self->mapping, dyr_mapping_free);
  g_clear_object (&self->labels);
  g_clear_object (&self->cancellable);
  g_array_unref (self->choices);
  g_ptr_array_unref (self->drop_downs);
  G_OBJECT_CLASS (dyr_import_columns_parent_class)->finalize (object);
}

static void
dyr_import_columns_class_init (DyrImportColumnsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_import_columns_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_import_columns_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", DYR_TYPE_IMPORT_COLUMNS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message",
                                   DYR_TYPE_IMPORT_COLUMNS,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_STRING);
  signals[REMEMBER] = g_signal_new ("remember",
                                    DYR_TYPE_IMPORT_COLUMNS,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "columns.rest", NULL, on_rest_activated);
  gtk_widget_class_install_action (widget_class, "columns.load", NULL, on_load_activated);
  gtk_widget_class_install_action (widget_class, "columns.save", NULL, on_save_activated);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-import-columns.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrImportColumns, body);
  gtk_widget_class_bind_template_child (widget_class, DyrImportColumns, hint);
  gtk_widget_class_bind_template_child (widget_class, DyrImportColumns, missing);
  gtk_widget_class_bind_template_child (widget_class, DyrImportColumns, list);
  gtk_widget_class_bind_template_child (widget_class, DyrImportColumns, name);
  gtk_widget_class_bind_template_callback (widget_class, on_name_applied);
}

static void
dyr_import_columns_init (DyrImportColumns *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  self->drop_downs = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dyr_import_columns_load (DyrImportColumns *self, GFile *file)
{
  g_return_if_fail (DYR_IS_IMPORT_COLUMNS (self));
  g_return_if_fail (G_IS_FILE (file));

  start_profile (self, file, FALSE);
}

void
dyr_import_columns_save (DyrImportColumns *self, GFile *file)
{
  g_return_if_fail (DYR_IS_IMPORT_COLUMNS (self));
  g_return_if_fail (G_IS_FILE (file));

  start_profile (self, file, TRUE);
}
