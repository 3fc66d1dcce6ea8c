/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncHead: how the office and its CRM stand, in plain words, and what can be done about it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-head.h"

#include <glib/gi18n-lib.h>

#include "dyr-connect-assistant.h"
#include "dyr-crm-address.h"
#include "dyr-prompt.h"
#include "dyr-sync-service-words.h"
#include "dyr-tell.h"
#include "dyr-weak.h"

struct _DyrSyncHead
{
  GtkWidget parent_instance;

  DyrOffice *office;

  GtkWidget *box;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *state;
  GtkLabel *reason;
  GtkLabel *facts;
  GtkProgressBar *progress;
  GtkLabel *usable;
  GtkButton *remedy;
  GtkButton *run;
  GtkButton *pause;
};

G_DEFINE_FINAL_TYPE (DyrSyncHead, dyr_sync_head, GTK_TYPE_WIDGET)

/* clang-format off */
static const char *const icons[] = {
  [DYR_SERVICE_NOT_CONNECTED] = "dyr-sync-symbolic",
  [DYR_SERVICE_PAUSED] = "media-playback-pause-symbolic",
  [DYR_SERVICE_OFFLINE] = "network-workgroup-symbolic",
  [DYR_SERVICE_UP_TO_DATE] = "object-select-symbolic",
  [DYR_SERVICE_WAITING] = "dyr-sync-symbolic",
  [DYR_SERVICE_SENDING] = "dyr-sync-symbolic",
  [DYR_SERVICE_NEEDS_YOU] = "dialog-question-symbolic",
  [DYR_SERVICE_STOPPED] = "dialog-warning-symbolic",
};
static const char *const remedies[] = {
  [DYR_SERVICE_REMEDY_NONE] = NULL,
  [DYR_SERVICE_REMEDY_RUN] = NC_("sync", "Sync _now"),
  [DYR_SERVICE_REMEDY_SIGN_IN] = NC_("sync", "Sign _in again…"),
  [DYR_SERVICE_REMEDY_ACCEPT] = NC_("sync", "_Agree…"),
  [DYR_SERVICE_REMEDY_RESUME] = NC_("sync", "_Resume"),
};
/* clang-format on */

static DyrSyncService *
get_sync (DyrSyncHead *self)
{
  return dyr_office_get_sync (self->office);
}

/* What helps */

const char *
dyr_sync_head_remedy_label (DyrServiceRemedy remedy)
{
  g_return_val_if_fail (remedy < G_N_ELEMENTS (remedies), NULL);

  return remedies[remedy] != NULL ? g_dpgettext2 (NULL, "sync", remedies[remedy]) : NULL;
}

static void
on_agreement_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSyncService) sync = dyr_weak_take (data);
  g_autofree char *answer = dyr_prompt_finish (result, NULL);

  if (sync != NULL && g_strcmp0 (answer, "agree") == 0)
    dyr_sync_service_accept (sync);
}

/* Nobody agrees to what he was not told. */
static void
ask_agreement (GtkWidget *from, DyrSyncService *sync)
{
  /* clang-format off */
  const DyrPromptResponse for_deletions[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "agree", C_("sync", "_Delete here, too"), ADW_RESPONSE_DESTRUCTIVE },
    { NULL },
  };
  const DyrPromptResponse for_server[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "agree", C_("sync", "_Read everything anew"), ADW_RESPONSE_SUGGESTED },
    { NULL },
  };
  /* clang-format on */
  const gboolean deletions = dyr_sync_service_get_stop (sync) == DYR_STOP_MASS_DELETION;
  g_autofree char *gone = dyr_sync_service_tell_gone (sync);
  g_autofree char *body = NULL;

  body = g_strjoin (
      "\n\n",
      deletions
      ? _ ("Look into the CRM first. If you agree, the records that are gone there are "
           "deleted here, too; what you changed in them is asked about one by one.")
      : _ ("Look into the CRM first. If you agree, it counts as it is now: each record "
           "is read anew and takes the values that the CRM has. Your changes that wait "
           "stay, and are sent."),
           gone,
           NULL);
  dyr_prompt_async (from,
                    deletions
                    ? _ ("Were they deleted on purpose?")
                    : _ ("Was a backup of the CRM restored?"),
                         body,
                         deletions ? for_deletions : for_server,
                         NULL,
                         NULL,
                         on_agreement_answered,
                         dyr_weak_new (sync));
}

