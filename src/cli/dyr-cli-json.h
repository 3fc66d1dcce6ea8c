/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Records as JSON: what scripts read. Written one by one, so that memory stays what it is. */

#pragma once

#include <json-glib/json-glib.h>

#include "dyr-cli.h"
#include "dyr-record.h"

G_BEGIN_DECLS

/* Adds a text, or null. */
void dyr_cli_json_text (JsonBuilder *builder, const char *text);
void dyr_cli_json_uid (JsonBuilder *builder, const DyrUid *uid);
/* Adds the value: dates 2026-11-24, instants …Z, money and quantities decimal texts, links
 * {"uid","name"}, sets arrays, no value null. */
void dyr_cli_json_value (JsonBuilder *builder, const DyrField *field, const DyrValue *value);
/* Adds an object of the record: "uid", then all fields in the order of their table. */
void dyr_cli_json_row (JsonBuilder *builder, const DyrRow *row);
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
