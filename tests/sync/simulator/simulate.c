/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The simulator: people with a store each and one CRM, one thread, one seed. Chance decides who
 * does what, which request is lost, cut or late, when a program dies and a clock jumps; the code
 * that decides is the product's. sim-check.c has the promises it holds the engine to.
 *
 * simulate [--steps N] [--seed S] [--story N [--shorten]]: stories of 1 500 steps, each from a seed
 * of its own; one that fails prints the command that tells it again, and --shorten the fewest of
 * its steps that still fail. */

#include "config.h"

#include "sim.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define STORY_STEPS 1500
#define REST_EVERY 500

static void
free_flight (gpointer data)
{
  Flight *flight = data;

  dyr_order_free (flight->order);
  dyr_answer_free (flight->answer);
  g_free (flight);
}

static gint64
now_of (Sim *sim, int person)
{
  return sim->crm->time + sim->people[person]->clock_error;
}

static gboolean
is_half_done (Sim *sim)
{
  for (guint i = 0; i < sim->flights->len; i++)
    if (((Flight *) sim->flights->pdata[i])->write != NULL)
      return TRUE;
  return FALSE;
}

/* --verbose: the story as it is told. */
static void
tell (const Sim *sim, const Flight *flight)
{
  static const char *const orders[]
      = { "describe", "pull", "sweep", "fetch", "look-up", "create", "update", "delete" };
  static const char *const answers[]
      = { "done",   "merge", "duplicate", "unknown",    "refused", "gone",
          "hidden", "later", "sign-in",   "locked-out", "wrong" };
  g_autofree char *sent = flight->order->sent != NULL && sim_is_write (flight->order)
                              ? sim_record_text (flight->order->sent)
                              : g_strdup ("");

  g_strdelimit (sent, "\n", ' ');
  g_print ("%u: %d %s %s record %" G_GINT64_FORMAT " %s → %s (%u)\n    %s\n",
           sim->step,
           flight->person,
           orders[flight->order->kind],
           flight->order->stream != NULL ? flight->order->stream : "",
           flight->order->record,
           flight->order->remote_id != NULL ? flight->order->remote_id : "",
           answers[flight->answer->kind],
           flight->answer->status,
           g_strstrip (sent));
  for (guint i = 0; i < flight->answer->records->len; i++)
    {
      const DyrRemoteRecord *record = flight->answer->records->pdata[i];

      g_print ("    %s version %s of %" G_GINT64_FORMAT "%s%s\n",
               record->remote_id,
               record->version,
               record->modified,
               record->partial ? ", in part" : "",
               record->deleted ? ", deleted" : "");
    }
}

static void
deliver (Sim *sim, guint index, gboolean faults)
{
  g_autofree Flight *flight = g_ptr_array_steal_index_fast (sim->flights, index);
  SimPerson *person = sim->people[flight->person];

  if (sim->verbose)
    tell (sim, flight);
  sim_person_answered (person, now_of (sim, flight->person), flight->order, flight->answer);
  if (flight->answer->kind == DYR_ANSWER_REFUSED)
    sim_check_refused (sim, person, flight->order->record);
  /* Half of the writes that were lost on the way arrive after all. */
  if (faults && flight->answer->kind == DYR_ANSWER_UNKNOWN && flight->answer->status == 0
      && sim_is_write (flight->order) && sim_chance (sim, 2) == 0)
    g_ptr_array_add (sim->late, g_steal_pointer (&flight->order));
  dyr_order_free (flight->order);
  dyr_answer_free (flight->answer);
}

/* The person's program thinks better of it. */
static void
withhold (Sim *sim, guint index)
{
  Flight *flight = g_ptr_array_steal_index_fast (sim->flights, index);

  sim->coverage->unsent++;
  sim_person_unsent (sim->people[flight->person], flight->order);
  free_flight (flight);
}

