/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The calls, meetings and tasks of the sample office. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-office-private.h"

#include "dyr-activity.h"
#include "dyr-date.h"

/* Columns of the lists of what is done; of what is open the second is the description. */
enum
{
  DONE_SUBJECT,
  DONE_OUTCOME,
  DONE_DESCRIPTION,
};

static const char *const kinds[] = { "call", "meeting", "task" };

/* The list of what happens with a client in that state. */
static char *
list_for (const DyrSampleClient *client, const char *kind, gboolean done)
{
  const char *with = "client/";

  if (!client->buys)
    with = "supplier/";
  else if (client->state == DYR_SAMPLE_LOST)
    return g_strdup ("lost");
  else if (client->state == DYR_SAMPLE_PROSPECT)
    with = "prospect/";
  return g_strconcat (with, kind, done ? "/done" : "/open", NULL);
}

/* Whom one meets; whom one calls, and on which number. */
static void
choose_person (DyrSampleClient *client, const char *kind, DyrSampleDraft *draft)
{
  guint i = dyr_sample_random_below (&client->random, client->n_persons);

  if (g_str_equal (kind, "task"))
    return;
  for (guint n = 0; g_str_equal (kind, "call") && client->person_phones[i] == NULL; n++)
    {
      if (n == client->n_persons)
        {
          dyr_sample_set_text (draft, DYR_ACTIVITY_PHONE, client->phone);
          return;
        }
      i = (i + 1) % client->n_persons;
    }
  dyr_sample_set_link (draft, DYR_ACTIVITY_PERSON, client->persons[i]);
  if (g_str_equal (kind, "call"))
    dyr_sample_set_text (draft, DYR_ACTIVITY_PHONE, client->person_phones[i]);
}

static gboolean
finish (DyrSampleOffice *self,
        DyrSampleClient *client,
        const char *kind,
        DyrSampleDraft *draft,
        GError **error)
{
  g_autoptr (DyrLink) activity = NULL;

  dyr_sample_set_text (draft, DYR_ACTIVITY_KIND, kind);
  dyr_sample_set_link (draft, DYR_ACTIVITY_CLIENT, client->client);
  choose_person (client, kind, draft);
  dyr_sample_set_link (draft, DYR_ACTIVITY_RESPONSIBLE, client->responsible);
  activity = dyr_sample_office_create (self, &dyr_activity_type, draft, error);
  return activity != NULL;
}

static gboolean
make_done (
    DyrSampleOffice *self, DyrSampleClient *client, const char *kind, gint64 day, GError **error)
{
  DyrSampleRandom *random = &client->random;
  DyrSampleDraft draft = { 0 };
  g_autofree char *list = list_for (client, kind, TRUE);
  guint row = dyr_sample_words_draw (self->words, list, random);
  gint64 at = dyr_sample_office_hour (self, random, dyr_sample_workday_before (self, day));
  const char *outcome;
  int minutes = 0;

  /* Nobody writes down the same twice. */
  if (client->last_done_kind == kind && client->last_done == row)
    row = (row + 1) % dyr_sample_words_count (self->words, list);
  client->last_done_kind = kind;
  client->last_done = row;
  outcome = dyr_sample_words_get (self->words, list, row, DONE_OUTCOME);
  if (g_str_equal (kind, "call"))
    {
      minutes
          = outcome != NULL && (g_str_equal (outcome, "no-answer") || g_str_equal (outcome, "busy"))
                ? 1
                : dyr_sample_random_between (random, 2, 18);
      dyr_sample_set_text (&draft,
                           DYR_ACTIVITY_DIRECTION,
                           minutes > 1 && dyr_sample_random_percent (random, 20) ? "in" : "out");
    }
  else if (g_str_equal (kind, "meeting"))
    minutes = 15 * dyr_sample_random_between (random, 2, 6);
  if (minutes > 0)
    dyr_sample_set_number (&draft, DYR_ACTIVITY_STARTS_AT, at);
  else
    dyr_sample_set_number (&draft, DYR_ACTIVITY_DUE_AT, at + 3600);
  dyr_sample_set_number (&draft, DYR_ACTIVITY_DONE_AT, at + minutes * 60);
  dyr_sample_set_text (&draft, DYR_ACTIVITY_STATE, "done");
  dyr_sample_set_text (
      &draft, DYR_ACTIVITY_SUBJECT, dyr_sample_words_get (self->words, list, row, DONE_SUBJECT));
  dyr_sample_set_text (&draft, DYR_ACTIVITY_OUTCOME, outcome);
  dyr_sample_set_text (&draft,
                       DYR_ACTIVITY_DESCRIPTION,
                       dyr_sample_words_get (self->words, list, row, DONE_DESCRIPTION));
  return finish (self, client, kind, &draft, error);
}

