/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reasons of our own making, kept as a code and a detail: "dyr:tls-expired\tcrm.example.com". */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-reason.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* No CRM begins its own words like this. */
#define PREFIX "dyr:"

typedef enum
{
  PLAIN,
  NAME,   /* the detail stands for %s as it is */
  FIELD,  /* "client/name": its label does */
  TYPES,  /* "client,person": their labels in the plural do */
  NUMBER, /* it says how many */
} Detail;

typedef struct
{
  const char *code; /* in databases: never changed */
  Detail detail;
  const char *words;
} Reason;

/* clang-format off */
static const Reason reasons[] = {
  /* Translators: %s is the name of a computer in these. */
  { "no-answer", NAME, N_("“%s” does not answer.") },
  { "takes-too-long", NAME, N_("“%s” cannot be reached: it takes too long.") },
  { "too-slow", NAME, N_("“%s” answers far too slowly.") },
  { "broke-off", NAME, N_("The connection to “%s” broke off.") },
  { "tls-name", NAME, N_("The certificate of “%s” belongs to another name. Check the address.") },
  { "tls-expired", NAME, N_("The certificate of “%s” has expired. Ask the administrator; check this computer’s date, too.") },
  { "tls-early", NAME, N_("The certificate of “%s” is not valid yet. Check this computer’s date.") },
  { "tls-revoked", NAME, N_("The certificate of “%s” was revoked. Ask the administrator.") },
  { "tls-unknown", NAME, N_("Nobody this computer trusts vouches for the certificate of “%s”. Ask the administrator.") },
  { "tls", NAME, N_("A safe connection to “%s” is not possible.") },
  { "no-such-name", NAME, N_("The address “%s” was not found. Check it, and the connection to the Internet.") },
  { "unreached", NAME, N_("“%s” cannot be reached.") },
  { "too-much", NAME, N_("The answer of “%s” is far too long.") },
  { "not-the-crm", PLAIN, N_("This is not how EspoCRM answers. Check the address, and whether this network wants you to sign in first.") },
  { "leads-elsewhere", PLAIN, N_("The address leads elsewhere, and the key goes to nobody else. Check the address of the CRM, and whether this network wants you to sign in first.") },
  { "busy", PLAIN, N_("The CRM is busy or under maintenance.") },
  /* Translators: %s is a status of HTTP, like 500. */
  { "own-failure", NAME, N_("The CRM had a failure of its own (%s).") },
  { "locked-out", PLAIN, N_("The CRM takes no sign-in from this network for a while: there were too many wrong ones.") },
  { "record-gone", PLAIN, N_("The CRM does not have this record any more.") },
  { "type-gone", PLAIN, N_("The CRM does not know this sort of record any more. Ask the administrator whether the Dyryhent extension was removed.") },
  { "key", PLAIN, N_("The CRM does not take the key. Ask the administrator for a new one.") },
  /* Translators: %s is the label of a field in these. */
  { "required", FIELD, N_("The CRM wants “%s” to be filled in.") },
  { "too-long", FIELD, N_("“%s” is too long for the CRM. Shorten it.") },
  { "currency", FIELD, N_("The CRM does not use the currency of “%s”.") },
  { "range", FIELD, N_("“%s” is too small or too large for the CRM.") },
  { "link", FIELD, N_("The record in “%s” is not in the CRM, or you may not see it there.") },
  { "value", FIELD, N_("The CRM does not accept what “%s” says.") },
  /* Translators: what EspoCRM calls a field that this program does not show. */
  { "its-field", NAME, N_("The CRM is not content with its field “%s”. Ask the administrator.") },
  { "record", PLAIN, N_("The CRM does not accept this record. Ask the administrator.") },
  { "hidden", PLAIN, N_("The CRM does not show this to you any more.") },
  { "question", PLAIN, N_("The CRM does not allow this question.") },
  { "may-not-add", PLAIN, N_("You may not add such records to the CRM.") },
  { "may-not-delete", PLAIN, N_("You may not delete this record in the CRM.") },
  { "may-not-change", PLAIN, N_("You may not change this record in the CRM.") },
  { "locked", PLAIN, N_("The record is locked in the CRM: nobody may change it.") },
  { "too-large", PLAIN, N_("The record is too large for the CRM.") },
  { "content-too-large", PLAIN, N_("The file is larger than the CRM takes. Ask the administrator, or attach a smaller one.") },
  { "content-type", PLAIN, N_("The CRM does not take files of this sort. Ask the administrator.") },
  { "content-at-once", PLAIN, N_("The web server before the CRM does not let so much through at once. Ask the administrator.") },
  { "content-gone", PLAIN, N_("The CRM does not have what was in this file any more.") },
  { "content-missing", PLAIN, N_("What is in this file is not on this computer. Restore a backup with files, or attach it again.") },
  { "content-damaged", PLAIN, N_("What is in this file was damaged on this computer. Restore a backup with files, or attach it again.") },
  { "content-cut", PLAIN, N_("The file did not arrive whole. It will be fetched again.") },
  { "content-differs", PLAIN, N_("What arrived is not what the CRM says is in this file. It was not kept.") },
  { "content-odd", PLAIN, N_("The file is empty in the CRM, or too big for this program.") },
  { "content-no-room", PLAIN, N_("There was no room on the disk for the file. Free some space.") },
  { "damaged", PLAIN, N_("The answer of the CRM is damaged. It will be asked again.") },
  { "wrong-answer", PLAIN, N_("The CRM’s answer is not one that EspoCRM gives. Check the address.") },
  { "no-crm", PLAIN, N_("There is no EspoCRM at this address.") },
  /* Translators: sorts of records: "Clients, People". */
  { "not-shown", TYPES, N_("The CRM does not show you: %s. What is here of them stays as it is. Ask the administrator for the right to read them.") },
  { "not-read", NUMBER, NULL },
};
/* clang-format on */

