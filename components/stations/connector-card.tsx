"use client";

import { CalendarClock, LockOpen, Play, Power, Square } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { isAbout } from "@/components/commands/command-steps";
import { CommandsInPlace, isUnderWay } from "@/components/commands/commands-in-place";
import { AvailabilityForm, StartForm, StopForm, UnlockForm } from "@/components/commands/dialogs";
import { ReserveForm } from "@/components/reservations/reserve-form";
import { RunningSession, StopConsequence } from "@/components/sessions/running-session";
import { wordWithSession } from "@/components/sessions/session-word";
import { Age, Instant } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import type { CommandView } from "@/lib/domain/command-view";
import type { SessionView } from "@/lib/domain/session-view";
import type { ConnectorState } from "@/lib/domain/station";
import type { TokenView } from "@/lib/domain/token-view";
import { StatusChip } from "./status-chip";

export type ConnectorCardProps = {
  readonly identity: string;
  readonly name: string;
  readonly connector: ConnectorState;
  /** The running one. */
  readonly session: SessionView | null;
  /** All known of this connector, ended ones too. */
  readonly sessionIds: ReadonlySet<number>;
  readonly commands: readonly CommandView[];
  readonly tokens: readonly TokenView[];
  readonly lastTokenUid: string | null;
  readonly isConnected: boolean;
};

type Asked = "start" | "stop" | "unlock" | "availability" | "reserve";

/** One connector: its state, the session that runs on it, and what can be asked of it. */
export function ConnectorCard(props: ConnectorCardProps) {
  const { name, connector, session, commands, isConnected } = props;
  const t = useTranslations("station");
  const [asked, setAsked] = useState<Asked | null>(null);
  const about = commands.filter((command) => isAbout(command, { ...connector, sessionIds: props.sessionIds }));
  return (
    <Card aria-label={name} className="flex flex-col gap-3 p-4">
      <header className="flex items-center justify-between gap-2">
        <h2 className="text-sm font-semibold">{name}</h2>
        <StatusChip status={wordWithSession(connector, session)} isPast={!isConnected} />
      </header>
      <Trouble connector={connector} />
      {session === null ? (
        <p className="text-sm text-ink-3">
          {isConnected ? (
            <>
              {t("since")} <Instant at={connector.statusAt} />
            </>
          ) : (
            <>
              {t("statusTold")} <Age at={connector.statusAt} />
            </>
          )}
        </p>
      ) : (
        <RunningSession snapshot={session} isConnected={isConnected} />
      )}
      <CommandsInPlace commands={about} />
      <div className="mt-auto flex flex-wrap gap-2 pt-1">
        <StartStop session={session} about={about} isConnected={isConnected} onAsk={setAsked} />
        {isUnderWay(about, "Unlock") ? null : (
          <CommandButton size="small" onClick={() => setAsked("unlock")}>
            <LockOpen aria-hidden className="size-3.5" />
            {t("unlock")}
          </CommandButton>
        )}
        {session !== null || isUnderWay(about, "ReserveNow") ? null : (
          <CommandButton size="small" variant="quiet" onClick={() => setAsked("reserve")}>
            <CalendarClock aria-hidden className="size-3.5" />
            {t("reserve")}
          </CommandButton>
        )}
        {isUnderWay(about, "ChangeAvailability") ? null : (
          <CommandButton size="small" variant="quiet" onClick={() => setAsked("availability")}>
            <Power aria-hidden className="size-3.5" />
            {t("availability")}
          </CommandButton>
        )}
      </div>
      <ConnectorDialogs {...props} asked={asked} onClose={() => setAsked(null)} />
    </Card>
  );
}

type StartStopProps = {
  readonly session: SessionView | null;
  readonly about: readonly CommandView[];
  readonly isConnected: boolean;
  readonly onAsk: (asked: Asked) => void;
};

function StartStop({ session, about, isConnected, onAsk }: StartStopProps) {
  const t = useTranslations("station");
  if (session === null) {
    if (isUnderWay(about, "RemoteStart")) return null;
    return (
      <CommandButton size="small" variant={isConnected ? "primary" : "secondary"} onClick={() => onAsk("start")}>
        <Play aria-hidden className="size-3.5" />
        {t("start")}
      </CommandButton>
    );
  }
  if (isUnderWay(about, "RemoteStop")) return null;
  return (
    <CommandButton size="small" variant="danger" onClick={() => onAsk("stop")}>
      <Square aria-hidden className="size-3.5" />
      {t("stop")}
    </CommandButton>
  );
}

function Trouble({ connector }: { readonly connector: ConnectorState }) {
  const said = [connector.errorCode, connector.vendorErrorCode, connector.info].filter(
    (part) => part !== null && part !== "" && part !== "NoError",
  );
  if (said.length === 0) return null;
  return (
    <p className="rounded-md bg-fault-soft px-2.5 py-1.5 text-sm break-words text-fault-ink">{said.join(" · ")}</p>
  );
}

/** The dialog that is open. Its form is made anew each time, with an id of its own. */
function ConnectorDialogs({
  asked,
  onClose,
  ...props
}: ConnectorCardProps & { readonly asked: Asked | null; readonly onClose: () => void }) {
  const t = useTranslations("command");
  const { identity, name, connector, session, isConnected } = props;
  const common = { identity, isConnected, onClose };
  const where = t("where", { identity, name });
  const frame = (kind: Asked) => ({
    open: asked === kind,
    onOpenChange: (open: boolean) => (open ? undefined : onClose()),
    title: t(`${kind}.title`),
    description: where,
  });
  return (
    <>
      <Dialog {...frame("start")}>
        <StartForm {...common} evse={connector.evse} tokens={props.tokens} lastTokenUid={props.lastTokenUid} />
      </Dialog>
      {session === null ? null : (
        <Dialog {...frame("stop")}>
          <StopForm {...common} sessionId={session.id}>
            <StopConsequence snapshot={session} />
          </StopForm>
        </Dialog>
      )}
      <Dialog {...frame("unlock")}>
        <UnlockForm {...common} evse={connector.evse} connector={connector.connector}>
          <p className="text-ink-2">{session === null ? t("unlock.idle") : t("unlock.running")}</p>
        </UnlockForm>
      </Dialog>
      <Dialog {...frame("reserve")}>
        <ReserveForm {...common} evse={connector.evse} tokens={props.tokens} lastTokenUid={props.lastTokenUid} />
      </Dialog>
      <Dialog {...frame("availability")}>
        <AvailabilityForm {...common} evse={connector.evse} isOutOfService={connector.status === "Unavailable"} />
      </Dialog>
    </>
  );
}
