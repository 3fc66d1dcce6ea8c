/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Words that files use for choices. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-choice-words-private.h"

#include "dyr-record-type.h"
#include "dyr-text.h"

typedef struct
{
  const char *type;
  const char *field;
  const char *word;
  const char *id; /* NULL: unknown */
} Case;

static const Case cases[] = {
  { "client", "state", "активний", "active" },
  { "client", "state", "Активна", "active" },
  { "client", "state", " АКТИВНО ", "active" },
  { "client", "state", "діє", "active" },
  { "client", "state", "действует", "active" },
  { "client", "state", "aktivan", "active" },
  { "client", "state", "потенційний", "prospect" },
  { "client", "state", "потенциальный", "prospect" },
  { "client", "state", "Lead", "prospect" },
  { "client", "state", "potencijalni", "prospect" },
  { "client", "state", "призупинено", "suspended" },
  { "client", "state", "приостановлен", "suspended" },
  { "client", "state", "obustavljen", "suspended" },
  { "client", "state", "pauziran", "suspended" },
  { "client", "state", "втрачений", "lost" },
  { "client", "state", "потерян", "lost" },
  { "client", "state", "izgubljen", "lost" },
  { "client", "state", "lost", "lost" },
  { "client", "state", "блакитний", NULL },
  { "client", "state", "", "" },
  { "client", "state", "---", NULL },

  { "client", "roles", "Постачальник", "supplier" },
  { "client", "roles", "Поставщик", "supplier" },
  { "client", "roles", "dobavljač", "supplier" },
  { "client", "roles", "партнер", "partner" },
  { "client", "roles", "Партнёр", "partner" },
  { "client", "roles", "підрядник", "contractor" },
  { "client", "roles", "podizvođač", "contractor" },
  { "client", "roles", "конкурент", "competitor" },
  { "client", "roles", "Клиент", "client" },
  { "client", "roles", "клієнт", "client" },
  { "client", "roles", "klijent", "client" },
  { "client", "roles", "Другое", "" },
  { "client", "roles", "інше", "" },
  { "client", "roles", "ostalo", "" },
  { "client", "roles", "other", "" },

  { "contract", "state", "На погодженні з клієнтом", "negotiation" },
  { "contract", "state", "Утверждение руководителем", "approval" },
  { "contract", "state", "Potpisan", "signed" },
  { "contract", "state", "Na snazi", "active" },
  { "contract", "state", "Діє", "active" },
  { "contract", "state", "Raskinut", "terminated" },
  { "contract", "state", "Строк дії минув", "terminated" },
  { "contract", "kind", "поставка", "supply" },
  { "contract", "kind", "Оренда", "lease" },
  { "contract", "kind", "NDA", "nda" },
  { "amendment", "state", "Надіслано", "sent" },
  { "product", "kind", "послуга", "service" },
  { "delivery", "state", "Дату погоджено", "agreed" },
  { "delivery", "state", "в пути", "in-transit" },
  { "delivery", "state", "in-transit", "in-transit" },
  { "delivery", "state", "In transit", "in-transit" },
  { "delivery", "state", "Klijent preuzeo", "accepted" },
  { "delivery", "state", "Документи закрито", "closed" },
  { "delivery", "state", "Скасовано", "cancelled" },
  { "delivery", "kind", "Кур’єр", "city-courier" },
  { "delivery", "kind", "самовивіз", "pick-up" },
  { "presentation", "state", "Проведено", "held" },
  { "presentation", "state", "Не состоялось", "not-held" },
  { "presentation", "state", "Odgođeno", "moved" },
  { "presentation", "mode", "у клієнта", "on-site" },
  { "presentation", "outcome", "думає", "thinks" },
  { "activity", "kind", "Дзвінок", "call" },
  { "activity", "kind", "sastanak", "meeting" },
  { "activity", "kind", "Задача", "task" },
  { "activity", "state", "Виконано", "done" },
  { "activity", "state", "U tijeku", "open" },
  { "activity", "state", "Not Started", "open" },
  { "activity", "direction", "входящий", "in" },
  { "activity", "outcome", "передзвонити", "call-back" },
  { "person", "decision-role", "ЛПР", "decision-maker" },

  { "client", "colour", "red", NULL },
  { "planet", "state", "active", NULL },
};

