/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values as cells of a spreadsheet: dates, amounts and numbers as such, so that they can be added
 * up and sorted; what a spreadsheet cannot hold exactly stands there as text. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-export-private.h"

#include "dyr-date.h"
#include "dyr-decimal.h"

#define DAY_SECONDS 86400

/* The moment on the office's clock. FALSE: the clock shows it twice, or the file cannot. */
static gboolean
add_instant (DyrXlsxWriter *writer, const DyrContext *context, gint64 instant)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, context->zone) : NULL;
  gint64 date, midnight;
  int second;

  if (local == NULL)
    return FALSE;
  date = dyr_date_of_instant (instant, context->zone);
  second = (g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local)) * 60
           + g_date_time_get_second (local);
  midnight = dyr_instant_of_date (
      date, g_date_time_get_hour (local), g_date_time_get_minute (local), context->zone);

  return midnight + g_date_time_get_second (local) == instant
         && dyr_xlsx_writer_add_moment (writer, date, second);
}

static gboolean
add_number (DyrXlsxWriter *writer,
            const DyrContext *context,
            const DyrField *field,
            const DyrValue *value)
{
  if (value->form != DYR_VALUE_NUMBER)
    return FALSE;
  if (field->kind == DYR_KIND_DATE)
    return dyr_xlsx_writer_add_date (writer, value->number);
  if (field->kind == DYR_KIND_INSTANT)
    return add_instant (writer, context, value->number);
  if (field->kind == DYR_KIND_MONEY)
    return dyr_xlsx_writer_add_number (writer, value->number, DYR_DECIMAL_MONEY_SCALE);
  if (field->kind == DYR_KIND_QUANTITY)
    return dyr_xlsx_writer_add_number (writer, value->number, DYR_DECIMAL_QUANTITY_SCALE);

  return field->kind == DYR_KIND_COUNT && dyr_xlsx_writer_add_number (writer, value->number, 0);
}

static gboolean
is_code (DyrKind kind)
{
  return kind == DYR_KIND_CODE || kind == DYR_KIND_PHONE || kind == DYR_KIND_IBAN;
}

void
dyr_export_xlsx_value (DyrXlsxWriter *writer,
                       const DyrContext *context,
                       const DyrRecordType *type,
                       guint index,
                       const DyrValue *value,
                       DyrExportHeaders headers)
{
  const DyrField *field = &type->fields[index];
  g_autofree char *text = NULL;

  if (add_number (writer, context, field, value))
    return;
  /* A date that is no cell of one is written as programs do: every language reads that. */
  if (value->form == DYR_VALUE_NUMBER && field->kind != DYR_KIND_YES_NO)
    headers = DYR_EXPORT_NAMES;
  text = dyr_export_text (context, type, index, value, headers);
  dyr_xlsx_writer_add_text (
      writer, text, is_code (field->kind) ? DYR_XLSX_CELL_CODE : DYR_XLSX_CELL_TEXT);
}

guint
dyr_export_xlsx_width (const DyrField *field)
{
  switch (field->kind)
    {
    case DYR_KIND_LONG_TEXT:
      return 40;
    case DYR_KIND_TEXT:
    case DYR_KIND_LINK:
      return 28;
    case DYR_KIND_SET:
    case DYR_KIND_URL:
    case DYR_KIND_IBAN:
      return 24;
    case DYR_KIND_EMAIL:
    case DYR_KIND_PHONE:
    case DYR_KIND_INSTANT:
      return 18;
    case DYR_KIND_CODE:
    case DYR_KIND_COUNTRY:
    case DYR_KIND_YES_NO:
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
    case DYR_KIND_CURRENCY:
    case DYR_KIND_DATE:
    case DYR_KIND_CHOICE:
    case DYR_KIND_MOVE:
    default:
      return 14;
    }
}
