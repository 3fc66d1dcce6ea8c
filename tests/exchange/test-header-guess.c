/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which column is what: by its name in four languages, by its content, each field once. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-header-guess.h"
#include "dyr-header-words-private.h"

#include <string.h>

#include "dyr-record-type.h"
#include "dyr-text.h"

typedef struct
{
  const char *type;
  const char *header;   /* between bars */
  const char *expected; /* fields between bars */
} Case;

static const Case names[] = {
  /* Names of fields, as an export writes them, in any form. */
  { "client",
    "name|legal-name|vat-number|contact-rhythm-days|next-contact|phones|address",
    "name|legal-name|vat-number|contact-rhythm-days|next-contact|phones|address" },
  { "client", "Legal_Name|NAME|contact rhythm days", "legal-name|name|contact-rhythm-days" },
  { "client", "phone|email|iban", "phones|emails|ibans" },

  /* The four samples. */
  { "client",
    "Назва|Код ЄДРПОУ|Телефон|Ел. пошта|Адреса|Контактна особа|Посада|Відповідальний|Статус|"
    "Абонплата, грн|Договір №|Договір до|Примітка",
    "name|code|phones|emails|address|||responsible|state||||description" },
  { "client",
    "ID|Название компании|Тип компании|Рабочий телефон|Рабочий e-mail|ИНН|Реквизит: Адрес|"
    "Ответственный|Дата создания|Сумма (грн.)|Комментарий",
    "|name|roles|phones|emails|code|address|responsible|||description" },
  { "client",
    "Naziv|OIB|IBAN|Telefon|E-pošta|Ulica|Poštanski broj|Mjesto|Kontakt-osoba|"
    "Mjesečna naknada (EUR)|Ugovor vrijedi do",
    "name|code|ibans|phones|emails|street|postcode|city|||" },
  { "client",
    "Company|Tax code|Phone|E-mail|City|Valid until|Fee",
    "name|code|phones|emails|city||" },

  /* Other words. */
  { "client",
    "Місто|Індекс|Область|Країна|Сайт|Сегмент|Джерело",
    "city|postcode|region|country|website|segment|source" },
  { "client",
    "Город|Почтовый индекс|Область|Страна|Сайт|Отрасль|Источник",
    "city|postcode|region|country|website|segment|source" },
  { "client",
    "Grad|Poštanski broj|Županija|Država|Web|Djelatnost|Izvor|Odgovorna osoba|Napomena",
    "city|postcode|region|country|website|segment|source|responsible|description" },
  { "client",
    "Customer name|VAT No.|ZIP code|State/Province|Website|Industry|Account manager|Notes",
    "name|vat-number|postcode|region|website|segment|responsible|description" },
  { "client",
    "Телефон (моб.)|Телефон 2|Додатковий телефон|Email 1|Email 2",
    "phones|phones|phones|emails|emails" },
  /* Once each: the surest name wins wherever it stands. */
  { "client", "Код|ЄДРПОУ", "|code" },
  { "client", "Компанія|Назва|Клієнт", "|name|" },
  { "client", "Назва|Повна назва", "name|legal-name" },
  { "client", "Назва|Назва", "name|" },
  /* About somebody else. */
  { "client", "Телефон контактної особи|Телефон директора|Факс|Контактна особа", "|||" },
  { "client", "", "" },
  { "client", "—|№|?", "||" },

  { "person",
    "Прізвище|Ім'я|По батькові|Посада|Компанія|Мобільний|Email|День народження",
    "last-name|first-name|patronymic|position|client|phones|emails|birthday" },
  { "person",
    "ФИО|Должность|Компания|Рабочий телефон|E-mail|Дата рождения|Не звонить",
    "name|position|client|phones|emails|birthday|do-not-call" },
  { "person",
    "Ime i prezime|Radno mjesto|Tvrtka|Mobitel|E-pošta",
    "name|position|client|phones|emails" },
  { "contract",
    "Клієнт|Номер договору|Предмет|Дата підписання|Діє з|Діє до|Сума|Валюта|Статус",
    "client|number|subject|signed-on|valid-from|valid-to|amount|currency|state" },
  { "contract",
    "Klijent|Broj ugovora|Vrijedi od|Vrijedi do|Iznos|Valuta|Otkazni rok",
    "client|number|valid-from|valid-to|amount|currency|notice-days" },
  { "amendment",
    "Договор|Номер соглашения|Дата|Вступает в силу|Изменения|Статус",
    "contract|number|date|effective-from|changes|state" },
  { "product", "Артикул|Назва|Од. виміру|Ціна|Валюта", "code|name|unit|price|currency" },
  { "product", "Šifra|Naziv artikla|Jed. mjere|Cijena", "code|name|unit|price" },
  { "delivery",
    "Одержувач|Погоджена дата|Перевізник|ТТН|Адреса доставки|Статус|Вартість доставки",
    "client|agreed-on|carrier|waybill|address|state|cost" },
  { "delivery-line",
    "Доставка|Артикул|Товар|Кількість|Од.|Серійний номер",
    "delivery|product|name|quantity-planned|unit|serials" },
  { "presentation",
    "Клієнт|Тема|Дата і час|Доповідач|Місце|Учасники|Результат|Посилання",
    "client|title|starts-at|presenter|place|participants|outcome|join-url" },
  { "activity",
    "Тип|Клиент|Тема|Срок|Ответственный|Результат|Телефон",
    "kind|client|subject|due-at|responsible|outcome|phone" },
  { "note", "Клієнт|Текст|Закріплено", "about|text|pinned" },
  { "user", "ПІБ|Ел. пошта|Логін", "name|email|login" },
  { "planet", "name|code", "|" },
};

