"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { LiveTopic } from "@/components/live/live-topics";
import { useReadAgain, useRefreshOn } from "@/components/live/use-live";
import { useFileSize } from "@/components/logs/file-size";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import type { CampaignSummary } from "@/lib/domain/firmware/campaign-view";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { CampaignStateChip } from "../campaign-state";
import { FileField } from "./file-field";
import { HashText } from "./hash-text";
import { ReleaseChecks } from "./release-checks";
import { SignedWord } from "./release-list";
import { UploadBar } from "./upload-progress";
import { useUpload } from "./use-upload";

type Props = {
  readonly release: ReleaseView;
  readonly campaigns: readonly CampaignSummary[];
  readonly mayPlan: boolean;
  readonly position: number;
  readonly renderedAt: string;
};

const REFRESH_MS = 1_000;

/** A release: what the checks found, what it is, who takes it. */
export function ReleaseDetail({ release, campaigns, mayPlan, position, renderedAt }: Props) {
  const t = useTranslations("firmware.releases");
  useRefreshOn(["rollouts"], REFRESH_MS);
  return (
    <>
      <LiveTopic topic="rollouts" position={position} renderedAt={renderedAt} />
      <Verdict release={release} />
      {release.status === "Uploading" && mayPlan ? <SendFile releaseId={release.id} /> : null}
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <Card>
          <CardHeader title={t("checks")} />
          <div className="p-4">
            {release.checks.length === 0 ? (
              <p className="text-ink-2">{t("notCheckedYet")}</p>
            ) : (
              <ReleaseChecks checks={release.checks} isSigned={release.isSigned} />
            )}
          </div>
        </Card>
        <ReleaseFacts release={release} />
        <Card>
          <CardHeader title={t("campaignsOf")} />
          {campaigns.length === 0 ? (
            <p className="p-4 text-ink-2">{t("noCampaigns")}</p>
          ) : (
            <ul className="divide-y">
              {campaigns.map((campaign) => (
                <li key={campaign.id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2.5">
                  <Link
                    prefetch={false}
                    href={`/firmware/campaigns/${campaign.id}`}
                    className="min-w-0 font-medium hover:underline"
                  >
                    {campaign.name}
                  </Link>
                  <CampaignStateChip campaign={campaign} />
                </li>
              ))}
            </ul>
          )}
        </Card>
        {release.notes === null ? null : (
          <Card>
            <CardHeader title={t("notes")} />
            <p className="max-w-prose p-4 break-words whitespace-pre-wrap">{release.notes}</p>
          </Card>
        )}
      </div>
    </>
  );
}

/** In one sentence: what may be done with it, and why not. */
function Verdict({ release: { status, fault } }: { readonly release: ReleaseView }) {
  const t = useTranslations("firmware.releases.verdict");
  const tone =
    status === "Rejected"
      ? "bg-fault-soft text-fault-ink"
      : status === "Verified"
        ? "bg-ready-soft text-ready-ink"
        : "bg-off-soft text-off-ink";
  return (
    <p role="status" className={`mb-4 rounded-lg px-4 py-3 ${tone}`} data-verdict={status}>
      {t(status)} {status === "Rejected" && fault !== null ? fault : null}
    </p>
  );
}

function SendFile({ releaseId }: { readonly releaseId: string }) {
  const t = useTranslations("firmware.upload");
  const upload = useUpload();
  const readAgain = useReadAgain();
  const [file, setFile] = useState<File | null>(null);
  const [fault, setFault] = useState<ActionFault | null>(null);
  const send = async (): Promise<void> => {
    if (file === null) return;
    setFault(await upload.send(releaseId, file));
    readAgain();
  };
  return (
    <Card className="mb-4 flex flex-col gap-3 p-4">
      <FileField file={file} error={fault?.message ?? null} onChange={setFile} />
      {upload.progress === null ? (
        <Button variant="primary" className="self-end" disabled={file === null} onClick={() => void send()}>
          {t("send")}
        </Button>
      ) : (
        <UploadBar progress={upload.progress} onCancel={upload.cancel} />
      )}
    </Card>
  );
}

function ReleaseFacts({ release }: { readonly release: ReleaseView }) {
  const t = useTranslations("firmware.releases");
  const size = useFileSize();
  const facts: readonly (readonly [label: string, fact: ReactNode])[] = [
    [t("models"), release.models.join(", ")],
    [
      t(release.versionIsPattern ? "expectedPattern" : "expected"),
      <code key="expected" className="font-mono text-xs break-all">
        {release.expectedVersion}
      </code>,
    ],
    [t("proof"), t(`evidence.${release.versionEvidence}`)],
    [t("from"), release.fromVersions.length === 0 ? t("fromAny") : release.fromVersions.join(", ")],
    [t("downgrade"), t(release.allowDowngrade ? "downgradeYes" : "downgradeNo")],
    [t("file"), release.fileName],
    [t("size"), release.bytes === 0 ? "—" : size(release.bytes)],
    [t("hash"), <HashText key="hash" sha256={release.sha256} isWhole />],
    [t("signature"), <SignedWord key="signed" isSigned={release.isSigned} />],
    [
      t("uploaded"),
      <span key="uploaded">
        {release.uploadedBy}, <Instant at={release.createdAt} />
      </span>,
    ],
    [t("retired"), release.retiredAt === null ? null : <Instant key="retired" at={release.retiredAt} />],
  ];
  return (
    <Card>
      <CardHeader title={t("facts")} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 p-4 text-sm">
        {facts
          .filter(([, fact]) => fact !== null)
          .map(([label, fact]) => (
            <div key={label} className="contents">
              <dt className="text-ink-3">{label}</dt>
              <dd className="min-w-0 wrap-anywhere">{fact}</dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}