static gboolean
make_open (DyrSampleOffice *self,
           DyrSampleClient *client,
           const char *kind,
           gint64 day,
           gboolean cancelled,
           GError **error)
{
  DyrSampleRandom *random = &client->random;
  DyrSampleDraft draft = { 0 };
  g_autofree char *list = list_for (client, kind, FALSE);
  guint row = dyr_sample_words_draw (self->words, list, random);
  gint64 at = dyr_sample_office_hour (self, random, day);

  if (g_str_equal (kind, "meeting"))
    dyr_sample_set_number (&draft, DYR_ACTIVITY_STARTS_AT, at);
  if (g_str_equal (kind, "call"))
    dyr_sample_set_text (&draft, DYR_ACTIVITY_DIRECTION, "out");
  dyr_sample_set_number (&draft, DYR_ACTIVITY_DUE_AT, at);
  dyr_sample_set_text (&draft, DYR_ACTIVITY_STATE, cancelled ? "cancelled" : "open");
  dyr_sample_set_text (
      &draft, DYR_ACTIVITY_SUBJECT, dyr_sample_words_get (self->words, list, row, 0));
  dyr_sample_set_text (
      &draft, DYR_ACTIVITY_DESCRIPTION, dyr_sample_words_get (self->words, list, row, 1));
  return finish (self, client, kind, &draft, error);
}

static const char *
draw_kind (DyrSampleRandom *random, guint8 calls, guint8 meetings, guint8 tasks)
{
  const guint8 weights[] = { calls, meetings, tasks };

  return kinds[dyr_sample_random_weighted (random, weights, G_N_ELEMENTS (weights))];
}

/* Overdue, today, this week, later. */
static gint64
draw_due (const DyrSampleOffice *self, DyrSampleRandom *random)
{
  static const guint8 weights[] = { 11, 16, 46, 27 };
  static const int spans[][2] = { { -6, -1 }, { 0, 0 }, { 1, 6 }, { 7, 21 } };
  guint span = dyr_sample_random_weighted (random, weights, G_N_ELEMENTS (weights));
  gint64 day = self->today + dyr_sample_random_between (random, spans[span][0], spans[span][1]);

  return day < self->today ? dyr_sample_workday_before (self, day)
                           : dyr_sample_workday_after (self, day);
}

/* What is still to be done with the client, if anything. */
static gboolean
make_next (DyrSampleOffice *self, DyrSampleClient *client, guint share, GError **error)
{
  DyrSampleRandom *random = &client->random;
  const char *kind;
  gint64 day;

  if (!dyr_sample_random_percent (random, share))
    return TRUE;
  if (dyr_sample_random_percent (random, 5))
    {
      kind = draw_kind (random, 40, 40, 20);
      day = self->today - dyr_sample_random_between (random, 1, 30);
      return make_open (self, client, kind, dyr_sample_workday_before (self, day), TRUE, error);
    }
  kind = draw_kind (random, 52, 14, 34);
  day = draw_due (self, random);
  /* A call is made on the day on which the client is to be called, if that is soon. */
  if (g_str_equal (kind, "call") && client->next_contact <= self->today + 21)
    day = client->next_contact;
  else if (g_str_equal (kind, "call"))
    kind = "task";
  return make_open (self, client, kind, day, FALSE, error);
}

gboolean
dyr_sample_make_activities (DyrSampleOffice *self, DyrSampleClient *client, GError **error)
{
  /* Of a hundred clients so many had a last contact, had more before, have something to come. */
  static const guint last[] = { 100, 76, 50, 76 };
  static const guint before[] = { 42, 12, 10, 0 };
  static const guint to_come[] = { 66, 72, 30, 0 };
  DyrSampleRandom *random = &client->random;
  gint64 day = client->last_contact;
  const char *kind;

  if (client->competes)
    return TRUE;
  if (day == DYR_NO_DATE)
    day = self->today - dyr_sample_random_between (random, 30, 500);
  if (dyr_sample_random_percent (random, before[client->state]))
    {
      kind = draw_kind (random, 35, 15, 50);
      if (!make_done (self, client, kind, day - dyr_sample_random_between (random, 5, 120), error))
        return FALSE;
    }
  if (dyr_sample_random_percent (random, last[client->state]))
    {
      kind = client->state == DYR_SAMPLE_LOST ? kinds[0] : draw_kind (random, 80, 20, 0);
      if (!make_done (self, client, kind, day, error))
        return FALSE;
    }
  return make_next (self, client, to_come[client->state], error);
}
