/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* CrashVfs: a disk for SQLite that fails at the n-th call that would change it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* It wraps the default VFS and takes its place, so that the program under test opens its files
 * through it without knowing. Only calls that change a database, its -wal or its -journal count:
 * write, truncate, sync, delete. The -shm file is memory that processes share; SQLite maps it, and
 * nobody syncs it: after a loss of power it holds anything.
 *
 * Faults, each at a chosen call:
 *   STOP   the process dies: that call and all later ones fail, a write of it may be torn. When
 *          every connection is closed, crash_vfs_cut_power () makes of the files what a disk may
 *          hold then.
 *   ERROR  the call fails once (EIO); nothing of it is done.
 *   SHORT  a write puts down its first half and fails; other calls as with ERROR.
 *   FULL   from that call on every write fails until crash_vfs_mend (): the disk is full.
 *
 * What becomes of writes that were not synced when the power went:
 *   KEPT     all are there: only the process was killed.
 *   DROPPED  none is there. A file that was deleted is there again, one that was never synced is
 *            empty.
 *   TORN     each is there, or is not, or some of its sectors of 512 bytes are, in whatever order.
 *            The -shm file is garbage.
 */
typedef enum
{
  CRASH_STOP,
  CRASH_ERROR,
  CRASH_SHORT,
  CRASH_FULL,
} CrashFault;

typedef enum
{
  CRASH_KEPT,
  CRASH_DROPPED,
  CRASH_TORN,
} CrashLoss;

/* Once a process, before the first connection. */
void crash_vfs_install (void);
/* A whole disk again, on which nothing waits to be synced; counts from 0. */
void crash_vfs_begin (guint32 seed);
/* The `at`-th call from crash_vfs_begin () on, counted from 1, meets the fault. */
void crash_vfs_arm (CrashFault fault, guint at);
/* The process dies now, between two calls. */
void crash_vfs_stop (void);
/* There is room again. */
void crash_vfs_mend (void);
void crash_vfs_cut_power (CrashLoss loss);

guint crash_vfs_get_n_calls (void);
gboolean crash_vfs_has_struck (void);
/* The call that met the fault: "sync office.db-wal"; NULL: none did. */
const char *crash_vfs_get_struck (void);

/* Sabotage: from now on a sync says that all is well and does nothing, as bad disks do. */
void crash_vfs_lie (gboolean lie);

G_END_DECLS
