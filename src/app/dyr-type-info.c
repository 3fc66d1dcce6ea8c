/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the window says of each record type: one line a type. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-type-info.h"

#include "dyr-contract.h"
#include "dyr-display.h"

/* Characters of a fact, and of a name in a message. */
#define MAX_FACT 80
#define MAX_TITLE 60

/* clang-format off */
static const DyrTypeInfo infos[] = {
  { &dyr_user_type, NC_ ("page", "New user"), NC_ ("toast", "User %s was added"),
    NC_ ("toast", "User %s was deleted"),
    "email", "name" },
  { &dyr_client_type, NC_ ("page", "New client"), NC_ ("toast", "Client %s was added"),
    NC_ ("toast", "Client %s was deleted"),
    "city", "name" },
  { &dyr_person_type, NC_ ("page", "New person"), NC_ ("toast", "Person %s was added"),
    NC_ ("toast", "Person %s was deleted"),
    "position phone", "last-name" },
  { &dyr_contract_type, NC_ ("page", "New contract"), NC_ ("toast", "Contract %s was added"),
    NC_ ("toast", "Contract %s was deleted"),
    "kind valid-to", "-valid-to" },
  { &dyr_amendment_type, NC_ ("page", "New amendment"), NC_ ("toast", "Amendment %s was added"),
    NC_ ("toast", "Amendment %s was deleted"),
    "date changes", "-date" },
  { &dyr_product_type, NC_ ("page", "New product"), NC_ ("toast", "Product %s was added"),
    NC_ ("toast", "Product %s was deleted"),
    "code price", "name" },
  { &dyr_delivery_type, NC_ ("page", "New delivery"), NC_ ("toast", "Delivery %s was added"),
    NC_ ("toast", "Delivery %s was deleted"),
    "agreed-on city", "-agreed-on" },
  { &dyr_delivery_line_type, NC_ ("page", "New delivery line"), NC_ ("toast", "Line %s was added"),
    NC_ ("toast", "Line %s was deleted"),
    "quantity-planned+unit remark", "name" },
  { &dyr_presentation_type, NC_ ("page", "New presentation"),
    NC_ ("toast", "Presentation %s was added"),
    NC_ ("toast", "Presentation %s was deleted"), "starts-at presenter", "-starts-at" },
  { &dyr_activity_type, NC_ ("page", "New activity"), NC_ ("toast", "Activity %s was added"),
    NC_ ("toast", "Activity %s was deleted"),
    "kind done-at|due-at", "state,-due-at" },
  { &dyr_note_type, NC_ ("page", "New note"), NC_ ("toast", "Note %s was added"),
    NC_ ("toast", "Note %s was deleted"),
    "", "-pinned" },
  { &dyr_file_type, NC_ ("page", "New file"), NC_ ("toast", "File %s was attached"),
    NC_ ("toast", "File %s was deleted"),
    "added-at", "-added-at" },
};
/* clang-format on */

const DyrTypeInfo *
dyr_type_info (const DyrRecordType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    if (infos[i].type == type)
      return &infos[i];
  g_return_val_if_reached (&infos[0]);
}

const char *
dyr_type_info_new_label (const DyrRecordType *type)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "page", dyr_type_info (type)->new_label);
}

static char *
name_record (const char *message, const char *title)
{
  const char *format = g_dpgettext2 (GETTEXT_PACKAGE, "toast", message);
  g_autofree char *shown = dyr_display_line (title != NULL ? title : "—", MAX_TITLE);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return g_strconcat (parts[0], shown, parts[1], NULL);
}

char *
dyr_type_info_created (const DyrRecordType *type, const char *title)
{
  return name_record (dyr_type_info (type)->created, title);
}

char *
dyr_type_info_deleted (const DyrRecordType *type, const char *title)
{
  return name_record (dyr_type_info (type)->deleted, title);
}

static char *
show_field (const DyrContext *context, DyrRecord *record, const char *name)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);
  int field = dyr_record_type_find (type, name);
  g_autofree char *text = NULL;

  g_return_val_if_fail (field >= 0, NULL);

  text = dyr_context_show_field (context, record, (guint) field);
  if (text != NULL && type == &dyr_contract_type && field == DYR_CONTRACT_VALID_TO)
    /* Translators: how long a contract is valid: “until 31.12”. */
    return g_strdup_printf (C_ ("fact", "until %s"), text);
  return dyr_display_line (text, MAX_FACT);
}

/* "a|b": the first that is there. */
static char *
show_first (const DyrContext *context, DyrRecord *record, const char *fact)
{
  g_auto (GStrv) names = g_strsplit (fact, "|", -1);
  char *text = NULL;

  for (guint i = 0; text == NULL && names[i] != NULL; i++)
    text = show_field (context, record, names[i]);
  return text;
}

/* "a+b": a quantity and its unit stay together. */
static char *
show_fact (const DyrContext *context, DyrRecord *record, const char *fact)
{
  g_auto (GStrv) names = g_strsplit (fact, "+", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = show_first (context, record, names[i]);

      if (value == NULL)
        break;
      if (text->len > 0)
        g_string_append (text, "\u00a0");
      g_string_append (text, value);
    }
  return g_string_free (text, text->len == 0);
}

char *
dyr_type_info_facts (const DyrContext *context, DyrRecord *record)
{
  g_auto (GStrv) facts = NULL;
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (DYR_IS_RECORD (record), NULL);

  facts = g_strsplit (dyr_type_info (dyr_record_get_record_type (record))->facts, " ", -1);
  for (guint i = 0; facts[i] != NULL && *facts[i] != '\0'; i++)
    {
      g_autofree char *fact = show_fact (context, record, facts[i]);

      if (fact == NULL)
        continue;
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append (text, fact);
    }
  return g_string_free (text, FALSE);
}

char *
dyr_type_info_counts (DyrFormat *format, const gint64 *counts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (format != NULL, NULL);
  g_return_val_if_fail (counts != NULL, NULL);

  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      g_autofree char *number = NULL, *part = NULL;

      if (counts[i] == 0)
        continue;
      number = dyr_format_count (format, counts[i]);
      /* Translators: a sort of records, and how many of them. */
      part = g_strdup_printf (
          C_ ("connection", "%s: %s"), dyr_record_type_plural_label (dyr_record_types[i]), number);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
    }
  return g_string_free (g_steal_pointer (&text), text->len == 0);
}

int
dyr_type_info_pill (const DyrRecordType *type)
{
  int standing = dyr_record_type_find (type, "standing");

  return standing >= 0 ? standing : type->state - 1;
}
