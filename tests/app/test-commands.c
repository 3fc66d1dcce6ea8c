/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The table of commands: every key means one thing and is a key. */

#include "config.h"

#include "dyr-commands.h"

static void
test_accels (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (const DyrCommand *command = dyr_commands; command->action != NULL; command++)
    {
      g_assert_nonnull (command->accels[0]);
      for (int i = 0; command->accels[i] != NULL; i++)
        {
          GdkModifierType modifiers;
          guint key;

          g_assert_true (gtk_accelerator_parse (command->accels[i], &key, &modifiers));
          g_assert_true (g_hash_table_add (seen, (gpointer) command->accels[i]));
        }
    }
}

static void
test_words (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (const DyrCommand *command = dyr_commands; command->action != NULL; command++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpstr (command->title, !=, "");
      g_assert_cmpstr (command->group, !=, "");
      g_assert_true (g_hash_table_add (seen, (gpointer) command->title));
      g_action_parse_detailed_name (command->action, &name, &target, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/commands/accels", test_accels);
  g_test_add_func ("/app/commands/words", test_words);
  return g_test_run ();
}
