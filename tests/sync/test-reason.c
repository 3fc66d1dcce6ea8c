/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reasons are kept as codes, and worded for whoever reads them. */

#include "config.h"

#include <string.h>

#include "dyr-client.h"
#include "dyr-reason.h"

static void
test_kept (void)
{
  g_autofree char *plain = dyr_reason_new ("busy", NULL);
  g_autofree char *named = dyr_reason_new ("no-such-name", "crm.example.com");
  const guint name = (guint) dyr_record_type_find (&dyr_client_type, "name");
  g_autofree char *field = dyr_reason_new_field ("required", &dyr_client_type, name);

  /* What databases hold: never to change. */
  g_assert_cmpstr (plain, ==, "dyr:busy");
  g_assert_cmpstr (named, ==, "dyr:no-such-name\tcrm.example.com");
  g_assert_cmpstr (field, ==, "dyr:required\tclient/name");
}

static void
test_words (void)
{
  static const struct
  {
    const char *reason, *words;
  } rows[] = {
    { "dyr:busy", "The CRM is busy or under maintenance." },
    { "dyr:no-such-name\tcrm.example.com",
      "The address “crm.example.com” was not found. Check it, and the connection to the "
      "Internet." },
    { "dyr:own-failure\t502", "The CRM had a failure of its own (502)." },
    { "dyr:required\tclient/name", "The CRM wants “Name” to be filled in." },
    /* A field that this program does not know. */
    { "dyr:required\tclient/halo", "The CRM wants “client/halo” to be filled in." },
    { "dyr:its-field\t%s%n",
      "The CRM is not content with its field “%s%n”. Ask the administrator." },
    { "dyr:not-read\t1", "1 record of the CRM could not be read." },
    { "dyr:not-shown\tclient,note,\ndyr:not-read\t21",
      "The CRM does not show you: Clients, Notes, Deletions. What is here of them stays as it is. "
      "Ask the administrator for the right to read them.\n"
      "21 records of the CRM could not be read." },
    { "dyr:not-shown\t",
      "The CRM does not show you: Deletions. What is here of them stays as it is. "
      "Ask the administrator for the right to read them." },
    { "dyr:not-shown\tplanet,client",
      "The CRM does not show you: planet, Clients. What is here of them stays as it is. "
      "Ask the administrator for the right to read them." },
    /* What is not ours, or of a newer program, stays as it is. */
    { "Сума не сходиться.", "Сума не сходиться." },
    { "refused", "refused" },
    { "dyr:of-tomorrow\tx", "dyr:of-tomorrow\tx" },
    { "dyr:required", "dyr:required" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = dyr_reason_words (rows[i].reason);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
  g_assert_null (dyr_reason_words (NULL));
}

/* A detail that somebody else chose cannot add a reason of its own. */
static void
test_one_line (void)
{
  g_autofree char *reason = dyr_reason_new ("its-field", "a\r\ndyr:key\tb");
  g_autofree char *words = dyr_reason_words (reason);

  g_assert_null (strchr (reason, '\n'));
  g_assert_nonnull (strstr (words, "its field “a  dyr:key"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/reason/kept", test_kept);
  g_test_add_func ("/sync/reason/words", test_words);
  g_test_add_func ("/sync/reason/one-line", test_one_line);
  return g_test_run ();
}
