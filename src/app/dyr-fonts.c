/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A computer without any font: what is missing is said all the same. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-fonts.h"

#include <glib/gi18n-lib.h>

/* A package of most systems that has the letters of every language of ours. */
#define PACKAGE "fonts-noto-core"
/* Pixels. */
#define SIZE 20
#define MARGIN 40
#define WIDTH 680
#define HEIGHT 260

gboolean
dyr_fonts_missing (void)
{
  PangoFontMap *map = pango_cairo_font_map_get_default ();
  PangoContext *context = pango_font_map_create_context (map);
  PangoFontDescription *description = pango_font_description_from_string ("Sans");
  /* Names of families tell nothing: some stand for whatever is there. */
  PangoFont *font = pango_font_map_load_font (map, context, description);
  const gboolean missing = font == NULL;

  g_clear_object (&font);
  pango_font_description_free (description);
  g_object_unref (context);

  return missing;
}

/* The letters of cairo are those of English only. */
static void
draw (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  static const char *const lines[] = {
    "Dyryhent: no font is installed on this computer,",
    "so no text can be shown in its windows.",
    "",
    "Install the package " PACKAGE " and start again.",
    "Until then, in a terminal: dyryhent-cli help",
  };

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  cairo_select_font_face (cairo, "@cairo:", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cairo, SIZE);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      cairo_move_to (cairo, MARGIN, MARGIN + (i + 1) * SIZE * 3 / 2);
      cairo_show_text (cairo, lines[i]);
    }
}

void
dyr_fonts_tell (GtkApplication *application)
{
  GtkWidget *window, *area;
  g_autofree char *text = NULL;

  g_return_if_fail (GTK_IS_APPLICATION (application));

  /* Translators: the first %s is the name of a package, the second a command. */
  text = g_strdup_printf (
      _ ("No font is installed on this computer, so no text can be shown in windows. Install one, "
                             "the package %s for example, and start again. Until then the command line works: %s"),
         PACKAGE,
         "dyryhent-cli help");
  g_printerr ("dyryhent: %s\n", text);
  window = gtk_application_window_new (application);
  area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);
  gtk_window_set_title (GTK_WINDOW (window), "Dyryhent");
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_window_set_child (GTK_WINDOW (window), area);
  gtk_window_present (GTK_WINDOW (window));
}
