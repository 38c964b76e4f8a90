"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { CompositeSchedule } from "@/lib/domain/charging-profile";
import type { CompositeScheduleView } from "@/lib/domain/charging-profile-view";
import { periodAt } from "@/lib/domain/composite-schedule";

type Props = { readonly schedule: CompositeScheduleView; readonly told: CompositeSchedule };

const ROWS_MAX = 48;
const SHORT_SECONDS = 60;

/** The same as the chart, to be read. */
export function ScheduleTable({ schedule, told }: Props) {
  const t = useTranslations("profiles.schedule");
  const format = useFormatter();
  const start = Date.parse(schedule.startAt);
  const starts = [...new Set([...told.periods, ...schedule.expected].map(({ startSeconds }) => startSeconds))]
    .filter((seconds) => seconds < schedule.durationSeconds)
    .toSorted((a, b) => a - b)
    // Stations round to the second: what lasts shorter than a minute is no period of its own.
    .filter((seconds, index, all) => (all[index + 1] ?? schedule.durationSeconds) - seconds >= SHORT_SECONDS);
  const amount = (limit: number | null | undefined, none: string): string =>
    limit === null || limit === undefined ? none : `${format.number(limit, { maximumFractionDigits: 1 })} ${told.unit}`;
  return (
    <Table className="self-start">
      <thead>
        <tr>
          <HeaderCell className="first:pl-0">{t("from")}</HeaderCell>
          <HeaderCell className={NUMBER}>{t("columnTold")}</HeaderCell>
          <HeaderCell className={`${NUMBER} last:pr-0`}>{t("columnExpected")}</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {starts.slice(0, ROWS_MAX).map((seconds) => (
          <tr key={seconds}>
            <Cell className="h-8 first:pl-0">
              <Instant at={new Date(start + seconds * 1000).toISOString()} />
            </Cell>
            <Cell className={`h-8 ${NUMBER}`}>{amount(periodAt(told.periods, seconds)?.limit, "—")}</Cell>
            <Cell className={`h-8 ${NUMBER} text-ink-2 last:pr-0`}>
              {amount(periodAt(schedule.expected, seconds)?.limit, t("unlimited"))}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
