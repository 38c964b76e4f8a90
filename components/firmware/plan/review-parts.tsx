"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignPreview } from "@/lib/domain/firmware/campaign-view";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { DurationWords } from "../duration-words";
import { useSpecRows, useWindowWords } from "../spec-rows";
import { ZonedTime } from "../zoned-time";
import type { LastCampaign } from "./plan";

type FiguresProps = {
  readonly preview: CampaignPreview;
  readonly release: ReleaseView;
  readonly startAt: string | null;
  readonly spec: CampaignSpec;
};

/** The plan in six facts. */
export function PlanFigures({ preview, release, startAt, spec }: FiguresProps) {
  const t = useTranslations("firmware.plan.review");
  const format = useFormatter();
  const windows = useWindowWords();
  const facts: readonly (readonly [label: string, fact: ReactNode])[] = [
    [t("release"), `${release.vendor} ${release.version}`],
    [t("chargers"), format.number(preview.targets)],
    [t("begins"), startAt === null ? t("whenStarted") : <Instant key="start" at={startAt} />],
    [t("ends"), <ExpectedEnd key="end" preview={preview} />],
    [t("deadline"), <DurationWords key="deadline" seconds={spec.deadlineSeconds} />],
    [t("windows"), windows(spec.windows)],
  ];
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 p-4 lg:grid-cols-3">
        {facts.map(([label, fact]) => (
          <div key={label} className="min-w-0">
            <dt className="text-xs text-ink-3">{label}</dt>
            <dd className="font-medium break-words">{fact}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function ExpectedEnd({ preview: { targets, expectedEndAt } }: { readonly preview: CampaignPreview }) {
  const t = useTranslations("firmware.plan.review");
  if (targets === 0) return "—";
  return expectedEndAt === null ? t("notBeforeDeadline") : <Instant at={expectedEndAt} />;
}

/** Which wave has how many, and what has to be true before the next one. */
export function WavesTable({ preview, spec }: { readonly preview: CampaignPreview; readonly spec: CampaignSpec }) {
  const t = useTranslations("firmware.plan.rollout");
  const format = useFormatter();
  const percent = (share: number): string => format.number(share, { style: "percent", maximumFractionDigits: 1 });
  return (
    <Card>
      <CardHeader title={t("waves")} />
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("waves")}>
        <Table>
          <thead>
            <tr>
              <HeaderCell>{t("wave")}</HeaderCell>
              <HeaderCell className="text-right">{t("chargersOf")}</HeaderCell>
              <HeaderCell className="text-right max-sm:hidden">{t("sitesOf")}</HeaderCell>
              <HeaderCell className="max-md:hidden">{t("gate")}</HeaderCell>
              <HeaderCell className="text-right max-sm:hidden">{t("passesAt")}</HeaderCell>
              <HeaderCell className="text-right">{t("soak")}</HeaderCell>
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>td]:border-b-0">
            {preview.waves.map((wave) => {
              const planned = spec.waves[wave.index];
              return (
                <tr key={wave.index} data-review-wave={wave.index}>
                  <Cell>
                    <span className="text-ink-3 tabular-nums">{wave.index + 1}</span> {wave.name}
                  </Cell>
                  <Cell className={NUMBER}>{format.number(wave.stations)}</Cell>
                  <Cell className={`${NUMBER} max-sm:hidden`}>{format.number(wave.sites)}</Cell>
                  <Cell className="text-ink-2 max-md:hidden">
                    {wave.index === 0 ? t("gateFirst") : t(`gateOf.${planned?.gate ?? "Auto"}`)}
                  </Cell>
                  <Cell className={`${NUMBER} max-sm:hidden`}>{percent(planned?.rule.success ?? 0)}</Cell>
                  <Cell className={NUMBER}>
                    <DurationWords seconds={planned?.rule.soakSeconds ?? 0} />
                  </Cell>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </div>
    </Card>
  );
}

/** Who comes first, on the clock of their sites. */
export function FirstStations({ preview }: { readonly preview: CampaignPreview }) {
  const t = useTranslations("firmware.plan.review");
  return (
    <Card>
      <CardHeader title={t("first")} />
      {preview.first.length === 0 ? (
        <p className="p-4 text-ink-2">{t("nobody")}</p>
      ) : (
        <ul className="divide-y">
          {preview.first
            .toSorted((a, b) => a.notBefore.localeCompare(b.notBefore))
            .map(({ identity, site, timeZone, fromVersion, notBefore }) => (
              <li
                key={identity}
                className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2 text-sm"
                data-first={identity}
              >
                <span className="min-w-0">
                  <span className="font-mono text-xs break-all">{identity}</span>{" "}
                  <span className="text-ink-3">{[site, fromVersion].filter((fact) => fact !== null).join(" · ")}</span>
                </span>
                <ZonedTime at={notBefore} timeZone={timeZone} />
              </li>
            ))}
        </ul>
      )}
    </Card>
  );
}

type ChangesProps = {
  readonly spec: CampaignSpec;
  readonly last: LastCampaign | null;
  readonly siteNames: ReadonlyMap<number, string>;
};

/** What is planned otherwise than the last time. */
export function Changes({ spec, last, siteNames }: ChangesProps) {
  const t = useTranslations("firmware.plan.review");
  const rowsOf = useSpecRows();
  if (last === null) return null;
  const before = new Map(rowsOf(last.spec, siteNames).map((row) => [row.key, row]));
  const now = rowsOf(spec, siteNames);
  const gone = [...before.values()].filter(({ key }) => now.every((row) => row.key !== key));
  const changed = [
    ...now.filter((row) => before.get(row.key)?.text !== row.text),
    ...gone.map(({ key, label }) => ({ key, label, text: t("gone") })),
  ];
  return (
    <Card>
      <CardHeader title={t("changes", { name: last.name })} />
      {changed.length === 0 ? (
        <p className="p-4 text-ink-2">{t("noChanges")}</p>
      ) : (
        <dl className="divide-y">
          {changed.map(({ key, label, text }) => (
            <div
              key={key}
              className="grid gap-x-4 px-4 py-2 text-sm sm:grid-cols-[12rem_minmax(0,1fr)]"
              data-change={key}
            >
              <dt className="text-ink-3">{label}</dt>
              <dd className="break-words">
                <del className="block text-ink-3 decoration-ink-3">{before.get(key)?.text ?? t("nothing")}</del>
                <ins className="block font-medium no-underline">{text}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
