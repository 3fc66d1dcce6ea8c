/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The one error domain of the program: what went wrong, by what can be done about it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DYR_ERROR:
 *
 * Error domain of every layer. Messages are translated and say what to do.
 */
#define DYR_ERROR (dyr_error_quark ())

/**
 * DyrError:
 * @DYR_ERROR_FAILED: anything that no other code names
 * @DYR_ERROR_INVALID: a value that was typed or read is no value of its kind
 * @DYR_ERROR_NOT_FOUND: there is no such record, field, file
 * @DYR_ERROR_REFUSED: a rule says no
 * @DYR_ERROR_USAGE: wrong use of the command line
 * @DYR_ERROR_BUSY: the database is locked by somebody else
 * @DYR_ERROR_CORRUPT: the database is damaged or not a database
 * @DYR_ERROR_NEWER: the database was made by a newer program
 * @DYR_ERROR_READ_ONLY: the place cannot be written to
 * @DYR_ERROR_FULL: the disk is full
 * @DYR_ERROR_CONFLICT: somebody else changed the same thing
 */
typedef enum
{
  DYR_ERROR_FAILED,
  DYR_ERROR_INVALID,
  DYR_ERROR_NOT_FOUND,
  DYR_ERROR_REFUSED,
  DYR_ERROR_USAGE,
  DYR_ERROR_BUSY,
  DYR_ERROR_CORRUPT,
  DYR_ERROR_NEWER,
  DYR_ERROR_READ_ONLY,
  DYR_ERROR_FULL,
  DYR_ERROR_CONFLICT,
} DyrError;

GQuark dyr_error_quark (void);

G_END_DECLS