static const Reason *
find (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i].code, code))
      return &reasons[i];
  return NULL;
}

char *
dyr_reason_new (const char *code, const char *detail)
{
  char *reason;

  g_return_val_if_fail (code != NULL && find (code) != NULL, NULL);
  g_return_val_if_fail ((find (code)->detail == PLAIN) == (detail == NULL), NULL);

  if (detail == NULL)
    return g_strconcat (PREFIX, code, NULL);
  reason = g_strconcat (PREFIX, code, "\t", detail, NULL);
  /* A reason is a line. */
  return g_strdelimit (reason, "\r\n", ' ');
}

char *
dyr_reason_new_field (const char *code, const DyrRecordType *type, guint field)
{
  g_autofree char *detail = NULL;

  g_return_val_if_fail (type != NULL && field < type->n_fields, NULL);

  detail = g_strconcat (type->name, "/", type->fields[field].name, NULL);
  return dyr_reason_new (code, detail);
}

static char *
word_field (const char *detail)
{
  g_auto (GStrv) parts = g_strsplit (detail, "/", 2);
  const DyrRecordType *type = parts[0] != NULL ? dyr_record_type_by_name (parts[0]) : NULL;
  const int field = type != NULL && parts[1] != NULL ? dyr_record_type_find (type, parts[1]) : -1;

  /* A field that this program does not know any more, or not yet. */
  return g_strdup (field >= 0 ? dyr_field_label (type, (guint) field) : detail);
}

static const char *
label_type (const char *name)
{
  const DyrRecordType *type = dyr_record_type_by_name (name);

  if (type != NULL)
    return dyr_record_type_plural_label (type);
  /* Translators: the list of what was deleted in the CRM. A newer program may know other names. */
  return *name == '\0' ? C_ ("types", "Deletions") : name;
}

static char *
word_types (const char *detail)
{
  g_auto (GStrv) names = g_strsplit (detail, ",", -1);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  /* Nothing, alone, is no name at all to g_strsplit. */
  if (*names == NULL)
    g_ptr_array_add (labels, (char *) label_type (""));
  for (char **name = names; *name != NULL; name++)
    g_ptr_array_add (labels, (char *) label_type (*name));
  g_ptr_array_add (labels, NULL);
  /* Translators: stands between sorts of records: "Clients, People". */
  return g_strjoinv (C_ ("types", ", "), (char **) labels->pdata);
}

static char *
word_number (const char *detail)
{
  const guint n = (guint) g_ascii_strtoull (detail, NULL, 10);

  return g_strdup_printf (ngettext ("%u record of the CRM could not be read.",
                                    "%u records of the CRM could not be read.",
                                    n),
                          n);
}

/* The words come from a table: nothing of the detail is ever a format. */
static char *
put_in (const char *words, const char *detail)
{
  const char *at = strstr (words, "%s");
  g_autofree char *before = at != NULL ? g_strndup (words, (gsize) (at - words)) : NULL;

  return at != NULL ? g_strconcat (before, detail, at + strlen ("%s"), NULL) : g_strdup (words);
}

static char *
word_line (const char *line)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *shown = NULL;
  const Reason *reason;

  if (!g_str_has_prefix (line, PREFIX))
    return g_strdup (line);
  parts = g_strsplit (line + strlen (PREFIX), "\t", 2);
  reason = parts[0] != NULL ? find (parts[0]) : NULL;
  /* Written by a newer program. */
  if (reason == NULL || (reason->detail != PLAIN && parts[1] == NULL))
    return g_strdup (line);
  switch (reason->detail)
    {
    case NUMBER:
      return word_number (parts[1]);
    case FIELD:
      shown = word_field (parts[1]);
      break;
    case TYPES:
      shown = word_types (parts[1]);
      break;
    case NAME:
      shown = g_strdup (parts[1]);
      break;
    case PLAIN:
    default:
      return g_strdup (_ (reason->words));
    }
  return put_in (_ (reason->words), shown);
}

gboolean
dyr_reason_is (const char *reason, const char *code)
{
  g_autofree char *begin = NULL;

  g_return_val_if_fail (code != NULL && find (code) != NULL, FALSE);

  begin = g_strconcat (PREFIX, code, NULL);
  return reason != NULL && g_str_has_prefix (reason, begin)
         && strchr ("\t", reason[strlen (begin)]) != NULL;
}

char *
dyr_reason_words (const char *reason)
{
  g_auto (GStrv) lines = NULL;

  if (reason == NULL)
    return NULL;
  lines = g_strsplit (reason, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      char *words = word_line (*line);

      g_free (*line);
      *line = words;
    }
  return g_strjoinv ("\n", lines);
}
