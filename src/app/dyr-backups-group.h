/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBackupsGroup: the preferences' group about backups: the last one, going back to one. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_BACKUPS_GROUP (dyr_backups_group_get_type ())
G_DECLARE_FINAL_TYPE (DyrBackupsGroup, dyr_backups_group, DYR, BACKUPS_GROUP, AdwPreferencesGroup)

/* Signals: "told" (const char *): a sentence for the person; "chosen" (const char *): they want
 * that file restored, and know what it means. */

/* `office` may be NULL, when the store is not open: then only a file can be chosen. */
void dyr_backups_group_set_office (DyrBackupsGroup *self, DyrOffice *office);

G_END_DECLS