/* One flight goes one step further. */
static void
advance (Sim *sim, gboolean faults)
{
  guint index;
  Flight *flight;

  if (sim->flights->len == 0)
    return;
  index = (guint) sim_chance (sim, (gint32) sim->flights->len);
  flight = sim->flights->pdata[index];
  if (flight->answer != NULL)
    deliver (sim, index, faults);
  else if (flight->write != NULL)
    {
      /* Others come between. */
      if (faults && sim_chance (sim, 8) != 0)
        return;
      flight->answer = sim_crm_finish (sim->crm, g_steal_pointer (&flight->write));
      if (flight->answer->kind == DYR_ANSWER_DONE && faults && sim_chance (sim, 10) == 0)
        {
          sim->coverage->lost_answers++;
          dyr_answer_free (flight->answer);
          flight->answer = sim_trouble (sim, DYR_ANSWER_UNKNOWN, 0);
        }
    }
  else if (faults && flight->order->record != 0 && sim_chance (sim, 50) == 0)
    withhold (sim, index);
  else
    sim_fate (sim, flight, faults);
}

static gboolean
order_next (Sim *sim, int number)
{
  SimPerson *person = sim->people[number];
  gint64 wait_until;
  DyrOrder *order = sim_person_next (person, now_of (sim, number), &wait_until);
  Flight *flight;

  if (order == NULL)
    return FALSE;
  flight = g_new0 (Flight, 1);
  flight->person = number;
  flight->order = order;
  g_ptr_array_add (sim->flights, flight);
  return TRUE;
}

/* Whoever waited for these is gone; half of them arrive all the same. */
static void
drop_flights (Sim *sim, int number)
{
  for (guint i = sim->flights->len; i > 0; i--)
    {
      Flight *flight = sim->flights->pdata[i - 1];

      if (flight->person != number)
        continue;
      if (flight->write != NULL)
        dyr_answer_free (sim_crm_finish (sim->crm, g_steal_pointer (&flight->write)));
      else if (flight->answer == NULL && sim_is_write (flight->order) && sim_chance (sim, 2) == 0)
        g_ptr_array_add (sim->late, g_steal_pointer (&flight->order));
      g_ptr_array_remove_index_fast (sim->flights, i - 1);
    }
}

static void
crash (Sim *sim, int number)
{
  sim->coverage->crashes++;
  drop_flights (sim, number);
  sim_person_crash (sim->people[number]);
}

static void
restore (Sim *sim, int number)
{
  if (sim->people[number]->backup == NULL)
    return;
  drop_flights (sim, number);
  sim_person_restore (sim->people[number], sim->crm);
  sim->story->unlisted = TRUE;
  sim->coverage->restores++;
}

/* Somebody's database is copied to another computer, with what was not sent yet, and both go on. */
static void
copy_store (Sim *sim, int number)
{
  const int from = sim_chance (sim, PEOPLE);

  if (from == number)
    return;
  drop_flights (sim, number);
  sim_person_copy (sim->people[number], sim->people[from], sim->crm);
  sim->story->unlisted = TRUE;
  sim->coverage->copies++;
}

static void
arrive_late (Sim *sim)
{
  guint index;
  DyrOrder *order;

  if (sim->late->len == 0)
    return;
  index = (guint) sim_chance (sim, (gint32) sim->late->len);
  order = g_ptr_array_steal_index_fast (sim->late, index);
  sim->crm->asks = EVERYBODY;
  dyr_answer_free (sim_crm_answer (sim->crm, order, NULL));
  dyr_order_free (order);
}

