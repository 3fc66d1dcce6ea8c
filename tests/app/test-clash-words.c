/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the clash window says: the words of each question and of its answers, and what it marks in a
 * text. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-words.h"

#include "dyr-clash-marks.h"
#include "dyr-client.h"

/* The marked parts of the text, by “|”; NULL: nothing is marked. */
static char *
marked (const char *text, const char *other)
{
  g_autoptr (PangoAttrList) marks = dyr_clash_marks_new (text, other);
  g_autoptr (GString) parts = g_string_new (NULL);
  GSList *attributes = marks != NULL ? pango_attr_list_get_attributes (marks) : NULL;

  for (GSList *l = attributes; l != NULL; l = l->next)
    {
      const PangoAttribute *attribute = l->data;

      if (attribute->klass->type == PANGO_ATTR_UNDERLINE)
        g_string_append_printf (parts,
                                "%s%.*s",
                                parts->len > 0 ? "|" : "",
                                (int) (attribute->end_index - attribute->start_index),
                                text + attribute->start_index);
    }
  g_slist_free_full (attributes, (GDestroyNotify) pango_attribute_destroy);
  return marks != NULL ? g_string_free (g_steal_pointer (&parts), FALSE) : NULL;
}

static void
test_marks (void)
{
  static const struct
  {
    const char *text, *other, *marked;
  } rows[] = {
    { "вул. Зелена, 12а", "вул. Зелена, 12", "12а" },
    { "one two three", "one three", "two" },
    { "one  TWO\nthree FOUR", "one two\nthree four", "TWO|FOUR" },
    { "a x y b", "a b", "x y" },
    { "b a", "a b", "b" },
    /* Of what has nothing in common all would be marked; of what lacks something, nothing. */
    { "alpha", "beta", NULL },
    { "one three", "one two three", NULL },
    { "same", "same", NULL },
    { "", "one", NULL },
    { "one", NULL, NULL },
    { NULL, "one", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = marked (rows[i].text, rows[i].other);

      g_assert_cmpstr (found, ==, rows[i].marked);
    }
}

/* Longer than what is compared word by word: the part that differs is marked as one. */
static void
test_marks_much (void)
{
  g_autoptr (GString) text = g_string_new ("first"), other = g_string_new ("first");
  g_autofree char *found = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_string_append_printf (text, " a%u", i);
      g_string_append_printf (other, " b%u", i);
    }
  g_string_append (text, " last");
  g_string_append (other, " last");
  found = marked (text->str, other->str);
  g_assert_true (g_str_has_prefix (found, "a0 a1 "));
  g_assert_true (g_str_has_suffix (found, " a999"));
  g_assert_null (strchr (found, '|'));
}

