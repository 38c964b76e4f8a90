"use client";

import { Star } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { ComplianceRow } from "@/lib/domain/firmware/release-view";

type Props = { readonly rows: readonly ComplianceRow[]; readonly mayPlan: boolean };

/** Which versions run on which models, a card for each vendor; and the way to the newest. */
export function ComplianceMatrix({ rows, mayPlan }: Props) {
  const vendors = [...new Set(rows.map(({ vendor }) => vendor))];
  return (
    <div className="flex flex-col gap-4">
      {vendors.map((vendor) => (
        <VendorCard key={vendor} vendor={vendor} rows={rows.filter((row) => row.vendor === vendor)} mayPlan={mayPlan} />
      ))}
    </div>
  );
}

function VendorCard({ vendor, rows, mayPlan }: Props & { readonly vendor: string }) {
  const t = useTranslations("firmware.compliance");
  const behind = rows.reduce((sum, row) => sum + row.behind, 0);
  return (
    <Card data-vendor={vendor}>
      <CardHeader title={vendor}>
        <span className="text-sm text-ink-2 tabular-nums">
          {behind > 0 ? t("behindOf", { count: behind }) : t(rows.some(hasRelease) ? "allCurrent" : "nothingToHave")}
        </span>
      </CardHeader>
      <VersionTable vendor={vendor} rows={rows} mayPlan={mayPlan} />
      <ul className="divide-y md:hidden">
        {rows.map((row) => (
          <ModelLines key={row.model} row={row} mayPlan={mayPlan} />
        ))}
      </ul>
    </Card>
  );
}

const hasRelease = ({ newest }: ComplianceRow): boolean => newest !== null;

function VersionTable({ vendor, rows, mayPlan }: Props & { readonly vendor: string }) {
  const t = useTranslations("firmware.compliance");
  const format = useFormatter();
  const versions = versionsOf(rows);
  return (
    // Many versions scroll inside the card; the keyboard reaches them.
    <div
      role="region"
      aria-label={t("tableOf", { vendor })}
      tabIndex={0}
      className="overflow-x-auto rounded-b-lg max-md:hidden"
    >
      <Table>
        <thead>
          <tr>
            <HeaderCell className="sticky left-0 bg-surface">{t("model")}</HeaderCell>
            {versions.map((version) => (
              <HeaderCell key={version ?? ""} className="text-right font-mono">
                {version ?? <span className="font-sans">{t("untold")}</span>}
              </HeaderCell>
            ))}
            <HeaderCell className="text-right">{t("all")}</HeaderCell>
            <HeaderCell className="text-right">{t("behind")}</HeaderCell>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {rows.map((row) => (
            <tr key={row.model} data-model={row.model}>
              <Cell className="sticky left-0 bg-surface font-medium whitespace-nowrap">{row.model}</Cell>
              {versions.map((version) => (
                <CountCell key={version ?? ""} row={row} version={version} />
              ))}
              <Cell className={NUMBER}>{format.number(row.total)}</Cell>
              <Cell className="text-right whitespace-nowrap">
                <Behind row={row} mayPlan={mayPlan} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** The newest first, as far as names of versions can be put in order; untold ones last. */
function versionsOf(rows: readonly ComplianceRow[]): readonly (string | null)[] {
  const all = [...new Set(rows.flatMap(({ versions }) => versions.map(({ version }) => version)))];
  const newestFirst = new Intl.Collator("en", { numeric: true });
  return all.toSorted((a, b) => (a === null ? 1 : b === null ? -1 : newestFirst.compare(b, a)));
}

function CountCell({ row, version }: { readonly row: ComplianceRow; readonly version: string | null }) {
  const t = useTranslations("firmware.compliance");
  const format = useFormatter();
  const found = row.versions.find((cell) => cell.version === version);
  if (found === undefined || found.stations === 0) {
    return (
      <Cell className="text-right text-ink-3">
        <span aria-hidden>·</span>
      </Cell>
    );
  }
  // More chargers, more ink; the count itself stands in it.
  const share = Math.round(6 + 20 * (found.stations / Math.max(1, row.total)));
  const tint = found.isNewest ? "var(--ready)" : "var(--energy)";
  return (
    <Cell className={NUMBER} style={{ backgroundColor: `color-mix(in oklch, ${tint} ${share}%, var(--surface))` }}>
      <span className="inline-flex items-center justify-end gap-1">
        {found.isNewest ? <Star aria-label={t("newest")} className="size-3" strokeWidth={2.25} /> : null}
        {format.number(found.stations)}
      </span>
    </Cell>
  );
}

/** How many lack the newest release, and the one click that plans their update. */
function Behind({ row, mayPlan }: { readonly row: ComplianceRow; readonly mayPlan: boolean }) {
  const t = useTranslations("firmware.compliance");
  if (row.newest === null) return <span className="text-sm text-ink-3">{t("noRelease")}</span>;
  if (row.behind === 0) return <span className="text-sm text-ink-2">{t("current")}</span>;
  const words = t("behindBy", { count: row.behind });
  if (!mayPlan) return <span className="text-sm tabular-nums">{words}</span>;
  const query = new URLSearchParams({ release: row.newest.releaseId, model: row.model });
  return (
    <ButtonLink
      size="small"
      href={`/firmware/campaigns/new?${query.toString()}`}
      aria-label={t("plan", { count: row.behind, model: row.model, version: row.newest.version })}
    >
      {words} · {t("update", { version: row.newest.version })}
    </ButtonLink>
  );
}

/** The same on a telephone. */
function ModelLines({ row, mayPlan }: { readonly row: ComplianceRow; readonly mayPlan: boolean }) {
  const t = useTranslations("firmware.compliance");
  const format = useFormatter();
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{row.model}</span>
        <span className="text-sm text-ink-3 tabular-nums">{t("chargers", { count: row.total })}</span>
      </div>
      <ul className="flex flex-wrap gap-1.5">
        {row.versions.map(({ version, stations, isNewest }) => (
          <li
            key={version ?? ""}
            className={classNames(
              "inline-flex min-h-6 items-center gap-1.5 rounded-md px-2 text-xs tabular-nums",
              isNewest ? "bg-ready-soft text-ready-ink" : "bg-sunken text-ink-2",
            )}
          >
            {isNewest ? <Star aria-label={t("newest")} className="size-3" strokeWidth={2.25} /> : null}
            {version === null ? t("untold") : <span className="font-mono">{version}</span>}
            <span className="font-medium">{format.number(stations)}</span>
          </li>
        ))}
      </ul>
      <div>
        <Behind row={row} mayPlan={mayPlan} />
      </div>
    </li>
  );
}
