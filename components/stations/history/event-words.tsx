"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CommandName } from "@/components/commands/command-name";
import { CommandWords } from "@/components/commands/command-words";
import { useFigures } from "@/components/figures/use-figures";
import { TokenText } from "@/components/sessions/token-text";
import { shownAddress } from "@/components/stations/doctor/patient";
import { Instant, useSpanText } from "@/components/time/time";
import { CONNECTOR_STATUSES, connectorWord, OCCUPANCIES } from "@/lib/domain/station";
import { type EventFacts, isFaulty, type ToldState } from "@/lib/domain/station-event";

type NameOf = (at: { readonly evse: number; readonly connector: number }) => string;
type Props = { readonly facts: EventFacts; readonly at: string; readonly nameOf: NameOf };

/** An event in a sentence. */
export function EventWords({ facts, at, nameOf }: Props): ReactNode {
  switch (facts.what) {
    case "Opened":
      return <Opened facts={facts} />;
    case "Closed":
      return <Closed facts={facts} at={at} />;
    case "Booted":
      return <Booted facts={facts} />;
    case "StateChanged":
      return <StateChanged facts={facts} at={at} nameOf={nameOf} />;
    case "SessionStarted":
    case "SessionEnded":
      return <Session facts={facts} at={at} nameOf={nameOf} />;
    case "Asked":
      return <Asked facts={facts} />;
    case "FirmwareReported":
    case "UpdateEnded":
    case "SecurityReported":
      return <Reported facts={facts} at={at} />;
    case "Changed":
      return <Changed facts={facts} />;
  }
}

type Of<What extends EventFacts["what"]> = Extract<EventFacts, { readonly what: What }>;

const Quiet = ({ children }: { readonly children: ReactNode }) => <span className="text-ink-3"> {children}</span>;

function Opened({ facts: { ocppVersion, remoteAddress } }: { readonly facts: Of<"Opened"> }) {
  const t = useTranslations("stationEvents");
  const from = remoteAddress === null ? "" : ` · ${shownAddress(remoteAddress)}`;
  return (
    <>
      {t("opened")}
      <Quiet>
        {ocppVersion}
        {from}
      </Quiet>
    </>
  );
}

function Closed({ facts: { openedAt, code, closing }, at }: { readonly facts: Of<"Closed">; readonly at: string }) {
  const t = useTranslations("stationEvents");
  const health = useTranslations("health");
  const spanText = useSpanText();
  return (
    <>
      {t("closed", { span: spanText(Date.parse(at) - Date.parse(openedAt)) })} {health(`closing.${closing.word}`)}
      <Quiet>
        {health(`by.${closing.by}`)}
        {code === null ? null : `, ${health("code", { code })}`}
      </Quiet>
    </>
  );
}

function Booted({ facts: { reason, firmwareVersion, registration } }: { readonly facts: Of<"Booted"> }) {
  const t = useTranslations("stationEvents");
  return (
    <>
      {reason === null ? t("booted") : t("bootedFor", { reason })}
      <Quiet>
        {firmwareVersion === null ? t("noFirmware") : t("withFirmware", { version: firmwareVersion })}
        {registration === "Accepted" ? null : ` · ${t("answered", { answer: registration })}`}
      </Quiet>
    </>
  );
}

function useStateText(): (state: ToldState) => string {
  const t = useTranslations("status");
  return ({ status, occupancy }) => {
    const known = CONNECTOR_STATUSES.find((word) => word === status);
    if (known === undefined) return status;
    return t(connectorWord({ status: known, occupancy: OCCUPANCIES.find((word) => word === occupancy) ?? null }));
  };
}

function StateChanged({
  facts: { evse, connector, is, was },
  at,
  nameOf,
}: {
  readonly facts: Of<"StateChanged">;
  readonly at: string;
  readonly nameOf: NameOf;
}) {
  const t = useTranslations("stationEvents");
  const textOf = useStateText();
  const where = evse === 0 ? t("itself") : nameOf({ evse, connector });
  const error = [is.errorCode, is.vendorErrorCode, is.info].filter(
    (part) => part !== null && part !== "" && part !== "NoError",
  );
  return (
    <>
      {where}: {was === null ? null : <span className="text-ink-2">{textOf(was)} → </span>}
      <span className="font-medium">{textOf(is)}</span>
      {error.length === 0 ? null : <span className="text-fault-ink"> {error.join(" · ")}</span>}
      {was === null ? null : <Ended was={was} isCleared={isFaulty(was) && !isFaulty(is)} at={at} />}
    </>
  );
}

type EndedProps = {
  readonly was: NonNullable<Of<"StateChanged">["was"]>;
  readonly isCleared: boolean;
  readonly at: string;
};

