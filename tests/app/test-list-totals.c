/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListPage: sums that are still being read when others are wanted are read no further. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "app-test.h"
#include "dyr-list-page.h"
#include "statement-hold.h"

/* Records that are read between two looks at whether to stop, as dyr-totals.c has it. */
#define CHUNK 1024
#define MANY (2 * CHUNK)
/* Of the contracts, those which the search finds. */
#define FOUND 10

static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  for (int i = 0; i < MANY; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CONTRACT_N_FIELDS);
      gint64 id;

      dyr_value_set_text (&values[DYR_CONTRACT_NUMBER], i < FOUND ? "found" : "other");
      dyr_value_set_number (&values[DYR_CONTRACT_AMOUNT], 100);
      dyr_value_set_text (&values[DYR_CONTRACT_CURRENCY], "EUR");
      if (!dyr_save_create (save, &dyr_contract_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      for (guint j = 0; j < DYR_CONTRACT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, NULL, error);
}

typedef struct
{
  Pages pages;
  GtkWidget *page;
} Fixture;

/* The page of all contracts, whose sum is being read and waits at the first one. */
static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  statement_hold_begin ();
  pages_set_up (&f->pages, data);
  dyr_database_write (f->pages.office.database, job_many, NULL, NULL, &error);
  g_assert_no_error (error);
  statement_hold_at ("SELECT \"amount\", \"currency\" FROM \"contract\" WHERE id = ?", 1);
  f->page = dyr_list_page_new (f->pages.app, &dyr_contract_type);
  gtk_window_set_default_size (GTK_WINDOW (f->pages.window), 1000, 700);
  pages_show (&f->pages, f->page);
  WAIT_FOR (statement_hold_is_held ());
  g_assert_nonnull (pages_find_text (f->page, "2,048 contracts"));
}

/* Closing the database waits for what it still reads: then there is no more to count. */
static void
tear_down (Fixture *f, gconstpointer data)
{
  pages_tear_down (&f->pages, data);
  g_assert_cmpuint (statement_hold_get_n_more (), ==, CHUNK - 1);
  statement_hold_end ();
}

/* As soon as something else is asked for, before that is answered. */
static void
test_other_question (Fixture *f, gconstpointer data)
{
  dyr_list_page_set_search (DYR_LIST_PAGE (f->page), "found");
  statement_hold_let_go ();
  WAIT_FOR (pages_find_text (f->page, "10 contracts · €10.00") != NULL);
}

/* The same question has another answer, for which nobody waits until the first is summed. */
static void
test_other_answer (Fixture *f, gconstpointer data)
{
  office_add (&f->pages.office,
              &dyr_contract_type,
              "number",
              "new",
              "amount",
              "0.50",
              "currency",
              "EUR",
              NULL);
  WAIT_FOR (pages_find_text (f->page, "2,049 contracts · €2,048.50") != NULL);
  statement_hold_let_go ();
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/list-totals/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("other-question", test_other_question);
  ADD ("other-answer", test_other_answer);
#undef ADD
  return g_test_run ();
}
