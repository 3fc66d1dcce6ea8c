/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* JSON of a server that is not trusted: checked to the last byte before json-glib sees it. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Objects and arrays inside of one another. */
#define DYR_ESPO_JSON_DEPTH 64

typedef enum
{
  DYR_ESPO_JSON_WHOLE,
  DYR_ESPO_JSON_BROKEN, /* cut, or no JSON at all */
  DYR_ESPO_JSON_DEEP,
} DyrEspoJsonState;

/* Parses @length bytes. @root is set (and yours) only when the answer is WHOLE. */
DyrEspoJsonState dyr_espo_json_parse (const char *data, gsize length, JsonNode **root);

/* The nodes of JSON that dyr_espo_json_parse () has checked, no deeper than DYR_ESPO_JSON_DEPTH;
 * @text is overwritten. Anything else must never come here. */
JsonNode *dyr_espo_json_build (char *text);

/* Appends @text as a JSON string with its quotes. @text is valid UTF-8. */
void dyr_espo_json_append_string (GString *out, const char *text);
/* Appends a name and a colon, and the comma before it unless it is the first of its object. */
void dyr_espo_json_append_name (GString *out, const char *name);

/* The member of that name when it is of that sort; NULL else. Nothing is copied. */
const char *dyr_espo_json_get_text (JsonObject *object, const char *name);
JsonObject *dyr_espo_json_get_object (JsonObject *object, const char *name);
JsonArray *dyr_espo_json_get_array (JsonObject *object, const char *name);
/* Whether there is a whole number of that name. */
gboolean dyr_espo_json_get_number (JsonObject *object, const char *name, gint64 *number);
/* The value as one of its sort; NULL else. */
const char *dyr_espo_json_as_text (JsonNode *node);
JsonObject *dyr_espo_json_as_object (JsonNode *node);
JsonArray *dyr_espo_json_as_array (JsonNode *node);

G_END_DECLS
