/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* make-office [--no-search] DATABASE CLIENTS: a large office for benchmarks: so many clients, and
 * as many contracts, deliveries and activities; always the same. The full text has followed, or,
 * for lists alone, has nothing to do. */

#include "config.h"

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-database.h"
#include "dyr-delivery.h"
#include "dyr-save.h"
#include "dyr-search.h"
#include "dyr-user.h"

#define PART 5000
#define CATCH_UP 20000
#define N_USERS 20
#define TODAY 20779 /* 2026-11-22 */

static const char *const forms[] = { "ТОВ", "ПП", "ФОП", "ПрАТ", "ГО", "ОСББ" };
static const char *const firsts[]
    = { "Дністер",  "Карпатський", "Зелений", "Срібний",  "Полонина", "Левандівка",
        "Хмарочос", "Ґанок",       "Єдність", "Світанок", "Ромашка",  "Їжакевич" };
static const char *const seconds[]
    = { "двір", "школа", "трейд", "клінік", "ліфт", "буд", "медіа", "юрист", "агро", "логістика" };
static const char *const cities[]
    = { "Львів",   "Київ",     "Одеса", "Харків", "Стрий",   "Самбір",  "Дрогобич", "Тернопіль",
        "Ужгород", "Чернівці", "Рівне", "Луцьк",  "Вінниця", "Житомир", "Черкаси",  "Полтава" };
static const char *const client_states[] = { "active", "prospect", "suspended", "lost" };
static const char *const contract_states[] = { "draft", "signed", "active", "terminated" };
static const char *const delivery_states[] = { "draft", "agreed", "delivered", "accepted" };
static const char *const users[] = { "Оксана", "Тарас", "Ірина", "Богдан", "Соломія" };

#define PICK(array) ((array)[g_rand_int_range (make->rand, 0, G_N_ELEMENTS (array))])

typedef struct
{
  GRand *rand;
  guint n;    /* of each type */
  guint next; /* of the type that is made */
  int stage;  /* which type */
  gint64 user_ids[N_USERS];
  gint64 first_client;
  gint64 action;
} Make;

static void
set_link (DyrValue *value, gint64 id, const DyrRecordType *type)
{
  dyr_value_take_link (value, dyr_link_new (id, NULL, NULL, type->number, FALSE));
}

static void
fill_client (Make *make, DyrValue *v)
{
  g_autoptr (DyrSetBuilder) phones = dyr_set_builder_new ();
  g_autofree char *phone
      = g_strdup_printf ("+38067%07d", g_rand_int_range (make->rand, 0, 10000000));

  dyr_value_take_text (&v[DYR_CLIENT_NAME],
                       g_strdup_printf ("%s «%s %s %d»",
                                        PICK (forms),
                                        PICK (firsts),
                                        PICK (seconds),
                                        g_rand_int_range (make->rand, 0, 10000000)));
  dyr_value_take_text (&v[DYR_CLIENT_CODE],
                       g_strdup_printf ("%08d", g_rand_int_range (make->rand, 0, 100000000)));
  dyr_value_set_text (&v[DYR_CLIENT_CITY], PICK (cities));
  dyr_value_set_text (&v[DYR_CLIENT_STATE], PICK (client_states));
  dyr_value_set_number (&v[DYR_CLIENT_NEXT_CONTACT],
                        TODAY + g_rand_int_range (make->rand, -200, 200));
  set_link (&v[DYR_CLIENT_RESPONSIBLE], PICK (make->user_ids), &dyr_user_type);
  dyr_set_builder_add (phones, phone, NULL, NULL);
  dyr_value_take_set (&v[DYR_CLIENT_PHONES], dyr_set_builder_end (phones));
}

static gint64
some_client (Make *make)
{
  return make->first_client + g_rand_int_range (make->rand, 0, (int) make->n);
}

static void
fill_contract (Make *make, DyrValue *v)
{
  set_link (&v[DYR_CONTRACT_CLIENT], some_client (make), &dyr_client_type);
  dyr_value_take_text (&v[DYR_CONTRACT_NUMBER], g_strdup_printf ("%u/26", make->next + 1));
  dyr_value_set_text (&v[DYR_CONTRACT_STATE], PICK (contract_states));
  dyr_value_set_number (&v[DYR_CONTRACT_VALID_TO],
                        TODAY + g_rand_int_range (make->rand, -300, 700));
  dyr_value_set_number (&v[DYR_CONTRACT_AMOUNT], g_rand_int_range (make->rand, 1, 100000000));
  dyr_value_set_text (&v[DYR_CONTRACT_CURRENCY], make->next % 7 == 0 ? "EUR" : "UAH");
  set_link (&v[DYR_CONTRACT_RESPONSIBLE], PICK (make->user_ids), &dyr_user_type);
}

