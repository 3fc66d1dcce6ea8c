/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How it is said where a record is besides this computer. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* “Saved here”; NULL: there is nothing to say. */
const char *dyr_sent_words (DyrSent sent);
/* A sentence about it; NULL: none. */
const char *dyr_sent_explain (DyrSent sent);
/* The name of its icon; NULL: none. */
const char *dyr_sent_icon (DyrSent sent);

G_END_DECLS
