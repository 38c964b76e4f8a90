"use client";

import { ShieldCheck, ShieldOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LiveTopic } from "@/components/live/live-topics";
import { useRefreshOn } from "@/components/live/use-live";
import { useFileSize } from "@/components/logs/file-size";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { HashText } from "./hash-text";
import { ChecksAtAGlance } from "./release-checks";
import { ReleaseChip } from "./release-chip";

type Props = {
  readonly releases: readonly ReleaseView[];
  /** How many campaigns take which release, by its id. */
  readonly usedBy: Readonly<Record<string, number>>;
  readonly position: number;
  readonly renderedAt: string;
  readonly empty: ReactNode;
};

const REFRESH_MS = 1_000;

/** Releases, newest first. */
export function ReleaseList({ releases, usedBy, position, renderedAt, empty }: Props) {
  const t = useTranslations("firmware.releases");
  useRefreshOn(["rollouts"], REFRESH_MS);
  return (
    <>
      <LiveTopic topic="rollouts" position={position} renderedAt={renderedAt} />
      <Card aria-label={t("title")}>
        {releases.length === 0 ? (
          empty
        ) : (
          <>
            <Table className="max-md:hidden">
              <thead>
                <tr>
                  <HeaderCell>{t("release")}</HeaderCell>
                  <HeaderCell>{t("status")}</HeaderCell>
                  <HeaderCell>{t("checks")}</HeaderCell>
                  <HeaderCell>{t("signature")}</HeaderCell>
                  <HeaderCell className="text-right">{t("size")}</HeaderCell>
                  <HeaderCell className="max-lg:hidden">{t("hash")}</HeaderCell>
                  <HeaderCell className="text-right">{t("usedBy")}</HeaderCell>
                </tr>
              </thead>
              <tbody className="[&>tr:last-child>td]:border-b-0">
                {releases.map((release) => (
                  <ReleaseRow key={release.id} release={release} campaigns={usedBy[release.id] ?? 0} />
                ))}
              </tbody>
            </Table>
            <ul className="divide-y md:hidden">
              {releases.map((release) => (
                <ReleaseLines key={release.id} release={release} campaigns={usedBy[release.id] ?? 0} />
              ))}
            </ul>
          </>
        )}
      </Card>
    </>
  );
}

type RowProps = { readonly release: ReleaseView; readonly campaigns: number };

function ReleaseRow({ release, campaigns }: RowProps) {
  const size = useFileSize();
  return (
    <tr className="relative hover:bg-sunken" data-release={release.version}>
      <Cell className="max-w-64 py-2">
        <ReleaseName release={release} />
      </Cell>
      <Cell>
        <ReleaseChip status={release.status} />
      </Cell>
      <Cell>
        <ChecksAtAGlance checks={release.checks} isSigned={release.isSigned} />
      </Cell>
      <Cell>
        <SignedWord isSigned={release.isSigned} />
      </Cell>
      <Cell className={NUMBER}>{release.bytes === 0 ? "—" : size(release.bytes)}</Cell>
      <Cell className="max-lg:hidden">
        <HashText sha256={release.sha256} />
      </Cell>
      <Cell className={NUMBER}>{campaigns === 0 ? "—" : campaigns}</Cell>
    </tr>
  );
}

/** The same on a telephone. */
function ReleaseLines({ release, campaigns }: RowProps) {
  const t = useTranslations("firmware.releases");
  const size = useFileSize();
  return (
    <li className="relative flex flex-col gap-2 px-4 py-3" data-release={release.version}>
      <div className="flex items-start justify-between gap-3">
        <ReleaseName release={release} />
        <ReleaseChip status={release.status} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
        <SignedWord isSigned={release.isSigned} />
        {release.bytes === 0 ? null : <span className="tabular-nums">{size(release.bytes)}</span>}
        {campaigns === 0 ? null : <span>{t("usedByCount", { count: campaigns })}</span>}
      </div>
    </li>
  );
}

function ReleaseName({ release: { id, vendor, version, models } }: { readonly release: ReleaseView }) {
  const text = models.join(", ");
  return (
    <div className="min-w-0">
      <Link
        prefetch={false}
        href={`/firmware/releases/${id}`}
        className="block truncate font-medium after:absolute after:inset-0"
      >
        {vendor} {version}
      </Link>
      <span className="block truncate text-xs text-ink-3" title={text}>
        {text}
      </span>
    </div>
  );
}

export function SignedWord({ isSigned }: { readonly isSigned: boolean }) {
  const t = useTranslations("firmware.releases");
  const Icon = isSigned ? ShieldCheck : ShieldOff;
  return (
    <span className="inline-flex items-center gap-1.5 text-sm whitespace-nowrap" data-signed={isSigned}>
      <Icon aria-hidden className={isSigned ? "size-4 text-ready-ink" : "size-4 text-ink-3"} strokeWidth={1.75} />
      {t(isSigned ? "signed" : "unsigned")}
    </span>
  );
}
