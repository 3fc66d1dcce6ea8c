/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of DyrConnectionTest share. */

#pragma once

#include "dyr-connection-test.h"
#include "dyr-json.h"
#include "dyr-espocrm.h"
#include "dyr-http.h"

G_BEGIN_DECLS

struct _DyrConnectionTest
{
  GObject parent_instance;

  char *ca_file, *certificate;

  GTask *task; /* NULL: none is going on */
  char *login, *password, *code;
  DyrHttp *http;
  DyrEspocrm *remote;
  DyrConnectionStep step; /* that is being taken */
  guint next;             /* of the entities that are counted */
  char *trouble;          /* of the request that could not be carried … */
  gboolean refused;       /* … and surely never arrived */

  DyrConnectionOutcome outcomes[DYR_CONNECTION_N_STEPS];
  char *texts[DYR_CONNECTION_N_STEPS];
  gboolean wants_certificate, wants_code, is_program;
  DyrKey *key;
  char *server, *identity, *user, *user_name, *user_login;
  GPtrArray *people;
  gboolean more_people; /* than those */
  GArray *types;
};

/* dyr-connection-test.c: takes the text. */
void dyr_connection_test_set (DyrConnectionTest *self,
                              DyrConnectionStep step,
                              DyrConnectionOutcome outcome,
                              char *text);
/* It is over. */
void dyr_connection_test_end (DyrConnectionTest *self);

/* The JSON of a good answer; NULL: it is none. Newly allocated. */
DyrJson *dyr_connection_test_parse (const DyrResponse *response);

/* dyr-connection-reach.c: nobody answered; finds out how far it goes, and ends. */
void dyr_connection_test_find_out (DyrConnectionTest *self);

/* dyr-connection-look.c: the CRM is described; what of it we can use, and who works there. */
void dyr_connection_test_judge (DyrConnectionTest *self);

G_END_DECLS