/* Somebody at the CRM's own window, who sees what is there. */
static void
act_there (Sim *sim)
{
  SimRecord *record;
  guint field;
  g_autofree char *before = NULL, *after = NULL, *word = NULL;

  if (sim->crm->records->len == 0 || is_half_done (sim))
    return;
  record = sim->crm->records->pdata[sim_chance (sim, (gint32) sim->crm->records->len)];
  if (record->deleted)
    return;
  before = sim_record_text (record->record);
  if (sim_chance (sim, 15) == 0)
    {
      if (sim->verbose)
        g_print ("%u: there %s deleted\n", sim->step, record->record->remote_id);
      sim_crm_delete (sim->crm, record);
      sim_story_seen (sim->story, before, NULL);
      return;
    }
  for (field = 0; field < record->record->type->n_fields; field++)
    if (record->record->type->fields[field].kind == DYR_KIND_TEXT && sim_chance (sim, 3) == 0)
      break;
  if (field == record->record->type->n_fields
      || (record->record->type->fields[field].flags & DYR_DERIVED) != 0)
    return;
  word = sim_story_word (sim->story, -1);
  dyr_value_set_text (&record->record->values[field], word);
  sim_crm_touch (sim->crm, record);
  after = sim_record_text (record->record);
  sim_story_seen (sim->story, before, after);
  if (sim->verbose)
    g_print ("%u: there %s version %s %s\n",
             sim->step,
             record->record->remote_id,
             record->record->version,
             word);
}

/* Somebody may not see a record any more, or sees it again; nothing of it shows in any list of
 * changes. */
static void
change_rights (Sim *sim, int number)
{
  SimRecord *record;

  if (sim->crm->records->len == 0 || is_half_done (sim))
    return;
  record = sim->crm->records->pdata[sim_chance (sim, (gint32) sim->crm->records->len)];
  record->hidden ^= 1u << number;
  sim->story->unlisted = TRUE;
  sim->coverage->rights++;
  if (sim->verbose)
    g_print ("%u: there %s is %s %d\n",
             sim->step,
             record->record->remote_id,
             sim_record_is_hidden (record, number) ? "hidden from" : "shown to",
             number);
}

static void
count_run (Sim *sim, int number)
{
  const DyrEngineCounts *counts = dyr_engine_get_counts (sim->people[number]->engine);

  sim->coverage->merges += counts->n_merged;
  sim->coverage->clashes += counts->n_clashes;
  sim->coverage->races += counts->n_races;
  sim->coverage->doubles += counts->n_doubles_prevented;
}

static void
begin_run (Sim *sim, int number)
{
  SimPerson *person = sim->people[number];
  g_autoptr (GError) error = NULL;
  DyrStop stop = dyr_engine_get_stop (person->engine);

  if (dyr_engine_get_n_flying (person->engine) > 0)
    return;
  if (stop == DYR_STOP_WENT_BACK && !person->fooled)
    sim_fail (sim, "G7: person %d takes the CRM for restored from a backup", number);
  dyr_engine_accept (person->connection, stop, &error);
  g_assert_no_error (error);
  person->fooled = FALSE;
  count_run (sim, number);
  dyr_engine_begin (person->engine);
}

/* What is told gone is asked for in every run, until a person decides: that is no work left. */
static gboolean
moves_on (SimPerson *person, const DyrOrder *order)
{
  g_autofree char *asked = NULL;

  if (order->kind != DYR_ORDER_FETCH)
    return sim_is_write (order);
  asked = g_strdup_printf (
      "SELECT count (*) FROM pending WHERE grp = '' AND record = %" G_GINT64_FORMAT, order->record);
  return sim_person_number (person, asked) == 0;
}

/* Everything that is on its way arrives, nobody does anything new. */
static guint
run_on (Sim *sim, int number)
{
  SimPerson *person = sim->people[number];
  guint n_orders = 0, n_all = 0;

  while (order_next (sim, number))
    {
      Flight *flight = sim->flights->pdata[sim->flights->len - 1];

      sim->crm->asks = number;
      flight->answer = sim_crm_answer (sim->crm, flight->order, NULL);
      n_orders += moves_on (person, flight->order) ? 1 : 0;
      deliver (sim, sim->flights->len - 1, FALSE);
      if (n_orders > 5000 || n_all++ > 20000)
        sim_fail (sim, "G4: person %d never comes to rest", number);
    }
  return n_orders;
}