static char *
join (const char **fields, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", fields[i] != NULL ? fields[i] : "");

  return g_strdup (text->str);
}

static void
test_names (gconstpointer data)
{
  const Case *c = data;
  g_auto (GStrv) header = g_strsplit (c->header, "|", -1);
  guint n = g_strv_length (header);
  g_autofree const char **fields
      = dyr_header_guess (c->type, (const char *const *) header, n, NULL, 0);
  g_autofree char *text = join (fields, n);

  g_assert_cmpstr (text, ==, c->expected);
}

static char *
guess_content (const char *type, const char *header, const char *const *lines)
{
  g_auto (GStrv) names_of = header != NULL ? g_strsplit (header, "|", -1) : NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree const char **fields = NULL;
  guint n = 0;

  for (; *lines != NULL; lines++)
    {
      g_ptr_array_add (rows, g_strsplit (*lines, "|", -1));
      n = MAX (n, g_strv_length (rows->pdata[rows->len - 1]));
    }
  fields = dyr_header_guess (
      type, (const char *const *) names_of, n, (const char *const *const *) rows->pdata, rows->len);

  return join (fields, n);
}

static void
test_content (void)
{
  static const char *const ukrainian[] = {
    "ТОВ «Ключ»|14360570|0671112233|a@b.example|UA213223130000026007233566001|www.b.example|5",
    "ТОВ «Лев»|32855961|+38 (067) 111-22-34, 032 245 12 34|c@d.example, e@f.example||b.example|7",
    "ФОП «Їжак»|00032129||x@y.example|UA213223130000026007233566001||9",
    "Короткий рядок",
    NULL,
  };
  static const char *const croatian[] = {
    "Žito|94577403194|091/341-5947|HR1210010051863000160",
    "Ćuk|69435151530|00385 98 264-6469|HR1210010051863000160",
    "Lika|33392005961|+385 91 742-5103|",
    NULL,
  };
  g_autofree char *without = guess_content ("client", NULL, ukrainian);
  g_autofree char *unknown = guess_content ("client", "А|Б|В|Г|Ґ|Д|Е", ukrainian);
  g_autofree char *known = guess_content ("client", "Назва|Код|Сайт|Г|Ґ|Д|Е", ukrainian);
  g_autofree char *foreign
      = guess_content ("client", "А|Б|Телефон контактної особи|Г|Ґ|Д|Е", ukrainian);
  g_autofree char *hr = guess_content ("client", NULL, croatian);
  g_autofree char *user = guess_content ("user", NULL, ukrainian);

  g_assert_cmpstr (without, ==, "|code|phones|emails|ibans|website|");
  g_assert_cmpstr (unknown, ==, "|code|phones|emails|ibans|website|");
  /* What a name says is believed; the site is taken then. */
  g_assert_cmpstr (known, ==, "name|code|website|emails|ibans||");
  g_assert_cmpstr (foreign, ==, "|code||emails|ibans|website|");
  g_assert_cmpstr (hr, ==, "|code|phones|ibans");
  g_assert_cmpstr (user, ==, "|||email|||");
}

