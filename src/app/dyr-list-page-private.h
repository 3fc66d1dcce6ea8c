/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of DyrListPage share. */

#pragma once

#include "dyr-list-page.h"

#include "dyr-detail.h"
#include "dyr-filter-bar.h"
#include "dyr-pages.h"
#include "dyr-query-line.h"
#include "dyr-record-list.h"
#include "dyr-split.h"
#include "dyr-table.h"

G_BEGIN_DECLS

struct _DyrListPage
{
  GtkWidget parent_instance;

  DyrOffice *office;
  const DyrPageInfo *info;
  DyrRecordList *list;
  DyrRecordList *users;
  GtkStringList *user_names;
  char *search;
  DyrQueryLine *line; /* the search as it was understood */
  GCancellable *opening;
  GCancellable *totalling;
  GPtrArray *views;            /* DyrView of all types, as the store has them */
  gboolean views_known;        /* they were read: what is saved replaces all that the store has */
  GSimpleActionGroup *actions; /* "list" */
  char *view;                  /* name of the one that was opened or saved last */
  guint n_columns;             /* as many as have room */
  gboolean chosen_columns;     /* by a person: they stay whatever the width */

  DyrSplit *split;
  GtkStack *list_stack;
  DyrTable *table;
  GtkDropDown *state_filter;
  GtkDropDown *user_filter;
  GtkLabel *count;
  DyrFilterBar *filter;
  GtkMenuButton *add_condition;
  GtkMenuButton *view_menu;
  GtkBox *many;
  GtkLabel *many_count;
  GtkWidget *merge;
  GtkStack *detail_stack;
  AdwStatusPage *empty;
  GtkButton *empty_new;
  GtkButton *empty_import;
  GtkButton *clear_filters;
  GtkButton *back;
  GtkLabel *back_title;
  DyrDetail *detail;
  gboolean wants_focus;      /* the keyboard goes to the record that is being read */
  gboolean wants_list;       /* it goes to the rows that are being found */
  gboolean wants_list_focus; /* likewise, and chooses none */
  guint n_focus_frames;      /* in which the list is still tried to be given the keyboard */
};

/* Asks the list for what the filters say. */
void dyr_list_page_ask (DyrListPage *self);

/* The page's own columns, as many as have room. */
void dyr_list_page_show_own_columns (DyrListPage *self);

/* The count with these sums (GArray of DyrTotal, NULL: not yet known), and asking for them:
 * dyr-list-page-totals.c */
void dyr_list_page_show_count (DyrListPage *self, GArray *totals);
void dyr_list_page_ask_for_totals (DyrListPage *self);

/* What is done with several lines: dyr-list-page-many.c. */
void dyr_list_page_bind_many (GtkWidgetClass *klass);
void dyr_list_page_set_up_many (DyrListPage *self);

/* dyr-list-page-marks.c: which records the CRM does not have as they are here. */
void dyr_list_page_follow_sync (DyrListPage *self);

/* Menus and views: dyr-list-page-views.c. Once, when the list is there. */
void dyr_list_page_set_up_views (DyrListPage *self);

G_END_DECLS
