/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Shows the widgets with all kinds of fields, to be looked at: gallery [--dark] [--compact]
 * [--language uk] [--width 1000] [--height 700]. Nothing is kept. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-delivery.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-user.h"
#include "dyr-widgets.h"
#include "fake.h"

typedef struct
{
  DyrContext *context;
  FakeEditor *editor;
  FakeLookup *lookup;
} Gallery;

static const char *const client[][2] = {
  { "name", "ТОВ «Карпатський дім» & Ко <b>" },
  { "code", "14360571" },
  { "phones", "+380671122233\twork\n+380322345678\n067" },
  { "emails", "office@karpaty.example" },
  { "website", "karpaty.example" },
  { "city", "Львів" },
  { "country", "UA" },
  { "state", "active" },
  { "roles", "client\nvenue" },
  { "responsible", "3:Оксана Мельник" },
  { "contact-rhythm-days", "14" },
  { "next-contact", "2026-11-24" },
  { "last-contact", "2025-11-10" },
  { "standing", "at-risk" },
  { "phone", "+380671122233" },
  { "description",
    "Постійний клієнт.\nДоставка лише до полудня, приймає комірник.\n"
    "Оплата протягом десяти днів." },
  { NULL, NULL },
};

static const char *const contract[][2] = {
  { "client", "1:ТОВ «Карпатський дім»" },
  { "number", "214/25" },
  { "kind", "supply" },
  { "state", "suspended" },
  { "valid-to", "2026-12-31" },
  { "amount", "1250000.50" },
  { "currency", "UAH" },
  { "auto-prolong", "1" },
  { NULL, NULL },
};

static const char *const delivery[][2] = {
  { "number", "118" },
  { "state", "in-transit" },
  { "shipped-at", "2026-11-20T08:30:00Z" },
  { "agreed-log", "2026-11-10T08:00:00Z 2026-11-20\n2026-11-18T13:20:00Z 2026-11-24" },
  { "on-time", "1" },
  { NULL, NULL },
};

static const char *const presentation[][2] = {
  { "title", "Показ нової лінійки" },
  { "starts-at", "2026-11-24T08:00:00Z" },
  { "participants", "11:Бойко Соломія Андріївна\n12:Гнатюк Леся\n13:Їжакевич Тарас" },
  { "state", "planned" },
  { NULL, NULL },
};

static DyrRecord *
make_record (Gallery *self, const DyrRecordType *type, gint64 id, const char *const (*values)[2])
{
  DyrRecord *record = fake_record_new (type, id, self->editor);

  for (gsize i = 0; values[i][0] != NULL; i++)
    fake_record_load (record, values[i][0], values[i][1]);

  return record;
}

static GtkWidget *
make_group (Gallery *self, DyrRecord *record, const char *title, const char *const *fields)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  for (gsize i = 0; fields[i] != NULL; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), dyr_field_row_new (fields[i]));
  dyr_form_set_up (group, self->context, DYR_LOOKUP (self->lookup));
  dyr_form_set_record (group, record);

  return group;
}

static GtkWidget *
make_form (Gallery *self)
{
  static const char *const of_client[] = {
    "name",         "legal-name",  "code",     "phones", "emails",       "website",
    "city",         "country",     "state",    "roles",  "responsible",  "contact-rhythm-days",
    "next-contact", "description", "standing", "phone",  "last-contact", NULL
  };
  static const char *const of_contract[]
      = { "client",   "number", "partner-number", "kind",         "state", "valid-from",
          "valid-to", "amount", "currency",       "auto-prolong", NULL };
  static const char *const of_delivery[]
      = { "client", "shipped-at", "agreed-log", "on-time", NULL };
  static const char *const of_presentation[]
      = { "title", "starts-at", "participants", "outcome", NULL };
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  g_autoptr (DyrRecord) a = make_record (self, &dyr_client_type, 1, client);
  g_autoptr (DyrRecord) b = make_record (self, &dyr_contract_type, 2, contract);
  g_autoptr (DyrRecord) c = make_record (self, &dyr_delivery_type, 3, delivery);
  g_autoptr (DyrRecord) d = make_record (self, &dyr_presentation_type, 4, presentation);
  GtkWidget *contract_group = make_group (self, b, "Contract", of_contract);

  gtk_box_append (GTK_BOX (left), make_group (self, a, "Client", of_client));
  gtk_box_append (GTK_BOX (right), contract_group);
  gtk_box_append (GTK_BOX (right), make_group (self, c, "Delivery", of_delivery));
  gtk_box_append (GTK_BOX (right), make_group (self, d, "Presentation", of_presentation));
  dyr_field_row_set_draft (dyr_form_find_row (contract_group, "valid-from"), "31.02");

  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_set_hexpand (right, TRUE);
  gtk_box_set_homogeneous (GTK_BOX (columns), TRUE);
  gtk_box_append (GTK_BOX (columns), left);
  gtk_box_append (GTK_BOX (columns), right);

  return columns;
}

