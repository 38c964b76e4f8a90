"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { CommandsInPlace } from "@/components/commands/commands-in-place";
import { LiveTopic } from "@/components/live/live-topics";
import { useCommands, useRefreshOn, useStation } from "@/components/live/use-live";
import { Card, CardHeader } from "@/components/ui/card";
import type { CommandView } from "@/lib/domain/command-view";
import type {
  CertificateRequestView,
  HandshakeRefusalView,
  ReportView,
  SecurityEventView,
  StationHealth,
} from "@/lib/domain/health-view";
import type { DeviationView, StationDetail } from "@/lib/domain/station-view";
import { Why } from "../doctor/why";
import { AccessCard } from "./access-card";
import { ConnectionsCard } from "./connections-card";
import { DeviationsCard } from "./deviations-card";
import type { HealthActions } from "./health-actions";
import { LineCard } from "./line-card";
import { CertificatesCard, ReportsCard, SecurityEventsCard } from "./news-cards";

export type HealthViewProps = {
  readonly station: StationDetail;
  readonly position: number;
  readonly renderedAt: string;
  readonly health: StationHealth;
  /** Open ones of this identity. */
  readonly refusals: readonly HandshakeRefusalView[];
  readonly deviations: readonly DeviationView[];
  readonly reports: readonly ReportView[];
  readonly events: readonly SecurityEventView[];
  readonly certificateRequests: readonly CertificateRequestView[];
  readonly commands: readonly CommandView[];
  readonly actions: HealthActions | null;
};

const REFRESH_MS = 5_000;

/** What a charger tells of itself, besides charging: its line, its clock, its access, its ways. */
export function HealthView(props: HealthViewProps) {
  const { health, position, renderedAt } = props;
  const { identity } = health;
  const station = useStation(props.station);
  const commands = useCommands(identity, props.commands).filter(({ name }) => name === "ChangePassword");
  useRefreshOn([`station:${identity}`, "commands", "refusals", "listed"], REFRESH_MS);
  return (
    <>
      <LiveTopic topic={`station:${identity}`} position={position} renderedAt={renderedAt} />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <CommandsInPlace commands={commands} />
          <LineCard health={health} station={station} />
          <Refused refusals={props.refusals} />
          <DeviationsCard identity={identity} deviations={props.deviations} />
          <ConnectionsCard connections={health.connections} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <AccessCard health={health} serialNumber={station.serialNumber} commands={commands} actions={props.actions} />
          <SecurityEventsCard events={props.events} />
          <ReportsCard reports={props.reports} />
          <CertificatesCard requests={props.certificateRequests} />
        </div>
      </div>
    </>
  );
}

function Refused({ refusals }: { readonly refusals: readonly HandshakeRefusalView[] }) {
  const t = useTranslations("health");
  if (refusals.length === 0) return null;
  return (
    <Card aria-label={t("refused")}>
      <CardHeader title={t("refused")}>
        <Link
          href="/chargers/doctor"
          className="text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {t("toDoctor")}
        </Link>
      </CardHeader>
      <div className="flex flex-col gap-3 p-4">
        {refusals.map((refusal) => (
          <Why key={refusal.id} refusal={refusal} />
        ))}
      </div>
    </Card>
  );
}
