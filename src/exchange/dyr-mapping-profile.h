/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Mappings under a name, kept in the store: the file that comes every month is known again. */

#pragma once

#include "dyr-database.h"
#include "dyr-mapping.h"

G_BEGIN_DECLS

GStrv dyr_mapping_profile_list (DyrDatabase *database, const DyrRecordType *type, GError **error);
gboolean dyr_mapping_profile_save (DyrDatabase *database,
                                   const DyrMapping *mapping,
                                   const char *name,
                                   GError **error);
gboolean dyr_mapping_profile_load (DyrDatabase *database,
                                   DyrMapping *mapping,
                                   const char *name,
                                   GError **error);
gboolean dyr_mapping_profile_remove (DyrDatabase *database,
                                     const DyrRecordType *type,
                                     const char *name,
                                     GError **error);
gboolean dyr_mapping_profile_find (DyrDatabase *database,
                                   const DyrMapping *mapping,
                                   char **name,
                                   GError **error);

G_END_DECLS
