/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBackups: makes the daily backup of the open office in the background. */

#pragma once

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_BACKUPS (dyr_backups_get_type ())
G_DECLARE_FINAL_TYPE (DyrBackups, dyr_backups, DYR, BACKUPS, GObject)

/* Looks at once whether today's is there, then every hour: a program that is left open for days has
 * one of each. Signals: "made"; "failed" (const char *): a sentence for the person. */
DyrBackups *dyr_backups_new (DyrOffice *office);

G_END_DECLS
