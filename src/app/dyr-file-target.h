/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Files and pictures that are dropped anywhere on a record, or pasted there. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is dropped on `area` or pasted in it goes to the DyrRecordFiles that is in it at that
 * moment. Text is left to whoever takes text. */
void dyr_file_target_install (GtkWidget *area);

G_END_DECLS
