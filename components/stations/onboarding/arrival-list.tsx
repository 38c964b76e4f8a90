"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { LiveTopic } from "@/components/live/live-topics";
import { useLiveStation, useRefusals, useStation } from "@/components/live/use-live";
import { Age } from "@/components/time/time";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { isRefusalReason } from "@/lib/domain/refusal";
import type { RefusalView, StationDetail } from "@/lib/domain/station-view";
import { type ArrivalStep, type Refused, readArrival, refusalsOf } from "./arrival";

type Props = {
  readonly station: StationDetail;
  readonly refusals: readonly RefusalView[];
  readonly position: number;
  readonly renderedAt: string;
};

/** Watches a new charger arrive, step by step, without reloading; where it is stuck it says why. */
export function ArrivalList({ station: snapshot, refusals, position, renderedAt }: Props) {
  const t = useTranslations("onboarding");
  const merged = useStation(snapshot);
  const boot = useLiveStation(snapshot.identity)?.boot ?? null;
  const station = { ...merged, bootedAt: boot?.at ?? merged.bootedAt };
  const { steps, refused } = readArrival(station, refusalsOf(station.identity, refusals, useRefusals().values()));
  const isDone = steps.every(({ state }) => state === "done");
  const connectorCount = station.connectors.filter(({ evse }) => evse !== 0).length;
  const words: Readonly<Record<ArrivalStep["name"], string | null>> = {
    opened: station.ocppVersion,
    booted: [station.vendor, station.model, station.firmwareVersion].filter((part) => part !== null).join(" · "),
    statuses: t("connectorCount", { count: connectorCount }),
    seen: null,
  };
  return (
    <Card aria-label={t("arrival")}>
      <LiveTopic topic={`station:${station.identity}`} position={position} renderedAt={renderedAt} />
      <CardHeader title={t("arrival")} />
      <ol className="flex flex-col gap-3 p-4" aria-live="polite">
        {steps.map((step) => (
          <li key={step.name} data-step={step.name} data-step-state={step.state} className="flex items-start gap-2.5">
            <Mark state={step.state} />
            <div className={classNames("min-w-0", step.state === "ahead" && "text-ink-3")}>
              <p className="font-medium">
                {t(`step.${step.name}`)}
                <span className="sr-only">: {t(`stepState.${step.state}`)}</span>
              </p>
              {step.state === "done" && words[step.name] !== null ? (
                <p className="text-sm break-words text-ink-2">{words[step.name]}</p>
              ) : null}
              {step.state === "waiting" && step.name === "opened" ? (
                <p className="text-sm text-ink-2">{t("waitingForFirst")}</p>
              ) : null}
              {step.state === "failed" && refused !== null ? <Why refused={refused} /> : null}
            </div>
          </li>
        ))}
      </ol>
      <div className="border-t px-4 py-3">
        <ButtonLink
          href={`/chargers/${encodeURIComponent(station.identity)}`}
          variant={isDone ? "primary" : "secondary"}
        >
          {isDone ? t("open") : t("openAnyway")}
        </ButtonLink>
      </div>
    </Card>
  );
}

function Mark({ state }: { readonly state: ArrivalStep["state"] }) {
  const frame = "mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-full";
  if (state === "done") {
    return (
      <span aria-hidden className={classNames(frame, "bg-ready-soft text-ready-ink")}>
        <Check className="size-3" strokeWidth={3} />
      </span>
    );
  }
  if (state === "failed") {
    return (
      <span aria-hidden className={classNames(frame, "bg-fault-soft text-fault-ink")}>
        <X className="size-3" strokeWidth={3} />
      </span>
    );
  }
  return (
    <span
      aria-hidden
      className={classNames(
        frame,
        "border-[1.5px] border-dashed border-line-strong",
        state === "waiting" && "pulse border-energy",
      )}
    />
  );
}

/** The gateway's own word on why it let the charger stand outside. */
function Why({ refused }: { readonly refused: Refused }) {
  const t = useTranslations("refusal");
  return (
    <p className="text-sm text-fault-ink" data-testid="refusal">
      {isRefusalReason(refused.reason) ? t(refused.reason) : refused.reason}{" "}
      <span className="text-ink-2">
        {t("tries", { count: refused.count, address: refused.remoteAddress ?? "—" })} · <Age at={refused.at} />
      </span>
    </p>
  );
}
