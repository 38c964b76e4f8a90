"use client";

import { FileDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { LiveTopic } from "@/components/live/live-topics";
import { useRefreshOn } from "@/components/live/use-live";
import { ChargerTabs } from "@/components/stations/charger-tabs";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import { PageHeading } from "@/components/ui/page-heading";
import type { LogJobView } from "@/lib/domain/log-job";
import { FetchLogForm } from "./fetch-log-form";
import type { LogActions } from "./log-actions";
import { LogJob } from "./log-job";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  readonly position: number;
  readonly renderedAt: string;
  readonly jobs: readonly LogJobView[];
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
  readonly actions: LogActions;
};

const REFRESH_MS = 1_000;

/** The logs that were asked of a charger, how far each is, and the files that came. */
export function LogsView({ identity, isConnected, actions, ...page }: Props) {
  const t = useTranslations("logs");
  const [isAsked, setAsked] = useState(false);
  useRefreshOn(["logs", "commands", `station:${identity}`], REFRESH_MS);
  return (
    <>
      <LiveTopic topic={`station:${identity}`} position={page.position} renderedAt={page.renderedAt} />
      <PageHeading title={t("title")} crumbs={[{ label: identity, href: `/chargers/${encodeURIComponent(identity)}` }]}>
        <CommandButton variant="primary" onClick={() => setAsked(true)}>
          <FileDown aria-hidden className="size-3.5" />
          {t("fetch")}
        </CommandButton>
      </PageHeading>
      <ChargerTabs identity={identity} />
      <Card aria-label={t("title")}>
        {page.jobs.length === 0 ? (
          <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
        ) : (
          <ul className="divide-y">
            {page.jobs.map((job) => (
              <LogJob key={job.id} job={job} actions={actions} />
            ))}
          </ul>
        )}
      </Card>
      {page.jobs.length === 0 ? null : (
        <NextPage shown={page.jobs.length} total={null} nextCursor={page.nextCursor} isFirstPage={page.isFirstPage} />
      )}
      <Dialog open={isAsked} onOpenChange={setAsked} title={t("fetch")} description={t("fetchHint")}>
        <FetchLogForm
          identity={identity}
          isConnected={isConnected}
          request={actions.request}
          onClose={() => setAsked(false)}
        />
      </Dialog>
    </>
  );
}