static guint
run_quietly (Sim *sim, int number)
{
  begin_run (sim, number);
  return run_on (sim, number);
}

/* Whether what the CRM refused is tried again, which takes it then. */
static void
come_to_rest (Sim *sim, gboolean retried)
{
  /* Only the daily walk over all ids shows it; one that was under way began before. */
  guint quiet = 0, walks = sim->story->unlisted ? 2 : 0;

  sim->story->unlisted = FALSE;
  while (sim->flights->len > 0)
    advance (sim, FALSE);
  while (sim->late->len > 0)
    arrive_late (sim);
  for (int i = 0; retried && i < PEOPLE; i++)
    sim_person_retry (sim->people[i]);
  for (guint round = 0; quiet < 2; round++)
    {
      guint n_orders = 0;

      if (round > 60)
        sim_fail (sim, "G4: the stores never come to rest");
      /* Long enough for every wait; now and then a day, for the walk over all ids. */
      sim->crm->time += walks > 0 || round % 10 == 5 ? 90000 : 1000;
      for (int i = 0; i < PEOPLE; i++)
        {
          sim->people[i]->clock_error = 0;
          n_orders += run_quietly (sim, i);
        }
      quiet = n_orders == 0 && walks == 0 ? quiet + 1 : 0;
      walks -= walks > 0 ? 1 : 0;
    }
}

/* One run, whose questions nobody answers, against what stands there. A few deletions are believed:
 * more of a type are not. */
static void
meet_wrong_server (Sim *sim, SimCrm *truth, int number, SimMood mood)
{
  SimPerson *person = sim->people[number];
  g_autoptr (GHashTable) before = NULL;

  /* What was edited meanwhile meets the older copy before any list does. */
  for (guint n = 0; mood == SIM_STALE && n < 3; n++)
    sim_person_act (person, sim->crm);
  before = sim_person_shown (person, TRUE);
  if (mood != SIM_STALE || sim_chance (sim, 2) == 0)
    {
      count_run (sim, number);
      dyr_engine_begin (person->engine);
    }
  run_on (sim, number);
  person->fooled = mood == SIM_STALE;
  sim_check_kept (sim,
                  truth,
                  person,
                  before,
                  mood == SIM_EMPTY && dyr_engine_get_stop (person->engine) == DYR_STOP_NONE ? 3
                                                                                             : 0);
}

/* For a day something else stands where the CRM should be. */
static void
lose_server (Sim *sim)
{
  SimMood mood = (SimMood) (SIM_HTML + sim_chance (sim, SIM_STALE - SIM_HTML + 1));
  SimCrm *crm = sim->crm;

  if (mood == SIM_STALE && (sim->mode != SIM_EXACT || sim->backup == NULL))
    return;
  sim->coverage->wrong_servers++;
  sim->crm->time += 90000;
  if (mood == SIM_STALE)
    {
      sim->backup->time = crm->time;
      sim_crm_take_rights (sim->backup, crm);
      sim->crm = sim->backup;
    }
  sim->crm->mood = mood;
  if (sim->verbose)
    g_print ("%u: what stands there is %d\n", sim->step, (int) mood);
  for (int i = 0; i < PEOPLE; i++)
    for (int run = 0; run < 2; run++)
      meet_wrong_server (sim, crm, i, mood);
  sim->crm->mood = SIM_WELL;
  sim->crm = crm;
  sim->crm->time += 90000;
}