/* Each question says what happened, and its answers what they do. */
static void
test_questions (void)
{
  static const struct
  {
    const char *theirs, *who, *question, *mine, *mine_is_loss, *said, *said_is_loss;
  } rows[] = {
    { DYR_ASK_DELETED_THERE,
      NULL,
      "Changed here, deleted in the CRM",
      "Keep it",
      NULL,
      "Delete it here too",
      "loss" },
    { DYR_ASK_CHANGED_THERE,
      "Olena",
      "Deleted here, changed in the CRM",
      "Delete it in the CRM too",
      "loss",
      "Bring it back",
      NULL },
    { DYR_ASK_HIDDEN_THERE,
      NULL,
      "Changed here, but the CRM no longer shows it to you",
      "Ask the CRM again",
      NULL,
      "Drop my changes",
      "loss" },
    { DYR_ASK_DUPLICATE "\tclient/5",
      "Dim & Co",
      "The CRM takes it for “Dim & Co”, which it has already",
      "No, add it all the same",
      NULL,
      "Yes, it is the same",
      NULL },
    { DYR_ASK_DUPLICATE,
      NULL,
      "The CRM has such a record already",
      "Add it all the same",
      NULL,
      NULL,
      NULL },
    { DYR_ASK_UNANSWERED,
      NULL,
      "The CRM never said whether it took this record",
      "It is not there: add it",
      NULL,
      "It is there: delete this copy",
      "loss" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const DyrClash clash = { .type = &dyr_client_type,
                               .group = DYR_WHOLE_RECORD,
                               .state = DYR_PENDING_CLASH,
                               .theirs = (char *) rows[i].theirs,
                               .who = (char *) rows[i].who };
      g_autofree char *question = dyr_clash_words_question (&clash);
      g_autofree char *more = dyr_clash_words_more (&clash);
      DyrClashWordsAnswer answer;

      g_assert_cmpstr (question, ==, rows[i].question);
      g_assert_cmpstr (more, !=, "");
      g_assert_true (dyr_clash_words_answer (&clash, DYR_CHOOSE_MINE, &answer));
      g_assert_cmpstr (answer.title, ==, rows[i].mine);
      g_assert_cmpstr (answer.subtitle, !=, "");
      g_assert_cmpint (answer.is_loss, ==, rows[i].mine_is_loss != NULL);
      g_free (answer.title);
      g_free (answer.subtitle);
      g_assert_cmpint (
          dyr_clash_words_answer (&clash, DYR_CHOOSE_THEIRS, &answer), ==, rows[i].said != NULL);
      if (rows[i].said == NULL)
        continue;
      g_assert_cmpstr (answer.title, ==, rows[i].said);
      g_assert_cmpint (answer.is_loss, ==, rows[i].said_is_loss != NULL);
      g_free (answer.title);
      g_free (answer.subtitle);
    }
}

/* Whether the record that the CRM names is here as well decides what becomes of this one. */
static void
test_double (void)
{
  DyrClash clash = { .type = &dyr_client_type,
                     .group = DYR_WHOLE_RECORD,
                     .state = DYR_PENDING_CLASH,
                     .theirs = (char *) DYR_ASK_DUPLICATE "\tclient/5" };

  for (int here = 0; here < 2; here++)
    {
      g_autofree char *more = NULL;
      DyrClashWordsAnswer answer;

      clash.here = here ? 7 : 0;
      more = dyr_clash_words_more (&clash);
      g_assert_cmpint (strstr (more, "That one is here too") != NULL, ==, here);
      g_assert_true (dyr_clash_words_answer (&clash, DYR_CHOOSE_THEIRS, &answer));
      g_assert_cmpstr (answer.title, ==, "Yes, it is the same");
      g_assert_cmpint (strstr (answer.subtitle, "merged into that one") != NULL, ==, here);
      g_assert_cmpint (strstr (answer.subtitle, "Undo") != NULL, ==, here);
      g_free (answer.title);
      g_free (answer.subtitle);
    }
}

/* A question that this program does not know is one all the same. */
static void
test_unknown_question (void)
{
  const char *const asked[] = { "of-tomorrow", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      const DyrClash clash = { .type = &dyr_client_type,
                               .group = DYR_WHOLE_RECORD,
                               .state = DYR_PENDING_CLASH,
                               .theirs = (char *) asked[i] };
      g_autofree char *question = dyr_clash_words_question (&clash);
      g_autofree char *more = dyr_clash_words_more (&clash);
      DyrClashWordsAnswer answer;

      g_assert_cmpstr (question, ==, "A decision is needed");
      g_assert_cmpstr (more, !=, "");
      g_assert_false (dyr_clash_words_answer (&clash, DYR_CHOOSE_MINE, &answer));
    }
}

/* Who and when: today the hour says it, earlier the day too. */
static void
test_who (void)
{
  g_autoptr (DyrContext) context = dyr_context_new ("en", "UA", "Europe/Kyiv");
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *hour = dyr_format_time (context->format, now);
  g_autofree char *mine = g_strdup_printf ("you, %s", hour);
  g_autofree char *theirs = g_strdup_printf ("Taras, as of %s", hour);
  DyrClash clash = { .type = &dyr_client_type, .who = (char *) "Taras" };
  DyrClashSides sides = { .clash = &clash, .edited_at = now };
  g_autofree char *here = dyr_clash_words_here (context, &sides);
  g_autofree char *there = dyr_clash_words_there (context, &sides, now);
  g_autofree char *unknown = dyr_clash_words_there (context, &sides, 0);
  g_autofree char *earlier = NULL, *nobody = NULL;

  g_assert_cmpstr (here, ==, mine);
  g_assert_cmpstr (there, ==, theirs);
  g_assert_cmpstr (unknown, ==, "Taras");
  sides.edited_at = 1551429000; /* 2019-03-01T08:30:00Z */
  sides.edited_by = (char *) "Iryna";
  earlier = dyr_clash_words_here (context, &sides);
  g_assert_cmpstr (earlier, ==, "Iryna, 1 Mar 2019 10:30");
  sides.edited_at = 0;
  nobody = dyr_clash_words_here (context, &sides);
  g_assert_cmpstr (nobody, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/clash-words/marks", test_marks);
  g_test_add_func ("/app/clash-words/marks-much", test_marks_much);
  g_test_add_func ("/app/clash-words/questions", test_questions);
  g_test_add_func ("/app/clash-words/double", test_double);
  g_test_add_func ("/app/clash-words/unknown-question", test_unknown_question);
  g_test_add_func ("/app/clash-words/who", test_who);
  return g_test_run ();
}
