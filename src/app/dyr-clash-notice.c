/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashNotice: says above a record that it was changed in the CRM too. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-notice.h"

#include <glib/gi18n-lib.h>

#include "dyr-banner.h"
#include "dyr-clash-watch.h"
#include "dyr-clash-words.h"
#include "dyr-tell.h"

struct _DyrClashNotice
{
  GtkWidget parent_instance;

  DyrClashWatch *watch;

  DyrBanner *banner;
};

G_DEFINE_FINAL_TYPE (DyrClashNotice, dyr_clash_notice, GTK_TYPE_WIDGET)

static char *
tell (DyrClashLook *look)
{
  const DyrClashSides *sides = g_ptr_array_index (look->sides, 0);
  g_autofree char *fields = NULL;

  if (sides->clash->group == DYR_WHOLE_RECORD)
    return dyr_clash_words_question (sides->clash);
  fields = dyr_clash_words_all_fields (look);
  /* Translators: the labels of the fields that were changed here and in the CRM. */
  return g_strdup_printf (C_ ("clash", "Changed in the CRM too: %s"), fields);
}

static void
on_watch_changed (DyrClashWatch *watch, DyrClashNotice *self)
{
  DyrClashLook *look = dyr_clash_watch_get_look (watch);
  g_autofree char *text = look->sides->len > 0 ? tell (look) : NULL;

  /* What is not seen is not read out either. */
  dyr_banner_set_title (self->banner, text);
  dyr_banner_set_revealed (self->banner, text != NULL);
}

static void
on_decide_clicked (DyrBanner *banner, DyrClashNotice *self)
{
  DyrClashLook *look = dyr_clash_watch_get_look (self->watch);
  g_autofree char *uid = look != NULL ? dyr_uid_to_text (&look->uid) : NULL;

  if (uid != NULL)
    gtk_widget_activate_action (dyr_main_window_of (GTK_WIDGET (self)), "win.clash", "s", uid);
}

static void
dyr_clash_notice_dispose (GObject *object)
{
  DyrClashNotice *self = DYR_CLASH_NOTICE (object);

  g_clear_object (&self->watch);
  g_clear_pointer ((GtkWidget **) &self->banner, gtk_widget_unparent);
  G_OBJECT_CLASS (dyr_clash_notice_parent_class)->dispose (object);
}

static void
dyr_clash_notice_class_init (DyrClashNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_clash_notice_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
dyr_clash_notice_init (DyrClashNotice *self)
{
  self->banner = DYR_BANNER (dyr_banner_new (NULL));
  dyr_banner_set_button_label (self->banner, C_ ("clash", "_Decide…"));
  g_signal_connect_object (self->banner, "button-clicked", G_CALLBACK (on_decide_clicked), self, 0);
  gtk_widget_set_parent (GTK_WIDGET (self->banner), GTK_WIDGET (self));
}

void
dyr_clash_notice_set_record (DyrClashNotice *self, DyrOffice *office, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_CLASH_NOTICE (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));

  if (self->watch == NULL)
    {
      self->watch = dyr_clash_watch_new (dyr_office_get_store (office));
      g_signal_connect_object (self->watch, "changed", G_CALLBACK (on_watch_changed), self, 0);
    }
  dyr_banner_set_title (self->banner, NULL);
  dyr_banner_set_revealed (self->banner, FALSE);
  if (record != NULL && dyr_record_get_id (record) != 0)
    dyr_clash_watch_look_at (self->watch, dyr_record_get_id (record));
  else
    dyr_clash_watch_stop (self->watch);
}