void
dyr_sync_head_remedy (GtkWidget *from, DyrOffice *office)
{
  DyrSyncService *sync;
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (DYR_IS_OFFICE (office));

  sync = dyr_office_get_sync (office);
  root = gtk_widget_get_root (from);
  switch (dyr_sync_service_get_remedy (sync))
    {
    case DYR_SERVICE_REMEDY_RUN:
      dyr_sync_service_run (sync);
      break;
    case DYR_SERVICE_REMEDY_SIGN_IN:
      dyr_connect_assistant_present (office, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
      break;
    case DYR_SERVICE_REMEDY_ACCEPT:
      ask_agreement (from, sync);
      break;
    case DYR_SERVICE_REMEDY_RESUME:
      dyr_sync_service_set_paused (sync, FALSE);
      break;
    case DYR_SERVICE_REMEDY_NONE:
    default:
      break;
    }
}

/* How it stands */

static void
append_fact (GString *facts, const char *fact)
{
  g_string_append_printf (facts, "%s%s", facts->len > 0 ? " · " : "", fact);
}

/* Who, where, when last, what stays here. */
static char *
describe (DyrSyncHead *self, DyrSyncService *sync)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  const char *server = dyr_sync_service_get_server (sync);
  const char *user = dyr_sync_service_get_user (sync);
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *shown = server != NULL ? dyr_crm_address_show (server) : NULL;
  g_autofree char *place = NULL, *last = NULL, *here = NULL;
  gint64 done;
  guint n_only_here;

  g_object_get (sync, "last-done", &done, "n-only-here", &n_only_here, NULL);
  if (shown != NULL && user != NULL)
    /* Translators: a person's name, the address of the CRM. */
    place = g_strdup_printf (_ ("%s at %s"), user, shown);
  append_fact (facts, place != NULL ? place : shown);
  if (done != 0)
    {
      g_autofree char *at = dyr_format_instant (context->format, done, dyr_context_today (context));

      /* Translators: a time. */
      last = g_strdup_printf (_ ("last up to date: %s"), at);
      append_fact (facts, last);
    }
  if (n_only_here > 0)
    {
      here = dyr_format_count_in (
          context->format,
          ngettext ("%s record is only on this computer: the CRM cannot hold it",
                    "%s records are only on this computer: the CRM cannot hold them",
                    n_only_here),
          n_only_here);
      append_fact (facts, here);
    }
  return g_string_free (g_steal_pointer (&facts), FALSE);
}

static void
show_progress (DyrSyncHead *self, DyrSyncService *sync, gboolean busy)
{
  guint done, total;
  gint64 last;

  g_object_get (sync, "sending-done", &done, "sending-total", &total, "last-done", &last, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy && total > 0);
  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, (double) done / (double) total);
  gtk_widget_set_visible (GTK_WIDGET (self->usable), busy && last == 0);
}

static void
show_buttons (DyrSyncHead *self, DyrSyncService *sync, gboolean busy)
{
  const DyrServiceRemedy remedy = dyr_sync_service_get_remedy (sync);
  const gboolean own = remedy == DYR_SERVICE_REMEDY_SIGN_IN || remedy == DYR_SERVICE_REMEDY_ACCEPT;

  gtk_widget_set_visible (GTK_WIDGET (self->remedy), own);
  gtk_button_set_label (self->remedy, own ? dyr_sync_head_remedy_label (remedy) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->run), remedy != DYR_SERVICE_REMEDY_SIGN_IN);
  gtk_widget_set_sensitive (GTK_WIDGET (self->run), !busy);
  gtk_button_set_label (self->pause,
                        dyr_sync_service_get_paused (sync)
                        ? C_ ("sync", "_Resume") : C_ ("sync", "_Pause"));
}

static void
show (DyrSyncHead *self)
{
  DyrSyncService *sync = get_sync (self);
  const DyrServiceState state = dyr_sync_service_get_state (sync);
  const gboolean busy = state == DYR_SERVICE_SENDING;
  const char *text = dyr_sync_service_get_text (sync);
  const char *reason = dyr_sync_service_get_reason (sync);
  g_autofree char *facts = describe (self, sync);

  gtk_image_set_from_icon_name (self->icon, icons[state]);
  gtk_label_set_text (self->state, text != NULL ? text : "");
  gtk_label_set_text (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  gtk_label_set_text (self->facts, facts);
  show_progress (self, sync, busy);
  show_buttons (self, sync, busy);
}

static void
on_sync_changed (DyrSyncService *sync, GParamSpec *pspec, DyrSyncHead *self)
{
  if (dyr_sync_service_get_connected (sync))
    show (self);
}

static void
on_remedy_clicked (DyrSyncHead *self)
{
  dyr_sync_head_remedy (GTK_WIDGET (self), self->office);
}

static void
on_run_clicked (DyrSyncHead *self)
{
  dyr_sync_service_run (get_sync (self));
}

static void
on_pause_clicked (DyrSyncHead *self)
{
  dyr_sync_service_set_paused (get_sync (self), !dyr_sync_service_get_paused (get_sync (self)));
}

static void
dyr_sync_head_dispose (GObject *object)
{
  DyrSyncHead *self = DYR_SYNC_HEAD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_SYNC_HEAD);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_sync_head_parent_class)->dispose (object);
}

static void
dyr_sync_head_class_init (DyrSyncHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_sync_head_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-sync-head.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, box);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, icon);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, spinner);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, state);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, reason);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, facts);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, progress);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, usable);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, remedy);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, run);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncHead, pause);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_run_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_pause_clicked);
}

static void
dyr_sync_head_init (DyrSyncHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dyr_sync_head_set_office (DyrSyncHead *self, DyrOffice *office)
{
  g_return_if_fail (DYR_IS_SYNC_HEAD (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (self->office == NULL);

  self->office = g_object_ref (office);
  g_signal_connect_object (get_sync (self), "notify", G_CALLBACK (on_sync_changed), self, 0);
  on_sync_changed (get_sync (self), NULL, self);
}