static void
fill_delivery (Make *make, DyrValue *v)
{
  set_link (&v[DYR_DELIVERY_CLIENT], some_client (make), &dyr_client_type);
  dyr_value_take_text (&v[DYR_DELIVERY_NUMBER], g_strdup_printf ("Д-%u", make->next + 1));
  dyr_value_set_text (&v[DYR_DELIVERY_STATE], PICK (delivery_states));
  dyr_value_set_text (&v[DYR_DELIVERY_CITY], PICK (cities));
  dyr_value_set_number (&v[DYR_DELIVERY_PLANNED_ON],
                        TODAY + g_rand_int_range (make->rand, -300, 60));
}

static void
fill_activity (Make *make, DyrValue *v)
{
  set_link (&v[DYR_ACTIVITY_CLIENT], some_client (make), &dyr_client_type);
  dyr_value_set_text (&v[DYR_ACTIVITY_KIND], "call");
  dyr_value_take_text (&v[DYR_ACTIVITY_SUBJECT], g_strdup_printf ("Дзвінок: %s", PICK (seconds)));
  dyr_value_set_text (&v[DYR_ACTIVITY_STATE], "planned");
  dyr_value_set_number (&v[DYR_ACTIVITY_DUE_AT],
                        (TODAY + g_rand_int_range (make->rand, 1, 300))
                            * G_GINT64_CONSTANT (86400));
  set_link (&v[DYR_ACTIVITY_RESPONSIBLE], PICK (make->user_ids), &dyr_user_type);
}

static const struct
{
  const DyrRecordType *type;
  void (*fill) (Make *make, DyrValue *v);
} stages[] = {
  { &dyr_client_type, fill_client },
  { &dyr_contract_type, fill_contract },
  { &dyr_delivery_type, fill_delivery },
  { &dyr_activity_type, fill_activity },
};

static gboolean
create (DyrSave *save, const DyrRecordType *type, DyrValue *values, gint64 *id, GError **error)
{
  gboolean done = dyr_save_create (save, type, NULL, DYR_ORIGIN_IMPORT, values, id, error);

  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&values[i]);
  return done;
}

static gboolean
make_users (Make *make, DyrSave *save, GError **error)
{
  for (guint i = 0; i < N_USERS; i++)
    {
      DyrValue values[64] = { DYR_VALUE_INIT };

      dyr_value_take_text (&values[DYR_USER_NAME],
                           g_strdup_printf ("%s %u", users[i % G_N_ELEMENTS (users)], i));
      if (!create (save, &dyr_user_type, values, &make->user_ids[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
job_part (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Make *make = data;
  g_autoptr (DyrSave) save
      = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\toffice.csv", make->action);
  guint end = MIN (make->next + PART, make->n);

  dyr_save_set_long (save);
  if (make->user_ids[0] == 0 && !make_users (make, save, error))
    return FALSE;
  for (; make->next < end; make->next++)
    {
      DyrValue values[64] = { DYR_VALUE_INIT };
      gint64 id;

      stages[make->stage].fill (make, values);
      if (!create (save, stages[make->stage].type, values, &id, error))
        return FALSE;
      if (make->first_client == 0)
        make->first_client = id;
    }
  return dyr_save_get_action (save, &make->action, error);
}

static gboolean
job_forget_search (DyrConnection *connection,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  return dyr_connection_script (connection, "DELETE FROM stale", error);
}

static gboolean
job_end (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_save_finish_long (connection, ((Make *) data)->action, error);
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", FALSE };
  g_autoptr (DyrDatabase) database = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (26);
  g_autoptr (GError) error = NULL;
  gboolean no_search = argc > 1 && g_str_equal (argv[1], "--no-search");
  Make make = { .rand = rand };
  DyrSearchCatchUp search = { .limit = CATCH_UP, .n_left = 1 };

  if (argc != 3 + no_search)
    g_error ("usage: make-office [--no-search] DATABASE CLIENTS");
  database = dyr_database_open (argv[argc - 2], &options, &error);
  if (database == NULL)
    g_error ("%s", error->message);
  make.n = (guint) g_ascii_strtoull (argv[argc - 1], NULL, 10);
  for (; make.stage < (int) G_N_ELEMENTS (stages); make.stage++, make.next = 0)
    while (make.next < make.n)
      if (!dyr_database_write (database, job_part, &make, NULL, &error))
        g_error ("%s", error->message);
  if (!dyr_database_write (database, job_end, &make, NULL, &error))
    g_error ("%s", error->message);
  if (no_search && !dyr_database_write (database, job_forget_search, NULL, NULL, &error))
    g_error ("%s", error->message);
  while (!no_search && search.n_left > 0)
    if (!dyr_database_write (database, dyr_search_job_catch_up, &search, NULL, &error))
      g_error ("%s", error->message);
  dyr_database_close (database);
  return 0;
}
