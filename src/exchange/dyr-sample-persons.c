/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The people at the clients of the sample office. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-office-private.h"

#include "dyr-person.h"

gint64
dyr_sample_draw_birthday (const DyrSampleOffice *self, DyrSampleRandom *random)
{
  /* Between 22 and 67 years old. */
  return self->today - dyr_sample_random_between (random, 22 * 365, 67 * 365);
}

/* The head, then one or two who do the work. */
static guint
draw_n_persons (DyrSampleClient *client)
{
  static const guint8 company[] = { 15, 50, 35 };
  static const guint8 trader[] = { 60, 40, 0 };
  static const guint8 building[] = { 30, 55, 15 };
  const guint8 *weights = company;

  if (dyr_sample_client_is (client, "trader"))
    weights = trader;
  else if (dyr_sample_client_is (client, "building"))
    weights = building;
  return dyr_sample_random_weighted (&client->random, weights, DYR_SAMPLE_MOST_PERSONS) + 1;
}

/* Nobody has a colleague of the same surname: their mailboxes would be the same. */
static void
draw_person (const DyrSampleOffice *self, DyrSampleClient *client, DyrSamplePerson *people, guint i)
{
  gboolean again;

  if (i == 0 && dyr_sample_client_is (client, "trader"))
    {
      people[0] = client->name.owner;
      return;
    }
  do
    {
      again = FALSE;
      dyr_sample_person_draw (self->words, &client->random, &people[i]);
      for (guint j = 0; j < i; j++)
        again = again || g_str_equal (people[j].surname, people[i].surname);
    }
  while (again);
}

/* Heads in the list "heads", the others in "staff"; no post twice at one client. */
static void
choose_post (const DyrSampleOffice *self,
             DyrSampleClient *client,
             const DyrSamplePerson *person,
             guint i,
             guint *row,
             DyrSampleDraft *draft)
{
  g_autofree char *list = g_strconcat (i == 0 ? "heads/" : "staff/", client->name.kind, NULL);
  guint n = dyr_sample_words_count (self->words, list);

  *row = i < 2 ? dyr_sample_random_below (&client->random, n)
               : (*row + 1 + dyr_sample_random_below (&client->random, n - 1)) % n;
  dyr_sample_set_text (draft,
                       DYR_PERSON_POSITION,
                       dyr_sample_words_get (self->words, list, *row, person->female ? 1 : 0));
  dyr_sample_set_text (
      draft, DYR_PERSON_DECISION_ROLE, dyr_sample_words_get (self->words, list, *row, 2));
}

static char *
make_mail (DyrSampleOffice *self, DyrSampleClient *client, const DyrSamplePerson *person)
{
  g_autofree char *surname = dyr_sample_words_slug (self->words, person->surname);
  g_autofree char *given = dyr_sample_words_slug (self->words, person->given);
  int number;

  if (client->domain != NULL)
    return g_strdup_printf ("%c.%s@%s", given[0], surname, client->domain);
  number = dyr_sample_random_between (&client->random, 1, 99);
  return g_strdup_printf ("%s.%s%d@%s",
                          given,
                          surname,
                          number,
                          dyr_sample_words_pick (self->words, "mails", &client->random));
}

static void
choose_contacts (DyrSampleOffice *self,
                 DyrSampleClient *client,
                 const DyrSamplePerson *person,
                 guint i,
                 DyrSampleDraft *draft)
{
  DyrSampleRandom *random = &client->random;

  if (dyr_sample_random_percent (random, 93))
    client->person_phones[i] = dyr_sample_office_mobile (self);
  dyr_sample_set_set (draft, DYR_PERSON_PHONES, client->person_phones[i], NULL);
  if (dyr_sample_random_percent (random, 78))
    {
      g_autofree char *mail = make_mail (self, client, person);

      dyr_sample_set_set (draft, DYR_PERSON_EMAILS, mail, NULL);
    }
  if (client->person_phones[i] != NULL && dyr_sample_random_percent (random, 3))
    {
      dyr_sample_set_number (draft, DYR_PERSON_DO_NOT_CALL, 1);
      g_clear_pointer (&client->person_phones[i], g_free);
    }
}

gboolean
dyr_sample_make_persons (DyrSampleOffice *self, DyrSampleClient *client, GError **error)
{
  DyrSampleRandom *random = &client->random;
  DyrSamplePerson people[DYR_SAMPLE_MOST_PERSONS];
  guint n = draw_n_persons (client), row = 0;

  for (guint i = 0; i < n; i++)
    {
      DyrSampleDraft draft = { 0 };
      const DyrSamplePerson *person = &people[i];
      gint64 birthday;

      draw_person (self, client, people, i);
      birthday = dyr_sample_draw_birthday (self, random);
      /* The code of a trader tells the birthday. */
      if (i == 0 && dyr_sample_client_is (client, "trader"))
        birthday = client->birthday;
      client->n_persons = i + 1;
      client->person_names[i] = g_strdup_printf ("%s %s", person->surname, person->given);
      dyr_sample_set_text (&draft, DYR_PERSON_LAST_NAME, person->surname);
      dyr_sample_set_text (&draft, DYR_PERSON_FIRST_NAME, person->given);
      dyr_sample_set_text (&draft, DYR_PERSON_PATRONYMIC, person->patronymic);
      choose_post (self, client, person, i, &row, &draft);
      choose_contacts (self, client, person, i, &draft);
      if (dyr_sample_random_percent (random, 35))
        dyr_sample_set_number (&draft, DYR_PERSON_BIRTHDAY, birthday);
      dyr_sample_set_link (&draft, DYR_PERSON_CLIENT, client->client);
      if (dyr_sample_random_percent (random, 12))
        dyr_sample_set_text (
            &draft,
            DYR_PERSON_DESCRIPTION,
            dyr_sample_words_pick_for (
                self->words, "person-descriptions", dyr_sample_client_key (client), random));
      client->persons[i] = dyr_sample_office_create (self, &dyr_person_type, &draft, error);
      if (client->persons[i] == NULL)
        return FALSE;
    }
  return TRUE;
}
