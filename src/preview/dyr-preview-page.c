/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The first page of a PDF as a picture, on white paper with a thin edge. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-preview-page.h"

#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <poppler.h>
#include <unistd.h>

/* How dark the edge of the paper is. */
#define EDGE 0.25

static cairo_status_t
write_all (void *to, const unsigned char *data, unsigned int length)
{
  while (length > 0)
    {
      const gssize written = write (GPOINTER_TO_INT (to), data, length);

      if (written < 0 && errno != EINTR)
        return CAIRO_STATUS_WRITE_ERROR;
      data += MAX (written, 0);
      length -= (unsigned int) MAX (written, 0);
    }
  return CAIRO_STATUS_SUCCESS;
}

static DyrPreviewStatus
draw (PopplerPage *page, double scale, int width, int height, int to)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cairo = cairo_create (surface);
  cairo_status_t status;

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_save (cairo);
  cairo_scale (cairo, scale, scale);
  poppler_page_render (page, cairo);
  cairo_restore (cairo);
  cairo_set_source_rgba (cairo, 0, 0, 0, EDGE);
  cairo_set_line_width (cairo, 1);
  cairo_rectangle (cairo, 0.5, 0.5, width - 1, height - 1);
  cairo_stroke (cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  status = cairo_surface_write_to_png_stream (surface, write_all, GINT_TO_POINTER (to));
  cairo_surface_destroy (surface);
  return status == CAIRO_STATUS_SUCCESS ? DYR_PREVIEW_DONE : DYR_PREVIEW_FAILED;
}

DyrPreviewStatus
dyr_preview_page_write (GBytes *pdf, int pixels, int to)
{
  g_autoptr (GError) error = NULL;
  /* Poppler of Debian 12 has no g_autoptr of its own. */
  g_autoptr (GObject) document = NULL;
  g_autoptr (GObject) page = NULL;
  double width = 0, height = 0, scale;

  g_return_val_if_fail (pdf != NULL, DYR_PREVIEW_FAILED);
  g_return_val_if_fail (pixels > 0 && pixels <= DYR_PREVIEW_MOST_PIXELS, DYR_PREVIEW_FAILED);

  document = (GObject *) poppler_document_new_from_bytes (pdf, NULL, &error);
  if (document == NULL)
    return g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? DYR_PREVIEW_LOCKED
                                                                           : DYR_PREVIEW_DAMAGED;
  if (poppler_document_get_n_pages (POPPLER_DOCUMENT (document)) > 0)
    page = (GObject *) poppler_document_get_page (POPPLER_DOCUMENT (document), 0);
  if (page == NULL)
    return DYR_PREVIEW_DAMAGED;
  poppler_page_get_size (POPPLER_PAGE (page), &width, &height);
  /* Also FALSE for what is no number. */
  if (!(width > 0 && height > 0) || !isfinite (width) || !isfinite (height))
    return DYR_PREVIEW_DAMAGED;
  scale = MIN (pixels / width, pixels / height);
  return draw (POPPLER_PAGE (page),
               scale,
               CLAMP ((int) (width * scale + 0.5), 1, pixels),
               CLAMP ((int) (height * scale + 0.5), 1, pixels),
               to);
}