static void
rest (Sim *sim)
{
  sim->coverage->rests++;
  if (sim_chance (sim, 2) == 0)
    {
      come_to_rest (sim, FALSE);
      for (int i = 0; i < PEOPLE; i++)
        sim_check_others_went (sim, sim->people[i]);
    }
  come_to_rest (sim, TRUE);
  sim_check_doubles (sim);
  for (int i = 0; i < PEOPLE; i++)
    sim_check_same (sim, sim->people[i]);
  if (sim->mode != SIM_UNLOCKED)
    sim_check_words (sim);
  if (sim_chance (sim, 3) == 0)
    {
      lose_server (sim);
      come_to_rest (sim, TRUE);
      sim_check_doubles (sim);
    }
  if (sim_chance (sim, 3) == 0)
    {
      g_clear_pointer (&sim->backup, sim_crm_free);
      sim->backup = sim_crm_copy (sim->crm);
    }
  if (sim_chance (sim, 3) != 0)
    return;
  /* All questions are answered: then all have the same. */
  for (int i = 0; i < PEOPLE; i++)
    while (sim_person_decide (sim->people[i], sim->crm))
      ;
  come_to_rest (sim, TRUE);
  for (int i = 0; i < PEOPLE; i++)
    sim_check_same (sim, sim->people[i]);
  if (sim->mode != SIM_UNLOCKED)
    sim_check_words (sim);
}

/* The clock of the server is set right: by a minute, half a day or weeks. What is written then may
 * be older than what was read before. */
static void
set_back (Sim *sim)
{
  static const gint32 mosts[] = { 60, 43200, 40 * 86400 };
  const gint32 most = mosts[sim_chance (sim, G_N_ELEMENTS (mosts))];

  if (is_half_done (sim))
    return;
  sim->crm->time -= sim_chance (sim, most);
  sim->story->unlisted = TRUE;
  sim->coverage->set_back++;
  if (sim->verbose)
    g_print ("%u: there it is %" G_GINT64_FORMAT " again\n", sim->step, sim->crm->time);
}

static void
step (Sim *sim)
{
  int number = sim_chance (sim, PEOPLE);
  SimPerson *person = sim->people[number];
  gint32 what = sim_chance (sim, 1000);

  if (!is_half_done (sim))
    sim->crm->time += sim_chance (sim, 3);
  if (what < 250)
    sim_person_act (person, sim->crm);
  else if (what < 600)
    advance (sim, TRUE);
  else if (what < 850)
    order_next (sim, number);
  else if (what < 900)
    begin_run (sim, number);
  else if (what < 930)
    act_there (sim);
  else if (what < 960)
    sim_person_decide (person, sim->crm);
  else if (what < 977)
    arrive_late (sim);
  else if (what < 980)
    change_rights (sim, number);
  else if (what < 988)
    crash (sim, number);
  else if (what < 992)
    person->clock_error = ((gint64) sim_chance (sim, 20) - 10) * 365 * 86400;
  else if (what < 994)
    /* A server takes no day between looking at a version and writing. */
    sim->crm->time += is_half_done (sim) ? 0 : 100000;
  else if (what < 995)
    set_back (sim);
  else if (what < 997)
    sim_person_back_up (person);
  else if (what < 998)
    restore (sim, number);
  else
    copy_store (sim, number);
  sim_check_step (sim, person);
}

