/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrInput: what edits, or shows, the value of a field inside of a DyrFieldRow: one small widget a
 * kind. It knows nothing of records or of saving. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-context.h"
#include "dyr-lookup.h"

G_BEGIN_DECLS

/* What an input has to know of the field; the row's, which lives longer. */
typedef struct
{
  const DyrContext *context;
  const DyrRecordType *type;
  guint field;
  const char *label;    /* what people call it: names the editor */
  const char *country;  /* of the record: how phones are read; may be NULL */
  const char *currency; /* of money; may be NULL */
  gboolean in_form;     /* Enter is the dialog's */
  DyrLookup *lookup;    /* may be NULL: nothing can be looked for */
} DyrInputInfo;

typedef enum
{
  DYR_INPUT_SHOW, /* read only */
  DYR_INPUT_EDIT,
  DYR_INPUT_LINES, /* a set with too many elements for a widget each: as lines of text */
} DyrInputMode;

/* From so many elements on a set is edited as lines. */
#define DYR_INPUT_MANY 30

#define DYR_TYPE_INPUT (dyr_input_get_type ())
G_DECLARE_INTERFACE (DyrInput, dyr_input, DYR, INPUT, GtkWidget)

struct _DyrInputInterface
{
  GTypeInterface parent;
  void (*show) (DyrInput *self, const DyrValue *value);
  gboolean (*read) (DyrInput *self, DyrValue *value, GError **error);
  char *(*get_text) (DyrInput *self);
  void (*set_text) (DyrInput *self, const char *text);
  void (*set_problem) (DyrInput *self, const char *message, gboolean is_error);
};

/* Signals: "typed" (): something changed and more may follow; "chosen" (): something was chosen;
 * "entered" (): Enter; "open-link" (gint64 id); "open-uri" (const char *uri). */

/* A new input for the field. */
GtkWidget *dyr_input_new (const DyrInputInfo *info, DyrInputMode mode);

/* Shows a value, forgetting what was typed; says nothing. */
void dyr_input_show (DyrInput *self, const DyrValue *value);
/* What it holds; FALSE and DYR_ERROR_INVALID when that is no value. */
gboolean dyr_input_read (DyrInput *self, DyrValue *value, GError **error);
/* What was typed, for a draft: newly allocated; NULL where nothing can be typed. */
char *dyr_input_get_text (DyrInput *self);
void dyr_input_set_text (DyrInput *self, const char *text);
/* Marks it, and says why to those who do not see; NULL: all is well. */
void dyr_input_set_problem (DyrInput *self, const char *message, gboolean is_error);

void dyr_input_typed (DyrInput *self);
void dyr_input_chosen (DyrInput *self);
void dyr_input_entered (DyrInput *self);
void dyr_input_open_link (DyrInput *self, gint64 id);
void dyr_input_open_uri (DyrInput *self, const char *uri);

/* Parts that inputs share. */

const DyrField *dyr_input_info_get_field (const DyrInputInfo *info);
gboolean dyr_input_info_is_required (const DyrInputInfo *info);
/* What an empty editor says. */
const char *dyr_input_info_get_placeholder (const DyrInputInfo *info);
/* The accessible name of the editor itself. */
void dyr_input_name (GtkWidget *editor, const DyrInputInfo *info);
/* An entry that is only looked at shows the beginning of what is longer than it: puts the cursor
 * there, or at the end where somebody types; and again when the entry is left. */
void dyr_input_place_cursor (GtkWidget *entry);
void dyr_input_show_beginning (GtkWidget *entry);
/* A flat button with a picture; `what` names it and is its tooltip. */
GtkWidget *dyr_input_button_new (const char *icon, const char *what);
/* What people read of a link, newly allocated: a record without a name is called by what it is. */
char *dyr_input_show_link (const DyrLink *link);
/* Marks one widget, as dyr_input_set_problem (). */
void dyr_input_mark (GtkWidget *editor, const char *message, gboolean is_error);
/* Takes a popover out of what it points to; GTK 4.8 never lets go of one that is open. */
void dyr_input_drop_popover (GtkWidget **popover);
/* Takes all children out: what dispose does. */
void dyr_input_drop_children (GtkWidget *self);

G_END_DECLS