/* Numbers that are a right code by chance once are none. */
static void
test_content_needs_more (void)
{
  static const char *const numbers[] = { "14360570|1000", "14360571|1001", "14360572|1002", NULL };
  static const char *const two[] = { "14360570", "32855961", NULL };
  g_autofree char *chance = guess_content ("client", NULL, numbers);
  g_autofree char *few = guess_content ("client", NULL, two);

  g_assert_cmpstr (chance, ==, "|");
  g_assert_cmpstr (few, ==, "");
}

static void
test_ipn (void)
{
  static const char *const companies[] = { "Ключ|143605713021", "Лев|328559610028", NULL };
  static const char *const persons[]
      = { "Їжак|1759013776", "Заєць|1759013776", "Лис|1759013776", NULL };
  static const char *const both[]
      = { "1759013776|14360570", "1759013776|32855961", "1759013776|00032129", NULL };
  g_autofree char *company = guess_content ("client", "Назва|ІПН", companies);
  g_autofree char *person = guess_content ("client", "Назва|ІПН", persons);
  g_autofree char *beside = guess_content ("client", "ІПН|ЄДРПОУ", both);

  g_assert_cmpstr (company, ==, "name|vat-number");
  g_assert_cmpstr (person, ==, "name|code");
  g_assert_cmpstr (beside, ==, "vat-number|code");
}

/* The words of every type know every field that can be imported, by its name and by its label, and
 * no field that is not there. */
static void
test_all_fields (void)
{
  for (const DyrRecordType *const *type = dyr_record_types; *type != NULL; type++)
    {
      const DyrHeaderWords *words = dyr_header_words ((*type)->name);

      g_assert_true ((words == NULL) == (*type)->attached);
      if (words == NULL)
        continue;
      for (guint i = 0; i < (*type)->n_fields; i++)
        {
          const DyrField *field = &(*type)->fields[i];
          const char *const header[] = { field->name, NULL };
          const char *const label[] = { field->label, NULL };
          g_autofree const char **by_name = dyr_header_guess ((*type)->name, header, 1, NULL, 0);
          g_autofree const char **by_label = dyr_header_guess ((*type)->name, label, 1, NULL, 0);

          if ((field->flags & DYR_DERIVED) != 0)
            continue;

          g_test_message ("%s %s", (*type)->name, field->name);
          g_assert_cmpstr (by_name[0], ==, field->name);
          g_assert_cmpstr (by_label[0], ==, field->name);
        }

      for (; words->field != NULL; words++)
        {
          int i = dyr_record_type_find (*type, words->field);

          g_test_message ("%s %s", (*type)->name, words->field);
          /* A delivery has the parts of an address only. */
          if (i < 0)
            g_assert_cmpstr (words->field, ==, "address");
          else
            g_assert_cmpint (words->many,
                             ==,
                             (*type)->fields[i].kind == DYR_KIND_SET
                                 && !g_str_equal (words->field, "roles")
                                 && !g_str_equal (words->field, "agreed-log"));
        }
    }
}

/* All names of columns of a type together: every field is found once. */
static void
test_all_together (void)
{
  for (const DyrRecordType *const *type = dyr_record_types; *type != NULL; type++)
    {
      g_autoptr (GPtrArray) header = g_ptr_array_new ();
      g_autoptr (GPtrArray) expected = g_ptr_array_new ();
      g_autofree const char **fields = NULL;

      for (guint i = (*type)->attached ? 0 : (*type)->n_fields; i > 0; i--)
        if (((*type)->fields[i - 1].flags & DYR_DERIVED) == 0)
          {
            g_ptr_array_add (header, (gpointer) (*type)->fields[i - 1].label);
            g_ptr_array_add (expected, (gpointer) (*type)->fields[i - 1].name);
          }

      fields = dyr_header_guess (
          (*type)->name, (const char *const *) header->pdata, header->len, NULL, 0);
      for (guint i = 0; i < expected->len; i++)
        g_assert_cmpstr (fields[i], ==, g_ptr_array_index (expected, i));
    }
}

