/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Walls around a process that reads what a stranger made: limits of the kernel, and a filter that
 * lets through only the system calls that drawing a page needs. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-preview-walls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Fonts are mapped and closed again. */
#define MOST_FILES 64
/* Of a process that waits for something which never comes, whatever the load of the computer. */
#define MOST_SECONDS_BY_THE_CLOCK 120

/* Where the numbers of its system calls are known. Sanitizers want what is behind the walls. */
#if defined DYR_SANITIZED
#elif defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

#ifdef ARCHITECTURE
/* Reading files, memory, time, oneself; none makes, changes, sends or starts anything. */
static const int allowed[] = {
  SYS_brk,           SYS_clock_getres,
  SYS_clock_gettime, SYS_clock_nanosleep,
  SYS_close,         SYS_dup,
  SYS_exit,          SYS_exit_group,
  SYS_faccessat,     SYS_fadvise64,
  SYS_fcntl,         SYS_fstat,
  SYS_fstatfs,       SYS_futex,
  SYS_getcwd,        SYS_getdents64,
  SYS_getegid,       SYS_geteuid,
  SYS_getgid,        SYS_getpid,
  SYS_getrandom,     SYS_getrusage,
  SYS_gettid,        SYS_gettimeofday,
  SYS_getuid,        SYS_lseek,
  SYS_madvise,       SYS_mremap,
  SYS_munmap,        SYS_nanosleep,
  SYS_newfstatat,    SYS_pread64,
  SYS_read,          SYS_readlinkat,
  SYS_readv,         SYS_restart_syscall,
  SYS_rt_sigaction,  SYS_rt_sigprocmask,
  SYS_rt_sigreturn,  SYS_sched_getaffinity,
  SYS_sched_yield,   SYS_sigaltstack,
  SYS_statfs,        SYS_sysinfo,
  SYS_uname,         SYS_write,
  SYS_writev,
#ifdef SYS_statx
  SYS_statx,
#endif
#ifdef SYS_faccessat2
  SYS_faccessat2,
#endif
#ifdef SYS_access
  SYS_access,
#endif
#ifdef SYS_arch_prctl
  SYS_arch_prctl,
#endif
#ifdef SYS_lstat
  SYS_lstat,
#endif
#ifdef SYS_readlink
  SYS_readlink,
#endif
#ifdef SYS_stat
  SYS_stat,
#endif
#ifdef SYS_time
  SYS_time,
#endif
};

/* Calls that are allowed while a bit of an argument is not set. */
static const struct
{
  int call;
  guint argument;
  guint32 bits;
} unless[] = {
#ifdef SYS_open
  { SYS_open, 1, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC },
#endif
  { SYS_openat, 2, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC },
  { SYS_mmap, 2, PROT_EXEC },
  { SYS_mprotect, 2, PROT_EXEC },
};

static void
add (GArray *filter, guint16 code, guint32 value, guint8 if_true, guint8 if_false)
{
  const struct sock_filter step = { code, if_true, if_false, value };

  g_array_append_val (filter, step);
}

static void
load (GArray *filter, gsize offset)
{
  add (filter, BPF_LD | BPF_W | BPF_ABS, (guint32) offset, 0, 0);
}

static void
answer (GArray *filter, guint32 with)
{
  add (filter, BPF_RET | BPF_K, with, 0, 0);
}

static gboolean
filter_calls (void)
{
  g_autoptr (GArray) filter = g_array_new (FALSE, FALSE, sizeof (struct sock_filter));
  const guint32 refused = SECCOMP_RET_ERRNO | EPERM;
  const gsize low = G_BYTE_ORDER == G_BIG_ENDIAN ? sizeof (guint32) : 0;
  struct sock_fprog program;

  /* The numbers of another architecture mean other calls. */
  load (filter, offsetof (struct seccomp_data, arch));
  add (filter, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  answer (filter, SECCOMP_RET_KILL_PROCESS);
  load (filter, offsetof (struct seccomp_data, nr));
  for (gsize i = 0; i < G_N_ELEMENTS (allowed); i++)
    {
      add (filter, BPF_JMP | BPF_JEQ | BPF_K, (guint32) allowed[i], 0, 1);
      answer (filter, SECCOMP_RET_ALLOW);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (unless); i++)
    {
      add (filter, BPF_JMP | BPF_JEQ | BPF_K, (guint32) unless[i].call, 0, 4);
      load (filter,
            offsetof (struct seccomp_data, args) + unless[i].argument * sizeof (guint64) + low);
      add (filter, BPF_JMP | BPF_JSET | BPF_K, unless[i].bits, 0, 1);
      answer (filter, refused);
      answer (filter, SECCOMP_RET_ALLOW);
    }
  answer (filter, refused);
  program.len = (unsigned short) filter->len;
  program.filter = (struct sock_filter *) (gpointer) filter->data;
  return prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
         && prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#endif

static gboolean
limit (int what, guint64 to)
{
  const struct rlimit limits = { (rlim_t) to, (rlim_t) to };

  return setrlimit ((__rlimit_resource_t) what, &limits) == 0;
}

gboolean
dyr_preview_walls_raise (guint64 memory, guint seconds)
{
  /* Whoever asked is gone: nobody reads the answer. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  alarm (MOST_SECONDS_BY_THE_CLOCK);
  if (!limit (RLIMIT_CPU, seconds))
    return FALSE;
#if defined DYR_SANITIZED
  return TRUE;
#elif defined ARCHITECTURE
  return limit (RLIMIT_AS, memory) && limit (RLIMIT_CORE, 0) && limit (RLIMIT_NOFILE, MOST_FILES)
         && filter_calls ();
#else
  return FALSE;
#endif
}