/** What is over, and how long it lasted. */
function Ended({ was: { errorCode, since }, isCleared, at }: EndedProps) {
  const t = useTranslations("stationEvents");
  const spanText = useSpanText();
  const cleared = isCleared ? t("cleared", { code: errorCode ?? "", hasCode: String(errorCode !== null) }) : null;
  const lasted = since === null ? null : t("after", { span: spanText(Date.parse(at) - Date.parse(since)) });
  return <Quiet>{[cleared, lasted].filter((part) => part !== null).join(" ")}</Quiet>;
}

const LATE_MS = 60_000;

/** What the charger told later than it was so. */
function Late({ toldAt, at }: { readonly toldAt: string; readonly at: string }) {
  const t = useTranslations("stationEvents");
  if (Math.abs(Date.parse(at) - Date.parse(toldAt)) < LATE_MS) return null;
  return (
    <span className="text-warn-ink">
      {" "}
      {t("late")} <Instant at={toldAt} precise />
    </span>
  );
}

function Session({
  facts,
  at,
  nameOf,
}: {
  readonly facts: Of<"SessionStarted"> | Of<"SessionEnded">;
  readonly at: string;
  readonly nameOf: NameOf;
}) {
  const t = useTranslations("stationEvents");
  const figures = useFigures();
  const where = facts.evse === 0 ? t("itself") : nameOf({ evse: facts.evse, connector: 1 });
  return (
    <>
      <Link
        prefetch={false}
        href={`/sessions/${facts.sessionId}`}
        className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
      >
        {t("session", { id: String(facts.sessionId) })}
      </Link>{" "}
      {facts.what === "SessionStarted" ? (
        <>
          {t("started", { where })}{" "}
          <span className="text-ink-3">
            <TokenText uid={facts.tokenUid} />
          </span>
        </>
      ) : (
        <>
          {t("ended", { where, energy: figures.kilowattHours(facts.energyWh) ?? "—" })}
          {facts.reason === null ? null : <Quiet>{facts.reason}</Quiet>}
        </>
      )}
      <Late toldAt={facts.toldAt} at={at} />
    </>
  );
}

function Asked({ facts: { command } }: { readonly facts: Of<"Asked"> }) {
  const t = useTranslations("stationEvents");
  return (
    <>
      <span className="font-medium">
        <CommandName name={command.name} />
      </span>
      {settingOf(command.request)}
      <Quiet>{t("by", { name: command.requestedBy })}</Quiet>
      <span className="block text-ink-2">
        <CommandWords command={command} isBrief />
      </span>
    </>
  );
}

/** Which setting, where it is about one. */
function settingOf(request: Of<"Asked">["command"]["request"]): string {
  if (typeof request !== "object" || request === null || Array.isArray(request)) return "";
  const { key, value } = Object.fromEntries(Object.entries(request));
  if (typeof key !== "string") return "";
  return typeof value === "string" ? ` ${key} = ${value}` : ` ${key}`;
}

function Reported({
  facts,
  at,
}: {
  readonly facts: Of<"FirmwareReported"> | Of<"UpdateEnded"> | Of<"SecurityReported">;
  readonly at: string;
}) {
  const t = useTranslations("stationEvents");
  if (facts.what === "FirmwareReported") return t("firmwareReported", { status: facts.status });
  if (facts.what === "SecurityReported") {
    return (
      <>
        {t("security", { event: facts.event })}
        {facts.info === null ? null : <Quiet>{facts.info}</Quiet>}
        <Late toldAt={facts.toldAt} at={at} />
      </>
    );
  }
  return (
    <>
      {t("updateEnded", { outcome: facts.outcome })}{" "}
      <Link
        prefetch={false}
        href={`/firmware/campaigns/${facts.campaignId}`}
        className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
      >
        {facts.campaign}
      </Link>
    </>
  );
}

const ACTIONS = [
  "CreateStation",
  "AdoptStation",
  "UpdateStation",
  "ResetPassword",
  "LockUpdates",
  "UnlockUpdates",
  "SyncLocalList",
  "AddNote",
  "EditNote",
  "DeleteNote",
] as const;

function Changed({ facts: { action, by, details } }: { readonly facts: Of<"Changed"> }) {
  const t = useTranslations("stationEvents");
  const known = ACTIONS.find((one) => one === action);
  const told = detailsText(details);
  return (
    <>
      {known === undefined ? action : t(`action.${known}`)}
      <Quiet>{t("by", { name: by })}</Quiet>
      {told === "" ? null : <span className="line-clamp-2 text-ink-2">{told}</span>}
    </>
  );
}

/** What was changed to what; of texts alone the text. */
function detailsText(details: Of<"Changed">["details"]): string {
  if (typeof details !== "object" || details === null || Array.isArray(details)) return "";
  const told = Object.entries(details).filter(([name, value]) => name !== "id" && name !== "before" && value !== null);
  return told.map(([name, value]) => (name === "text" ? `“${wordOf(value)}”` : `${name}: ${wordOf(value)}`)).join(", ");
}

function wordOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordOf).join(" · ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
