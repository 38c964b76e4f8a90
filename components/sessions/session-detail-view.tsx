"use client";

import { ReceiptText, Square } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { isAbout } from "@/components/commands/command-steps";
import { CommandsInPlace, isUnderWay } from "@/components/commands/commands-in-place";
import { StopForm } from "@/components/commands/dialogs";
import { LiveTopic } from "@/components/live/live-topics";
import { useCommands, useLine, useNow, useRefreshOn, useSession, useStation } from "@/components/live/use-live";
import { useConnectorName } from "@/components/stations/connector-name";
import { EventList } from "@/components/stations/history/event-list";
import { isConnected } from "@/components/stations/shown-status";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import type { CommandView } from "@/lib/domain/command-view";
import type { EnergyStep } from "@/lib/domain/explain-energy";
import type { JournalEntry } from "@/lib/domain/session-journal";
import type { StuckReason } from "@/lib/domain/session-problem";
import type { SessionView } from "@/lib/domain/session-view";
import { goneOn } from "@/lib/domain/state-history";
import { connectorWord } from "@/lib/domain/station";
import type { StationEventView } from "@/lib/domain/station-event";
import type { SamplePoint, StationDetail } from "@/lib/domain/station-view";
import type { CloseSession } from "./close-dialog";
import type { ResolveSession } from "./decision-dialog";
import { EnergyStory } from "./energy-story";
import { windowOf } from "./frame-ticks";
import { StopConsequence } from "./running-session";
import type { SessionPast } from "./session-band";
import { SessionChart } from "./session-chart";
import { SessionChip } from "./session-chip";
import { SessionFigures } from "./session-figures";
import { SessionTimeline } from "./session-timeline";
import { SessionTrouble } from "./session-trouble";
import { useLiveSamples } from "./use-live-samples";

type Props = {
  readonly session: SessionView;
  readonly samples: readonly SamplePoint[];
  readonly journal: readonly JournalEntry[];
  readonly station: StationDetail;
  readonly commands: readonly CommandView[];
  readonly explanation: {
    readonly steps: readonly EnergyStep[];
    readonly stuckReasons: readonly StuckReason[];
  };
  readonly resolve: ResolveSession;
  readonly close: CloseSession;
  readonly tokenLabel: string | null;
  /** Null where its time tells nothing. */
  readonly past: SessionPast | null;
  /** What happened to the charger meanwhile. */
  readonly events: readonly StationEventView[];
  readonly position: number;
  readonly renderedAt: string;
};

/** One session: its figures, its curve, and what the charger said of it. */
export function SessionDetailView(props: Props) {
  const t = useTranslations("session");
  const session = useSession(props.session);
  const station = useStation(props.station);
  const samples = useLiveSamples(props.samples, session);
  const band = useBand(props, { session, station, samples });
  const nameOf = useConnectorName(station.connectors.filter(({ evse }) => evse !== 0));
  // Frames and events are not streamed: they are read again when something was heard.
  useRefreshOn([`session:${session.id}`, `station:${session.identity}`], REFRESH_MS);
  return (
    <>
      <LiveTopic topic={`session:${session.id}`} position={props.position} renderedAt={props.renderedAt} />
      <LiveTopic topic={`station:${session.identity}`} position={props.position} renderedAt={props.renderedAt} />
      <Header session={session} station={station} commands={props.commands} />
      <SessionTrouble
        session={session}
        stuckReasons={props.explanation.stuckReasons}
        commands={props.commands}
        resolve={props.resolve}
        close={props.close}
      />
      <div className="flex flex-col gap-5">
        <SessionFigures
          session={session}
          tokenLabel={props.tokenLabel}
          isConnected={isConnected(station.connectivity)}
        />
        <SessionChart samples={samples} band={band} />
        <EnergyStory identity={session.identity} steps={props.explanation.steps} />
        <Card aria-label={t("timeline")}>
          <CardHeader title={t("timeline")} />
          <SessionTimeline journal={props.journal} />
        </Card>
        {props.events.length === 0 ? null : (
          <Card aria-label={t("meanwhile")}>
            <CardHeader title={t("meanwhile")} />
            <EventList events={props.events} nameOf={nameOf} />
          </Card>
        )}
      </div>
    </>
  );
}

