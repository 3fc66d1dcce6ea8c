/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The key facts of a record as one line, the records among them as links. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-facts.h"

#include "dyr-display.h"
#include "dyr-link-text.h"

/* Characters of a fact. */
#define MAX_FACT 120

typedef struct
{
  const DyrRecordType *type;
  const char *fields[6]; /* ":" in front: with its label */
} Facts;

static const Facts facts[] = {
  { &dyr_client_type, { "code", "city", "responsible", ":next-contact" } },
  { &dyr_contract_type, { "client", "kind", ":valid-to", "amount" } },
  { &dyr_delivery_type, { "client", "contract", ":agreed-on", "city" } },
  { &dyr_presentation_type, { "client", "starts-at", "mode", "presenter" } },
  { &dyr_activity_type, { "kind", "client", "person", ":due-at" } },
};

/* Dates as they are read: “Agreed date: 24.11”. Their text is never long. */
static void
append_labelled (GString *markup, const DyrRecordType *type, guint field, const char *text)
{
  /* Translators: a field and its value: “Valid until: 31.12”. */
  g_autofree char *fact
      = g_strdup_printf (C_ ("fact", "%s: %s"), dyr_field_label (type, field), text);

  dyr_link_text_append (markup, fact, 0, FALSE);
}

static void
append_fact (GString *markup, const DyrContext *context, DyrRecord *record, const char *name)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);
  gboolean labelled = *name == ':';
  int field = dyr_record_type_find (type, name + labelled);
  g_autofree char *whole = NULL, *text = NULL;
  const DyrLink *link;

  g_return_if_fail (field >= 0);

  whole = dyr_context_show_field (context, record, (guint) field);
  text = dyr_display_line (whole, MAX_FACT);
  if (text == NULL)
    return;
  if (markup->len > 0)
    g_string_append (markup, " · ");
  link = dyr_value_link (dyr_record_get_value (record, (guint) field));
  if (labelled)
    append_labelled (markup, type, (guint) field, text);
  else if (link == NULL || link->type == dyr_user_type.number)
    dyr_link_text_append (markup, text, 0, link != NULL && link->deleted);
  else
    dyr_link_text_append (markup, text, link->id, link->deleted);
}

char *
dyr_facts_markup (const DyrContext *context, DyrRecord *record)
{
  GString *markup = g_string_new (NULL);
  const DyrRecordType *type;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (DYR_IS_RECORD (record), NULL);

  type = dyr_record_get_record_type (record);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    for (gsize j = 0; facts[i].type == type && facts[i].fields[j] != NULL; j++)
      append_fact (markup, context, record, facts[i].fields[j]);
  return g_string_free (markup, FALSE);
}
