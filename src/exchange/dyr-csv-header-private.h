/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Whether a row names columns or is data already. */

#pragma once

#include "dyr-csv-reader.h"

G_BEGIN_DECLS

gboolean dyr_csv_row_is_header (const DyrCsvRow *row);

G_END_DECLS
