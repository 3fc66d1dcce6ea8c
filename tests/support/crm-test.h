/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How the tests of the fake EspoCRM speak to it. */

#pragma once

#include <string.h>

#include "crm-model.h"

G_BEGIN_DECLS

#define NOW G_GINT64_CONSTANT (1795308610)

typedef enum
{
  STOCK,
  PACKAGE,   /* the package in the fixtures */
  EXTENSION, /* ours, as it is in the tree */
} Mode;

typedef struct
{
  guint status;
  char *body;
  CrmResponse raw;
} Answer;

void answer_clear (Answer *answer);
CrmModel *make_model (Mode mode);
Answer ask (CrmModel *model,
            const char *method,
            const char *path,
            const char *body,
            const char *extra,
            const char *value);
guint status_of (CrmModel *model, const char *method, const char *path, const char *body);
CrmWrite *begin (
    CrmModel *model, const char *method, const char *path, const char *body, const char *version);
guint finish (CrmModel *model, CrmWrite *write);
void assert_attribute (
    CrmModel *model, const char *entity, const char *id, const char *name, const char *wanted);
char *add_account (CrmModel *model, const char *name);
char *path_of (const char *entity, const char *id);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

#define assert_has(text, part)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (strstr ((text), (part)) == NULL)                                                           \
      g_error ("%s lacks %s", (text), (part));                                                     \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
