"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ComponentProps, useCallback } from "react";
import { CommandHistory } from "@/components/commands/command-history";
import { CommandsInPlace } from "@/components/commands/commands-in-place";
import { ChargerFirmware } from "@/components/firmware/charger-firmware";
import { LiveTopic } from "@/components/live/live-topics";
import { useCommands, useRefreshOn, useSessions, useStation } from "@/components/live/use-live";
import { MessageList } from "@/components/messages/message-list";
import { ReservationList } from "@/components/reservations/reservation-list";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { CommandView } from "@/lib/domain/command-view";
import type { MessageView } from "@/lib/domain/message-view";
import type { ReservationView } from "@/lib/domain/reservation-view";
import type { SessionView } from "@/lib/domain/session-view";
import type { StationEventView } from "@/lib/domain/station-event";
import type { StationDetail } from "@/lib/domain/station-view";
import type { TokenView } from "@/lib/domain/token-view";
import { ChargerHeader } from "./charger-header";
import { ChargerTabs } from "./charger-tabs";
import { ConnectorCard } from "./connector-card";
import { useConnectorName } from "./connector-name";
import { HealthSummary } from "./health/health-summary";
import { EventList } from "./history/event-list";
import { StateTimeline } from "./history/state-timeline";
import type { SaveTags } from "./notes/note-orders";
import { NotesCard } from "./notes/notes-card";
import { isConnected } from "./shown-status";
import { StationFacts } from "./station-facts";

export type ChargerViewProps = {
  readonly station: StationDetail;
  readonly position: number;
  readonly renderedAt: string;
  /** Running ones and the last ended ones. */
  readonly sessions: readonly SessionView[];
  readonly commands: readonly CommandView[];
  readonly messages: readonly MessageView[];
  readonly tokens: readonly TokenView[];
  readonly lastTokenUid: string | null;
  /** Asked for or in force. */
  readonly reservations: readonly ReservationView[];
  readonly firmware: Omit<ComponentProps<typeof ChargerFirmware>, "identity">;
  readonly past: Pick<ComponentProps<typeof StateTimeline>, "history" | "span">;
  /** The newest ones. */
  readonly events: readonly StationEventView[];
  readonly health: ComponentProps<typeof HealthSummary>;
  readonly notes: Omit<ComponentProps<typeof NotesCard>, "identity">;
  /** Null for whoever may not. */
  readonly saveTags: SaveTags | null;
};

const MESSAGES_REFRESH_MS = 4_000;
const BOOKS_REFRESH_MS = 500;

/** One charger: what it is doing, what can be asked of it, and what it said last. */
export function ChargerView(props: ChargerViewProps) {
  const t = useTranslations("station");
  const station = useStation(props.station);
  const { identity } = station;
  const isHere = useCallback((session: SessionView) => session.identity === identity, [identity]);
  const known = useSessions(props.sessions, isHere);
  const running = known.filter(({ phase }) => phase === "Active");
  const commands = useCommands(identity, props.commands);
  // The message log is not streamed: it is read again when something was heard.
  useRefreshOn([`station:${identity}`, "commands", "sessions"], MESSAGES_REFRESH_MS);
  useRefreshOn(["books", "commands", "rollouts"], BOOKS_REFRESH_MS);

  const connectors = station.connectors.filter(({ evse }) => evse !== 0);
  const nameOf = useConnectorName(connectors);
  const here = commands.filter(({ name }) => !SHOWN_ELSEWHERE.has(name));
  const wholeStation = here.filter(isAboutWhole);
  return (
    <>
      <LiveTopic topic={`station:${identity}`} position={props.position} renderedAt={props.renderedAt} />
      <ChargerHeader station={station} sessionCount={running.length} commands={wholeStation} />
      <ChargerTabs identity={identity} />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <CommandsInPlace commands={wholeStation} />
          {connectors.length === 0 ? (
            <Card>
              <EmptyState
                title={t("noConnectors")}
                action={
                  station.connectivity.state === "NeverConnected" ? (
                    <ButtonLink href={`/chargers/new?identity=${encodeURIComponent(identity)}`}>
                      {t("howToConnect")}
                    </ButtonLink>
                  ) : undefined
                }
              >
                {t("noConnectorsHint")}
              </EmptyState>
            </Card>
          ) : (
            <div className="grid gap-3 sm:grid-cols-2">
              {connectors.map((connector) => (
                <ConnectorCard
                  key={`${connector.evse}/${connector.connector}`}
                  identity={identity}
                  name={nameOf(connector)}
                  connector={connector}
                  session={running.find((session) => isOn(session, connector)) ?? null}
                  sessionIds={new Set(known.filter((session) => isOn(session, connector)).map(({ id }) => id))}
                  commands={here}
                  tokens={props.tokens}
                  lastTokenUid={props.lastTokenUid}
                  isConnected={isConnected(station.connectivity)}
                />
              ))}
            </div>
          )}
          <StateTimeline
            {...props.past}
            connectivity={station.connectivity}
            connectors={station.connectors}
            nameOf={nameOf}
          />
          <ReservationList
            identity={identity}
            isConnected={isConnected(station.connectivity)}
            reservations={props.reservations}
            tokens={props.tokens}
            nameOf={(evse) => nameOf(connectors.find((one) => one.evse === evse) ?? { evse, connector: 1 })}
          />
          <RecentEvents identity={identity} events={props.events} nameOf={nameOf} />
          <Card aria-label={t("messages")}>
            <CardHeader title={t("messages")} />
            <MessageList messages={props.messages} moreHref={`/chargers/${encodeURIComponent(identity)}/messages`} />
          </Card>
          <CommandHistory commands={commands} moreHref={`/chargers/${encodeURIComponent(identity)}/commands`} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <StationFacts station={station} saveTags={props.saveTags} />
          <HealthSummary {...props.health} />
          <NotesCard identity={identity} {...props.notes} />
          <ChargerFirmware identity={identity} {...props.firmware} />
        </div>
      </div>
    </>
  );
}

type RecentProps = ComponentProps<typeof EventList> & { readonly identity: string };

function RecentEvents({ identity, ...list }: RecentProps) {
  const t = useTranslations("stationEvents");
  return (
    <Card aria-label={t("recent")}>
      <CardHeader title={t("recent")}>
        <Link
          href={`/chargers/${encodeURIComponent(identity)}/events`}
          className="text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {t("all")}
        </Link>
      </CardHeader>
      {list.events.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-ink-2">{t("none")}</p>
      ) : (
        <EventList {...list} />
      )}
    </Card>
  );
}

/** Settings and profiles have pages of their own, where what became of them is shown. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  "GetSettings",
  "ChangeSetting",
  "SetChargingProfile",
  "ClearChargingProfile",
  "GetCompositeSchedule",
]);

const isOn = (session: SessionView, at: { readonly evse: number; readonly connector: number }): boolean =>
  session.evse === at.evse && (session.connector === null || session.connector === at.connector);

/** Commands that name no connector and no session, or EVSE 0. */
function isAboutWhole({ request }: CommandView): boolean {
  if (typeof request !== "object" || request === null || Array.isArray(request)) return true;
  const told = new Map(Object.entries(request));
  return (told.get("evse") ?? 0) === 0 && told.get("sessionId") === undefined;
}
