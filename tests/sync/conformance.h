/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of the conformance test share. */

#pragma once

#include <json-glib/json-glib.h>

#include "crm-model.h"

G_BEGIN_DECLS

/* One recorded exchange; all strings belong to the fixture. */
typedef struct
{
  const char *name, *method, *path, *user, *reason;
  char *bare_path, *query;
  char *entity; /* first part of the path */
  char *id;     /* second part, when it is an id */
  JsonObject *request, *response;
  JsonNode *sent, *answer; /* NULL: none */
  guint status;
  gint64 date;
} Recording;

/* tests/fixtures/espocrm/NAME; a missing file ends the test. */
char *conformance_fixture (const char *name);

/* All recordings in the order they were made. */
GPtrArray *conformance_load (void);
gint64 conformance_time (const char *text); /* "2026-11-22 00:50:10" or a Date header */

/* Puts into @model what the server must have held when @recording was made, as far as the
 * recordings show it. */
void conformance_seed (CrmModel *model, GPtrArray *recordings, Recording *recording);
/* As many further records as the recorded total speaks of. */
void conformance_fill (CrmModel *model, Recording *recording);

void conformance_compare (JsonNode *real,
                          JsonNode *fake,
                          gboolean subset,
                          const char *path,
                          const char *name,
                          GString *diff);

G_END_DECLS
