/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrOpenedCopies: the private folder for copies of files that were opened. */

#pragma once

#include "dyr-office.h"

G_BEGIN_DECLS

typedef struct _DyrOpenedCopies DyrOpenedCopies;

/* Returns: (transfer full): that of the office; nothing is on the disk yet */
DyrOpenedCopies *dyr_opened_copies_of (DyrOffice *office);
DyrOpenedCopies *dyr_opened_copies_new (void);
/* Returns: (transfer full): a new folder for one copy, or NULL with errno set; in any thread */
char *dyr_opened_copies_make_folder (DyrOpenedCopies *self);
/* With the last one the folder may be removed by the next start of any of these programs. */
void dyr_opened_copies_unref (DyrOpenedCopies *self);
/* Removes the copies of programs that are gone: at the start. Blocks. */
void dyr_opened_copies_tidy (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrOpenedCopies, dyr_opened_copies_unref)

G_END_DECLS