static void
assert_words (const char *list, GHashTable *seen)
{
  g_auto (GStrv) words = g_strsplit (list, "|", -1);

  for (char **word = words; *word != NULL; word++)
    {
      const char *text = *word + (**word == '~');
      g_autofree char *folded = dyr_text_fold (text);

      g_test_message ("%s", *word);
      g_assert_cmpstr (text, ==, folded);
      g_assert_cmpstr (text, !=, "");
      if (seen != NULL)
        g_hash_table_add (seen, g_strdup (text));
    }
}

static void
test_table (void)
{
  for (const DyrRecordType *const *type = dyr_record_types; *type != NULL; type++)
    {
      if ((*type)->attached)
        continue;
      assert_words (dyr_header_foreign_words ((*type)->name), NULL);
      for (const DyrHeaderWords *words = dyr_header_words ((*type)->name); words->field != NULL;
           words++)
        assert_words (words->words, NULL);
    }

  g_assert_null (dyr_header_words ("planet"));
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *cell;
    DyrCellKind kind;
  } cells[] = {
    { "", DYR_CELL_EMPTY },
    { "  ", DYR_CELL_EMPTY },
    { "ТОВ «Ключ»", DYR_CELL_TEXT },
    { "5", DYR_CELL_NUMBER },
    { "81 751,50", DYR_CELL_NUMBER },
    { "-15.50", DYR_CELL_NUMBER },
    { "1\u00a0500,00 ₴", DYR_CELL_NUMBER },
    { "20.04.2027", DYR_CELL_DATE },
    { "16. 9. 2027.", DYR_CELL_DATE },
    { "2027-08-08", DYR_CELL_DATE },
    { "23.01.2025 10:20:00", DYR_CELL_DATE },
    { "31.02.2026", DYR_CELL_DATE },
    { "0637735468", DYR_CELL_PHONE },
    { "+38 (063) 037-87-07", DYR_CELL_PHONE },
    { "091/341-5947", DYR_CELL_PHONE },
    { "0670588812, 032 860 9704", DYR_CELL_PHONE },
    { "a@b.example", DYR_CELL_EMAIL },
    { "a@b.example; c@d.example", DYR_CELL_EMAIL },
    { "a@b", DYR_CELL_TEXT },
    { "@", DYR_CELL_TEXT },
    { "a@b.example тел", DYR_CELL_TEXT },
    { "https://b.example/x", DYR_CELL_URL },
    { "www.example.hr", DYR_CELL_URL },
    { "dyryhent.com.ua", DYR_CELL_URL },
    { ".ua", DYR_CELL_TEXT },
    { "HR1210010051863000160", DYR_CELL_IBAN },
    { "hr12 1001 0051 8630 0016 0", DYR_CELL_IBAN },
    { "HR1210010051863000161", DYR_CELL_TEXT },
    { "14360570", DYR_CELL_CODE },
    { "94577403194", DYR_CELL_CODE },
    { "94577403195", DYR_CELL_NUMBER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_test_message ("%s", cells[i].cell);
      g_assert_cmpint (dyr_cell_kind (cells[i].cell), ==, cells[i].kind);
    }
}

static void
test_long_cell_is_text (void)
{
  g_autofree char *text = g_strnfill (100000, '5');

  g_assert_cmpint (dyr_cell_kind (text), ==, DYR_CELL_TEXT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/exchange/header-guess/names/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, &names[i], test_names);
    }
  g_test_add_func ("/exchange/header-guess/content", test_content);
  g_test_add_func ("/exchange/header-guess/content-needs-more", test_content_needs_more);
  g_test_add_func ("/exchange/header-guess/ipn", test_ipn);
  g_test_add_func ("/exchange/header-guess/all-fields", test_all_fields);
  g_test_add_func ("/exchange/header-guess/all-together", test_all_together);
  g_test_add_func ("/exchange/header-guess/table", test_table);
  g_test_add_func ("/exchange/header-guess/kinds", test_kinds);
  g_test_add_func ("/exchange/header-guess/long-cell-is-text", test_long_cell_is_text);

  return g_test_run ();
}