static void
tell_story (guint32 seed, guint steps, gboolean verbose, Coverage *coverage)
{
  Sim sim = { .seed = seed, .verbose = verbose, .coverage = coverage };

  sim.random = g_rand_new_with_seed (seed);
  sim.bad_luck = (const gint32[]){ 0, 10, 30, 100 }[seed / SIM_N_MODES % 4];
  sim.mode = (SimMode) (seed % SIM_N_MODES);
  sim.crm = sim_crm_new (sim.mode);
  sim.story = sim_story_new ();
  sim.story->verbose = verbose;
  sim.flights = g_ptr_array_new_with_free_func (free_flight);
  sim.late = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_order_free);
  for (int i = 0; i < PEOPLE; i++)
    sim.people[i] = sim_person_new (i, sim.mode, sim.story, g_rand_int (sim.random));
  for (sim.step = 1; sim.step <= steps; sim.step++)
    {
      step (&sim);
      if (sim.step % REST_EVERY == 0)
        rest (&sim);
    }
  rest (&sim);
  for (int i = 0; i < PEOPLE; i++)
    count_run (&sim, i);
  coverage->edits += sim.story->n_edits;
  coverage->creates += sim.story->n_creates;
  coverage->deletes += sim.story->n_deletes;
  coverage->resolved += sim.story->n_resolved;
  coverage->joined += sim.story->n_joined;
  coverage->writes += sim.crm->n_writes;
  for (int i = 0; i < PEOPLE; i++)
    {
      sim_sum_add_to (sim.people[i]->sum, &coverage->totals);
      sim_person_free (sim.people[i]);
    }
  g_ptr_array_unref (sim.flights);
  g_ptr_array_unref (sim.late);
  sim_story_free (sim.story);
  sim_crm_free (sim.crm);
  sim_crm_free (sim.backup);
  g_rand_free (sim.random);
}

/* Tells the beginning of a story in a process of its own: whether it breaks a promise. */
static gboolean
fails (guint32 seed, guint steps)
{
  Coverage coverage = { 0 };
  int status;
  pid_t child;

  fflush (NULL);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      /* Only whether it ends well is asked. */
      if (freopen ("/dev/null", "w", stdout) == NULL || freopen ("/dev/null", "w", stderr) == NULL)
        _exit (2);
      tell_story (seed, steps, FALSE, &coverage);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return !WIFEXITED (status) || WEXITSTATUS (status) != 0;
}

/* The fewest steps that still fail, found by halves: what breaks a promise mostly stays broken.
 * 0: the story holds. */
static guint
shorten (guint32 seed, guint steps)
{
  guint holds = 0, broken = steps;

  if (!fails (seed, steps))
    return 0;
  while (broken - holds > 1)
    {
      guint middle = holds + (broken - holds) / 2;

      if (fails (seed, middle))
        broken = middle;
      else
        holds = middle;
    }
  return broken;
}

int
main (int argc, char **argv)
{
  gint64 steps = 0, seed = -1, story = -1;
  gboolean verbose = FALSE, shortened = FALSE;
  const GOptionEntry entries[] = {
    { "steps", 0, 0, G_OPTION_ARG_INT64, &steps, "How many steps in all, or of that story", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Where the seeds of the stories begin", "S" },
    { "story", 0, 0, G_OPTION_ARG_INT64, &story, "Tell one story again", "N" },
    { "shorten", 0, 0, G_OPTION_ARG_NONE, &shortened, "… only as much as still fails", NULL },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &verbose, "… with every answer on the way", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Coverage coverage = { 0 };
  guint n_stories = 0;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
  if (story >= 0)
    {
      steps = CLAMP (steps != 0 ? steps : STORY_STEPS, 1, G_MAXINT);
      if (shortened)
        {
          guint fewest = shorten ((guint32) story, (guint) steps);

          if (fewest > 0)
            {
              g_print ("%u steps are enough: ./dev simulate --story %" G_GINT64_FORMAT
                       " --steps %u\n",
                       fewest,
                       story,
                       fewest);
              steps = fewest;
            }
        }
      tell_story ((guint32) story, (guint) steps, verbose, &coverage);
      g_print ("story %" G_GINT64_FORMAT " holds\n", story);
      return 0;
    }
  if (steps == 0)
    steps = 20000;
  if (seed < 0)
    seed = g_random_int () / 2;
  g_print ("seed %" G_GINT64_FORMAT "\n", seed);
  for (gint64 done = 0; done < steps; done += STORY_STEPS)
    tell_story (
        (guint32) (seed + n_stories++), (guint) MIN (STORY_STEPS, steps - done), FALSE, &coverage);
  g_print ("%" G_GINT64_FORMAT " steps in %u stories hold\n", steps, n_stories);
  sim_coverage_show (&coverage);
  return 0;
}
