"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFileSize } from "@/components/logs/file-size";
import { Card, CardHeader } from "@/components/ui/card";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import { canaryProof, type WaveSpec } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { useDurationWords } from "../duration-words";
import { UnsignedWarning } from "../plan/unsigned-warning";
import { ReleaseChecks } from "../releases/release-checks";
import { Facts } from "./plan-facts";
import { SafetyCard } from "./safety-card";

type Props = {
  readonly campaign: CampaignView;
  readonly release: ReleaseView;
  /** Names of the sites a filter names, by id. */
  readonly siteNames: Readonly<Record<number, string>>;
};

/** What was planned, all of it, read-only. */
export function PlanView({ campaign, release, siteNames }: Props) {
  return (
    <div className="flex flex-col gap-5">
      <UnsignedWarning stations={campaign.unsignedTargets} />
      <div className="grid gap-5 lg:grid-cols-2 [&>*]:h-full">
        <ReleaseCard release={release} />
        <TargetsCard campaign={campaign} siteNames={siteNames} />
      </div>
      <PlannedWaves campaign={campaign} />
      <SafetyCard spec={campaign.spec} />
    </div>
  );
}

function ReleaseCard({ release }: Pick<Props, "release">) {
  const t = useTranslations("campaign.plan");
  const size = useFileSize();
  return (
    <Card aria-label={t("release")}>
      <CardHeader title={t("release")}>
        <Link href={`/firmware/releases/${release.id}`} className="text-sm text-accent underline underline-offset-2">
          {release.vendor} {release.version}
        </Link>
      </CardHeader>
      <Facts
        facts={[
          [t("models"), release.models.join(", ")],
          [t("proof"), <Proof key="proof" release={release} />],
          [t("fromVersions"), release.fromVersions.length === 0 ? t("anyVersion") : release.fromVersions.join(", ")],
          [t("file"), `${release.fileName} · ${size(release.bytes)}`],
          [
            t("hash"),
            <code key="hash" className="font-mono text-xs break-all">
              {release.sha256 ?? "—"}
            </code>,
          ],
        ]}
      />
      <div className="border-t px-4 py-3 text-sm">
        <ReleaseChecks checks={release.checks} isSigned={release.isSigned} />
      </div>
      {release.notes === null ? null : (
        <p className="border-t px-4 py-3 text-sm whitespace-pre-line">{release.notes}</p>
      )}
    </Card>
  );
}

function Proof({ release }: { readonly release: ReleaseView }) {
  const t = useTranslations("campaign.plan");
  return (
    <>
      {t(release.versionIsPattern ? "proofPattern" : "proofExact", { version: release.expectedVersion })}
      {release.versionEvidence === "BestEffort" ? ` ${t("bestEffort")}` : null}
    </>
  );
}

function TargetsCard({ campaign, siteNames }: Pick<Props, "campaign" | "siteNames">) {
  const t = useTranslations("campaign.plan");
  const format = useFormatter();
  const { targets } = campaign.spec;
  const list = (words: readonly string[] | undefined): string => words?.join(", ") ?? t("any");
  return (
    <Card aria-label={t("targets")}>
      <CardHeader title={t("targets")}>
        <span className="text-sm font-medium tabular-nums">
          {campaign.totals.total === 0 ? null : t("stations", { count: campaign.totals.total })}
        </span>
      </CardHeader>
      <Facts
        facts={[
          [t("vendor"), targets.vendor ?? t("any")],
          [t("models"), list(targets.models)],
          [t("versions"), list(targets.versions)],
          [t("sites"), list(targets.siteIds?.map((id) => siteNames[id] ?? format.number(id)))],
          [t("tags"), list(targets.tags)],
          [t("protocols"), list(targets.ocppVersions)],
          ...(targets.identities === undefined
            ? []
            : ([[t("byName"), <Identities key="names" identities={targets.identities} />]] as const)),
        ]}
      />
    </Card>
  );
}

const NAMED_MAX = 20;

function Identities({ identities }: { readonly identities: readonly string[] }) {
  const t = useTranslations("campaign.plan");
  const more = identities.length - NAMED_MAX;
  return (
    <span className="break-all">
      {identities.slice(0, NAMED_MAX).join(", ")}
      {more > 0 ? ` ${t("andMore", { count: more })}` : null}
    </span>
  );
}

function PlannedWaves({ campaign }: { readonly campaign: CampaignView }) {
  const t = useTranslations("campaign.plan");
  const [canary] = campaign.spec.waves;
  const stations = campaign.waves[0]?.total ?? (canary?.size.type === "Count" ? canary.size.count : 0);
  const format = useFormatter();
  return (
    <Card aria-label={t("waves")}>
      <CardHeader title={t("waves")} />
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("waves")}>
        <Table>
          <thead>
            <tr>
              <HeaderCell>{t("wave")}</HeaderCell>
              <HeaderCell className="text-right">{t("size")}</HeaderCell>
              <HeaderCell>{t("opens")}</HeaderCell>
              <HeaderCell>{t("passes")}</HeaderCell>
              <HeaderCell>{t("stops")}</HeaderCell>
              <HeaderCell>{t("soak")}</HeaderCell>
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>td]:border-b-0">
            {campaign.spec.waves.map((wave, index) => (
              <PlannedWave key={wave.name} wave={wave} index={index} total={campaign.waves[index]?.total ?? null} />
            ))}
          </tbody>
        </Table>
      </div>
      {stations === 0 ? null : (
        <p className="border-t px-4 py-3 text-sm text-ink-2">
          {t("canary", {
            count: stations,
            rate: format.number(canaryProof(stations), { style: "percent", maximumFractionDigits: 0 }),
          })}
        </p>
      )}
    </Card>
  );
}

type WaveProps = { readonly wave: WaveSpec; readonly index: number; readonly total: number | null };

function PlannedWave({ wave, index, total }: WaveProps): ReactNode {
  const t = useTranslations("campaign.plan");
  const format = useFormatter();
  const duration = useDurationWords();
  const { rule } = wave;
  const percent = (share: number): string => format.number(share, { style: "percent", maximumFractionDigits: 1 });
  return (
    <tr className="align-top [&>td]:py-2">
      <Cell className="font-medium">{wave.name}</Cell>
      <Cell className={NUMBER}>
        <SizeWords wave={wave} />
        {total === null ? null : <span className="block text-xs text-ink-3">{t("stations", { count: total })}</span>}
      </Cell>
      <Cell>{index === 0 ? t("opensFirst") : t(`opensBy.${wave.gate}`)}</Cell>
      <Cell>{t("success", { share: percent(rule.success) })}</Cell>
      <Cell>
        {t("budget", { failures: rule.failuresMax, lost: rule.lostMax })}
        {rule.failureRateMax === null ? null : (
          <span className="block text-xs text-ink-3">
            {t("rate", { share: percent(rule.failureRateMax), least: rule.decidedMin })}
          </span>
        )}
      </Cell>
      <Cell>
        {duration(rule.soakSeconds)}
        {rule.comparesSoak ? <span className="block text-xs text-ink-3">{t("compared")}</span> : null}
      </Cell>
    </tr>
  );
}

function SizeWords({ wave: { size } }: { readonly wave: WaveSpec }): ReactNode {
  const t = useTranslations("campaign.plan");
  const format = useFormatter();
  switch (size.type) {
    case "Count":
      return format.number(size.count);
    case "Share":
      return format.number(size.share, { style: "percent", maximumFractionDigits: 1 });
    case "Stations":
      return t("named", { count: size.identities.length });
    case "Rest":
      return t("rest");
  }
}
