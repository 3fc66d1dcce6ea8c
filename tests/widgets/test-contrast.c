/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The colours of the style sheet: text keeps a contrast of 4.5:1 (WCAG 2.1, 1.4.3) on every ground
 * it can lie on, light and dark. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <math.h>

#include "fake.h"

#define WANTED 4.5

static const struct
{
  const char *text;
  const char *tint; /* between the text and the ground; NULL: none */
} pairs[] = {
  { "pill_neutral_fg", "pill_neutral_bg" },
  { "pill_good_fg", "pill_good_bg" },
  { "pill_busy_fg", "pill_busy_bg" },
  { "pill_attention_fg", "pill_attention_bg" },
  { "pill_bad_fg", "pill_bad_bg" },
  { "pill_quiet_fg", NULL },
  { "quiet_fg", NULL },
  { "problem_error_fg", NULL },
  { "problem_warning_fg", NULL },
};

/* What lies below: a ground, and what a selected row puts on it. */
static const struct
{
  const char *ground;
  double selected;
} grounds[] = {
  { "window_bg_color", 0 },  { "view_bg_color", 0 },   { "card_bg_color", 0 },
  { "popover_bg_color", 0 }, { "view_bg_color", 0.1 },
};

static GdkRGBA
look_up (GtkWidget *widget, const char *name)
{
  GdkRGBA color;

  g_assert_true (
      gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color));

  return color;
}

static GdkRGBA
blend (GdkRGBA over, GdkRGBA under)
{
  GdkRGBA color = { .alpha = 1 };

  color.red = over.red * over.alpha + under.red * (1 - over.alpha);
  color.green = over.green * over.alpha + under.green * (1 - over.alpha);
  color.blue = over.blue * over.alpha + under.blue * (1 - over.alpha);

  return color;
}

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (GdkRGBA color)
{
  return 0.2126 * linear (color.red) + 0.7152 * linear (color.green) + 0.0722 * linear (color.blue);
}

static double
contrast (GdkRGBA a, GdkRGBA b)
{
  double one = luminance (a), other = luminance (b);

  return (MAX (one, other) + 0.05) / (MIN (one, other) + 0.05);
}

static void
check_all (GtkWidget *widget, const char *scheme)
{
  for (gsize i = 0; i < G_N_ELEMENTS (grounds); i++)
    {
      GdkRGBA ground
          = blend (look_up (widget, grounds[i].ground), look_up (widget, "window_bg_color"));
      GdkRGBA selection = look_up (widget, "view_fg_color");

      selection.alpha = (float) (selection.alpha * grounds[i].selected);
      ground = blend (selection, ground);
      for (gsize j = 0; j < G_N_ELEMENTS (pairs); j++)
        {
          GdkRGBA below
              = pairs[j].tint != NULL ? blend (look_up (widget, pairs[j].tint), ground) : ground;
          double found = contrast (blend (look_up (widget, pairs[j].text), below), below);

          if (found < WANTED)
            {
              g_test_message ("%s: %s on %s (%.1f): %.2f",
                              scheme,
                              pairs[j].text,
                              grounds[i].ground,
                              grounds[i].selected,
                              found);
              g_test_fail ();
            }
        }
    }
}

static void
test_light (void)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *window;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_LIGHT);
  window = fake_window_show (label, 200, 100);
  g_assert_cmpfloat (luminance (look_up (label, "window_bg_color")), >, 0.8);
  check_all (label, "light");
  fake_window_destroy (window);
}

static void
test_dark (void)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *window;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  window = fake_window_show (label, 200, 100);
  g_assert_cmpfloat (luminance (look_up (label, "window_bg_color")), <, 0.1);
  check_all (label, "dark");
  fake_window_destroy (window);
}

static void
test_contrast_itself (void)
{
  const GdkRGBA black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 },
                grey = { 0.4667f, 0.4667f, 0.4667f, 1 };

  g_assert_cmpfloat_with_epsilon (contrast (black, white), 21, 0.01);
  g_assert_cmpfloat_with_epsilon (contrast (white, grey), 4.48, 0.01);
}

static void
on_css_error (GtkCssProvider *provider, GtkCssSection *section, GError *error, int *n)
{
  g_autofree char *where = gtk_css_section_to_string (section);

  g_test_message ("%s: %s", where, error->message);
  ++*n;
}

static void
test_style_parses (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  int n = 0;

  g_signal_connect (provider, "parsing-error", G_CALLBACK (on_css_error), &n);
  gtk_css_provider_load_from_resource (provider, DYR_RESOURCE_PATH "/style.css");
  g_assert_cmpint (n, ==, 0);
}

int
main (int argc, char **argv)
{
  fake_init (&argc, &argv);

  g_test_add_func ("/widgets/style/parses", test_style_parses);
  g_test_add_func ("/widgets/style/contrast/itself", test_contrast_itself);
  g_test_add_func ("/widgets/style/contrast/light", test_light);
  g_test_add_func ("/widgets/style/contrast/dark", test_dark);

  return g_test_run ();
}
