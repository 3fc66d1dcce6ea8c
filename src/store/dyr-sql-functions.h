/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What SQL asks the program: the office's days, texts as people look for them and order
 * them, values as the store keeps them elsewhere. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* Statements of `db`, which is the connection's and ends before it, may call from now on:
 * dyr_today (): the office's date;
 * dyr_day (instant): the office's date of an instant;
 * dyr_holds (text, needle[, whole]): whether the folded text holds the folded needle, or is it;
 * dyr_caseless (text): without capitals: lower () knows A to Z;
 * dyr_key (text): its place in the order of the interface language, for columns without a stored
 *   key (dyr_field_has_key ());
 * dyr_canonical (type, field, value): the canonical text; of a link the value is its uid;
 * dyr_group (type, group, value…): the values of a merge group as the outbox keeps them;
 * dyr_fold (text): as people look for it;
 * dyr_join (text…): those that are not empty, with blanks between; nothing for none.
 * Returns a code of SQLite. */
int dyr_sql_functions_install (DyrConnection *connection, sqlite3 *db);

G_END_DECLS
