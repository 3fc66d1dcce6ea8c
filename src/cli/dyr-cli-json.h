/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Answers as JSON: what scripts read. Arrays are written one element at a time, so that memory
 * stays what it is. */

#pragma once

#include <json-glib/json-glib.h>

#include "dyr-cli.h"

G_BEGIN_DECLS

/* Adds a member with a text, or null. */
void dyr_cli_json_member (JsonBuilder *builder, const char *name, const char *text);
/* Adds a member with a number. */
void dyr_cli_json_number (JsonBuilder *builder, const char *name, gint64 number);
/* Ends a document; newly allocated, in one line without its break. */
char *dyr_cli_json_end (JsonBuilder *builder);

/* An array written piece by piece. */
typedef struct
{
  DyrCli *cli;
  gboolean begun;
} DyrCliJsonArray;

/* Writes what the builder holds as the next element, and empties it. */
gboolean dyr_cli_json_array_add (DyrCliJsonArray *self, JsonBuilder *builder, GError **error);
gboolean dyr_cli_json_array_end (DyrCliJsonArray *self, GError **error);

G_END_DECLS
