"use client";

import { useTranslations } from "next-intl";
import { LiveTopic, LiveTopics } from "@/components/live/live-topics";
import { useRefreshOn } from "@/components/live/use-live";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { Needs } from "@/lib/domain/overview/need";
import type { FleetState, Today } from "@/lib/domain/overview/overview-view";
import { FleetStrip } from "./fleet-strip";
import { NeedsPanel } from "./needs-panel";
import { type Panel, PanelTrouble } from "./panel";
import { PowerPanel } from "./power-panel";
import { RunningPanel, type RunningSessions } from "./running-panel";
import { TodayPanel } from "./today-panel";
import { useTrends } from "./use-trends";
import { useRefreshEvery } from "./use-while-live";

type Props = {
  readonly fleet: Panel<FleetState>;
  readonly needs: Panel<Needs>;
  readonly today: Panel<Today>;
  readonly sessions: Panel<RunningSessions>;
  readonly mayAddChargers: boolean;
  readonly position: number;
  readonly renderedAt: string;
};

/** After something happened, and while nothing does: silence, midnight and lost gateways are no events. */
const REFRESH_MS = 6_000;
const REFRESH_ANYHOW_MS = 30_000;

/** What needs me now, how the fleet stands, what it delivers. Read from the books again when something changed. */
export function Overview(props: Props) {
  const { fleet, needs, today, sessions, position, renderedAt } = props;
  useRefreshOn(["stations", "listed", "refusals", "sessions", "rollouts"], REFRESH_MS);
  useRefreshEvery(REFRESH_ANYHOW_MS);
  const running = sessions.state === "Read" ? sessions.value.items : [];
  const isEmpty = fleet.state === "Read" && fleet.value.chargers === 0;
  return (
    <div className="flex flex-col gap-5">
      <LiveTopic topic="fleet" position={position} renderedAt={renderedAt} />
      <LiveTopic topic="rollouts" position={position} renderedAt={renderedAt} />
      <LiveTopics
        topics={running.map(({ id }) => `session:${id}` as const)}
        position={position}
        renderedAt={renderedAt}
      />
      {isEmpty ? <EmptyFleet mayAdd={props.mayAddChargers} /> : <Fleet fleet={fleet} />}
      {isEmpty ? (
        <WaitingAnyhow needs={needs} />
      ) : (
        <FullFleet needs={needs} today={today} sessions={sessions} renderedAt={renderedAt} />
      )}
    </div>
  );
}

function Fleet({ fleet }: { readonly fleet: Panel<FleetState> }) {
  if (fleet.state === "Read") return <FleetStrip fleet={fleet.value} />;
  return (
    <Card data-panel={fleet.state}>
      <PanelTrouble panel={fleet} />
    </Card>
  );
}

function EmptyFleet({ mayAdd }: { readonly mayAdd: boolean }) {
  const t = useTranslations("overview");
  return (
    <Card>
      <EmptyState
        title={t("empty")}
        action={
          mayAdd ? (
            <ButtonLink href="/chargers/new" variant="primary">
              {t("addFirst")}
            </ButtonLink>
          ) : null
        }
      >
        {mayAdd ? t("emptyHint") : t("emptyNotYours")}
      </EmptyState>
    </Card>
  );
}

/** Before the first charger is let in, one may already knock. */
function WaitingAnyhow({ needs }: { readonly needs: Panel<Needs> }) {
  return needs.state === "Read" && needs.value.items.length === 0 ? null : <NeedsPanel panel={needs} />;
}

type FullProps = Pick<Props, "needs" | "today" | "sessions" | "renderedAt">;

/** Two columns; on a telephone one, with what runs last. */
function FullFleet({ needs, today, sessions, renderedAt }: FullProps) {
  const { trends, readAgain } = useTrends();
  const running = today.state === "Read" ? today.value.power.running : null;
  return (
    <div className="flex flex-col gap-5 lg:grid lg:grid-cols-2 lg:items-start">
      <div className="flex min-w-0 flex-col gap-5 max-lg:contents">
        <NeedsPanel panel={needs} />
        <div className="max-lg:order-last">
          <RunningPanel panel={sessions} running={running} />
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-5 max-lg:contents">
        <PowerPanel today={today} trends={trends} readTrendsAgain={readAgain} readAt={renderedAt} />
        <TodayPanel today={today} trends={trends} />
      </div>
    </div>
  );
}
