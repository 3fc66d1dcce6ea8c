/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashQuestion: one plain question about a whole record, and its answers. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-clash-look.h"
#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_CLASH_QUESTION (dyr_clash_question_get_type ())
G_DECLARE_FINAL_TYPE (DyrClashQuestion, dyr_clash_question, DYR, CLASH_QUESTION, GtkWidget)

/* Signal "answered" (int): a person chose that answer, a DyrChoose. */

/* The first of its sides is the question. */
void dyr_clash_question_set_look (DyrClashQuestion *self, DyrOffice *office, DyrClashLook *look);
/* The answer number `nth` from above, if there is one. */
void dyr_clash_question_choose (DyrClashQuestion *self, guint nth);
void dyr_clash_question_take_focus (DyrClashQuestion *self);

G_END_DECLS
