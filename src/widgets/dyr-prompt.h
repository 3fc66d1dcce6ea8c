/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Asking a person one question. The only place that knows which dialog the platform has. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;
  const char *label; /* translated, may have a mnemonic */
  AdwResponseAppearance appearance;
} DyrPromptResponse;

/* Heading and body are plain text, never markup. The responses end with a NULL id; the first is
 * what Escape and closing answer ("cancel"). `default_id` (may be NULL) is what Enter answers. */
void dyr_prompt_async (GtkWidget *parent,
                       const char *heading,
                       const char *body,
                       const DyrPromptResponse *responses,
                       const char *default_id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data);
/* The id of the response, newly allocated; NULL and G_IO_ERROR_CANCELLED when cancelled. */
char *dyr_prompt_finish (GAsyncResult *result, GError **error);

/* Says what went wrong, with nothing but “Close”. */
void dyr_prompt_tell (GtkWidget *parent, const char *heading, const char *body);

G_END_DECLS