const REFRESH_MS = 15_000;
/** How often the time axis of a running session moves on. */
const STEP_MS = 10_000;

type Live = {
  readonly session: SessionView;
  readonly station: StationDetail;
  readonly samples: readonly SamplePoint[];
};

/** The band over the curves, up to now while the session runs and the page is live. */
function useBand({ past, renderedAt }: Props, { session, station, samples }: Live) {
  const { isTrusted } = useLine();
  const step = Math.floor(useNow() / STEP_MS) * STEP_MS;
  return useMemo(() => {
    if (past === null) return null;
    const now = new Date(Math.max(step, Date.parse(renderedAt))).toISOString();
    const times = { firstSampleAt: samples[0]?.at ?? null, lastSampleAt: samples.at(-1)?.at ?? null };
    const window = windowOf({ startedAt: session.startedAt, endedAt: session.endedAt, ...times }, now);
    const connector = station.connectors.find(
      ({ evse, connector: number }) => evse === session.evse && number === (session.connector ?? number),
    );
    const word = isTrusted && isConnected(station.connectivity) && connector ? connectorWord(connector) : null;
    const spans = session.phase === "Active" ? goneOn(past.spans, now, word) : past.spans;
    return { ...past, spans, window, sessionId: session.id, hasCurves: samples.length > 0 };
  }, [past, renderedAt, session, station, samples, isTrusted, step]);
}

type HeaderProps = {
  readonly session: SessionView;
  readonly station: StationDetail;
  readonly commands: readonly CommandView[];
};

function Header({ session, station, commands: snapshot }: HeaderProps) {
  const t = useTranslations("session");
  const words = useTranslations("command");
  const [isStopping, setStopping] = useState(false);
  const commands = useCommands(session.identity, snapshot).filter((command) =>
    isAbout(command, { evse: session.evse, connector: session.connector ?? 1, sessionIds: new Set([session.id]) }),
  );
  const stops = commands.filter(({ name }) => name === "RemoteStop");
  const isActive = session.phase === "Active";
  return (
    <div className="mb-5 flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <div>
          <Link href="/sessions" className="text-sm text-ink-3 hover:text-ink">
            {t("all")}
            <span aria-hidden> ›</span>
          </Link>
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="text-lg font-semibold">{t("title", { id: String(session.id) })}</h1>
            <SessionChip session={session} isPast={!isConnected(station.connectivity)} />
          </div>
          <p className="mt-1 text-ink-2">
            <Link
              href={`/chargers/${encodeURIComponent(session.identity)}`}
              className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
            >
              {session.identity}
            </Link>{" "}
            · {session.evse === 0 ? t("connectorUnknown") : t("connector", { evse: session.evse })}
          </p>
        </div>
        {isActive ? null : (
          <ButtonLink href={`/sessions/${session.id}/receipt`} prefetch={false}>
            <ReceiptText aria-hidden className="size-3.5" />
            {t("receipt")}
          </ButtonLink>
        )}
        {isActive && !isUnderWay(stops, "RemoteStop") ? (
          <CommandButton variant="danger" onClick={() => setStopping(true)}>
            <Square aria-hidden className="size-3.5" />
            {t("stop")}
          </CommandButton>
        ) : null}
      </div>
      <CommandsInPlace commands={stops} />
      <Dialog
        open={isStopping}
        onOpenChange={setStopping}
        title={words("stop.title")}
        description={words("where", { identity: session.identity, name: t("connector", { evse: session.evse }) })}
      >
        <StopForm
          identity={session.identity}
          isConnected={isConnected(station.connectivity)}
          onClose={() => setStopping(false)}
          sessionId={session.id}
        >
          <StopConsequence snapshot={session} />
        </StopForm>
      </Dialog>
    </div>
  );
}