static GtkWidget *
make_table (Gallery *self)
{
  static const DyrTableColumn columns[] = {
    { "name", 180, TRUE, 0, NULL },
    { "standing", 0, FALSE, 0, NULL },
    { "city", 110, FALSE, 0, NULL },
    { "next-contact", 120, FALSE, 0, NULL },
    { "contact-rhythm-days", 110, FALSE, 0, "Rhythm" },
    { "responsible", 150, FALSE, 0, NULL },
  };
  static const char *const standings[]
      = { "prospect", "active", "at-risk", "suspended", "lost", NULL };
  GtkWidget *table = dyr_table_new ();
  g_autoptr (FakeList) list = fake_list_new (300);

  for (gint64 id = 1; id <= 12; id++)
    {
      DyrRecord *record = fake_list_get_record (list, id);
      g_autofree char *days = g_strdup_printf ("%d", (int) id * 117);

      if (id % 6 != 0)
        fake_record_load (record, "standing", standings[id % 6 - 1]);
      fake_record_load (record, "city", id % 3 == 0 ? NULL : "Івано-Франківськ");
      fake_record_load (record, "next-contact", id % 2 == 0 ? "2026-11-24" : "2027-01-05");
      fake_record_load (record, "contact-rhythm-days", id % 4 == 0 ? NULL : days);
      fake_record_load (record, "responsible", "3:Оксана Мельник");
    }
  fake_record_load (fake_list_get_record (list, 2), "name", client[0][1]);

  dyr_table_set_columns (
      DYR_TABLE (table), &dyr_client_type, self->context, columns, G_N_ELEMENTS (columns));
  dyr_table_set_model (DYR_TABLE (table), G_LIST_MODEL (list));
  dyr_table_sort (DYR_TABLE (table), "name", FALSE);
  dyr_table_set_selected_record_id (DYR_TABLE (table), 3);
  gtk_widget_set_size_request (table, -1, 330);

  return table;
}

static GtkWidget *
make_pills (void)
{
  static const char *const words[]
      = { "Neutral", "Active", "In transit", "At risk", "Expired", "Lost" };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  for (guint look = DYR_STYLE_NEUTRAL; look <= DYR_STYLE_QUIET; look++)
    {
      GtkWidget *pill = dyr_pill_new ();

      dyr_pill_set (DYR_PILL (pill), words[look], (DyrStyle) look);
      gtk_box_append (GTK_BOX (box), pill);
    }

  return box;
}

int
main (int argc, char **argv)
{
  gboolean is_dark = FALSE, is_compact = FALSE;
  int width = 1240, height = 1500;
  g_autofree char *language = NULL;
  const GOptionEntry entries[] = {
    { "dark", 0, 0, G_OPTION_ARG_NONE, &is_dark, NULL, NULL },
    { "compact", 0, 0, G_OPTION_ARG_NONE, &is_compact, NULL, NULL },
    { "language", 0, 0, G_OPTION_ARG_STRING, &language, NULL, NULL },
    { "width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL },
    { "height", 0, 0, G_OPTION_ARG_INT, &height, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Gallery gallery = { 0 };
  GtkWidget *page, *banner, *scroller, *window;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  fake_init (&argc, &argv);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      is_dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                              : ADW_COLOR_SCHEME_FORCE_LIGHT);

  gallery.context = dyr_context_new (language != NULL ? language : "en", "UA", NULL);
  gallery.editor = fake_editor_new ();
  gallery.lookup = fake_lookup_new ();
  fake_lookup_add (gallery.lookup, 3, &dyr_user_type, "Оксана Мельник");
  fake_lookup_add (gallery.lookup, 5, &dyr_user_type, "Тарас Бульба");
  fake_lookup_add (gallery.lookup, 11, &dyr_person_type, "Бойко Соломія Андріївна");
  fake_lookup_add (gallery.lookup, 14, &dyr_person_type, "Ґаздиня Ярослава");

  page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_margin_start (page, 18);
  gtk_widget_set_margin_end (page, 18);
  gtk_widget_set_margin_bottom (page, 18);
  banner = dyr_banner_new ("Working offline: 14 changes will be sent later");
  dyr_banner_set_button_label (DYR_BANNER (banner), "_Details");
  dyr_banner_set_revealed (DYR_BANNER (banner), TRUE);
  gtk_box_append (GTK_BOX (page), banner);
  gtk_box_append (GTK_BOX (page), make_pills ());
  gtk_box_append (GTK_BOX (page), make_table (&gallery));
  gtk_box_append (GTK_BOX (page), make_form (&gallery));

  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  window = fake_window_show (scroller, width, height);
  if (is_compact)
    gtk_widget_add_css_class (window, "compact");

  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);

  g_object_unref (gallery.editor);
  g_object_unref (gallery.lookup);
  dyr_context_free (gallery.context);

  return 0;
}