static void
test_words (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (
        dyr_choice_word (cases[i].type, cases[i].field, cases[i].word), ==, cases[i].id);
}

static gboolean
has_rows (const char *type, const char *field, const char *id)
{
  guint n;
  const DyrChoiceWords *table = dyr_choice_words (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (table[i].type, type) && g_str_equal (table[i].field, field)
        && (id == NULL || g_str_equal (table[i].id, id)))
      return TRUE;

  return FALSE;
}

/* Every choice of the model has words, its own id is understood, and so is its English label. */
static void
test_all_choices (void)
{
  for (const DyrRecordType *const *type = dyr_record_types; *type != NULL; type++)
    for (guint i = 0; i < (*type)->n_fields; i++)
      {
        const DyrField *field = &(*type)->fields[i];

        if (field->choices == NULL || (field->flags & DYR_DERIVED) != 0)
          continue;

        for (const DyrChoice *choice = field->choices; choice->id != NULL; choice++)
          {
            g_test_message ("%s %s %s", (*type)->name, field->name, choice->id);
            g_assert_true (has_rows ((*type)->name, field->name, choice->id));
            g_assert_cmpstr (
                dyr_choice_word ((*type)->name, field->name, choice->id), ==, choice->id);
            g_assert_cmpstr (
                dyr_choice_word ((*type)->name, field->name, choice->label), ==, choice->id);
          }
      }
}

/* Every row of the table is about a choice of the model; its words are folded, once each. */
static void
test_table (void)
{
  guint n;
  const DyrChoiceWords *table = dyr_choice_words (&n);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n; i++)
    {
      const DyrRecordType *type = dyr_record_type_by_name (table[i].type);
      g_auto (GStrv) words = g_strsplit (table[i].words, "|", -1);
      int field;

      g_assert_nonnull (type);
      field = dyr_record_type_find (type, table[i].field);
      g_assert_cmpint (field, >=, 0);
      g_assert_true (table[i].id[0] == '\0'
                     || dyr_field_find_choice (&type->fields[field], table[i].id) != NULL);

      for (char **word = words; *word != NULL; word++)
        {
          g_autofree char *folded = dyr_text_fold (*word);
          g_autofree char *key = g_strconcat (table[i].type, "/", table[i].field, "/", *word, NULL);

          g_test_message ("%s", key);
          g_assert_cmpstr (*word, ==, folded);
          g_assert_cmpstr (*word, !=, "");
          g_assert_true (g_hash_table_add (seen, g_steal_pointer (&key)));
        }
    }
}

static void
test_yes_no (void)
{
  static const char *const yes[]
      = { "так", "Да", "DA", "yes", "Y", "true", "1", "+", "✓", "x", "є" };
  static const char *const no[] = { "ні", "Нет", "ne", "no", "N", "FALSE", "0", "-", "–" };
  static const char *const neither[] = { "", " ", "може", "2", "|", "так|да", "таки" };
  gboolean value = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (yes); i++)
    {
      value = FALSE;
      g_assert_true (dyr_yes_no_word (yes[i], &value));
      g_assert_true (value);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (no); i++)
    {
      value = TRUE;
      g_assert_true (dyr_yes_no_word (no[i], &value));
      g_assert_false (value);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (neither); i++)
    g_assert_false (dyr_yes_no_word (neither[i], &value));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/choice-words/words", test_words);
  g_test_add_func ("/exchange/choice-words/all-choices", test_all_choices);
  g_test_add_func ("/exchange/choice-words/table", test_table);
  g_test_add_func ("/exchange/choice-words/yes-no", test_yes_no);

  return g_test_run ();
}
