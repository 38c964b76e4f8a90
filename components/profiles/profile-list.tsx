"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { CommandForm } from "@/components/commands/command-form";
import { useCommandRequest } from "@/components/commands/use-command-request";
import { spanText } from "@/components/form/wall-time";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { ChargingProfileView, ProfileState } from "@/lib/domain/charging-profile-view";
import { nameOfPlace, type Place } from "./places";

type Props = {
  readonly identity: string;
  readonly items: readonly ChargingProfileView[];
  readonly places: readonly Place[];
  readonly isConnected: boolean;
};

const isCurrent = ({ state }: ChargingProfileView): boolean => state === "Requested" || state === "Installed";

/** The profiles that the charger has, as far as is known, and those that it had. */
export function ProfileList({ identity, items, places, isConnected }: Props) {
  const t = useTranslations("profiles");
  const [clearing, setClearing] = useState<ChargingProfileView | null>(null);
  const current = items.filter(isCurrent);
  const past = items.filter((item) => !isCurrent(item));
  const close = (): void => setClearing(null);
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")} />
      {current.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y">
          {current.map((item) => (
            <ProfileRow key={item.commandId} item={item} places={places} onClear={() => setClearing(item)} />
          ))}
        </ul>
      )}
      {past.length === 0 ? null : (
        <details className="border-t">
          <summary className="flex min-h-10 items-center px-4 py-2 text-sm text-ink-2 hover:bg-sunken max-md:min-h-11">
            {t("past", { count: past.length })}
          </summary>
          <ul className="divide-y border-t">
            {past.map((item) => (
              <ProfileRow key={item.commandId} item={item} places={places} />
            ))}
          </ul>
        </details>
      )}
      <Dialog
        open={clearing !== null}
        onOpenChange={(open) => (open ? undefined : close())}
        title={t("clearOne.title")}
        description={identity}
      >
        {clearing === null ? null : <ClearOneForm {...{ identity, isConnected }} item={clearing} onClose={close} />}
      </Dialog>
    </Card>
  );
}

type RowProps = {
  readonly item: ChargingProfileView;
  readonly places: readonly Place[];
  readonly onClear?: () => void;
};

function ProfileRow({ item, places, onClear }: RowProps) {
  const t = useTranslations("profiles");
  const { profile, state, reason, endedAt, installedAt, requestedAt } = item;
  const reasonText = useReasonText();
  const kind = profile.recurrency ?? (profile.kind === "Relative" ? "Relative" : "Absolute");
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3" data-profile={profile.id}>
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <span className="font-medium">{nameOfPlace(places, item.evse)}</span>
          <span className="text-ink-2">{t(`purpose.${profile.purpose}`)}</span>
          <StateChip state={state} />
        </p>
        <Steps item={item} />
        <p className="mt-0.5 text-sm text-ink-3">
          {t("numbered", { id: profile.id, level: profile.stackLevel })} · {t(`kind.${kind}`)}
          {profile.sessionId === undefined ? null : ` · ${t("session", { id: String(profile.sessionId) })}`}
        </p>
      </div>
      <div className="flex items-center gap-3 text-sm text-ink-3">
        <span>
          {reason === null ? null : `${reasonText(reason)} · `}
          <Instant at={endedAt ?? installedAt ?? requestedAt} />
        </span>
        {onClear === undefined ? null : (
          <CommandButton
            size="small"
            variant="danger"
            aria-label={t("clearOne.label", { id: profile.id })}
            onClick={onClear}
          >
            {t("clearOne.open")}
          </CommandButton>
        )}
      </div>
    </li>
  );
}

const REASONS = ["Replaced", "Cleared", "SessionEnded", "Expired", "Rejected", "NotSupported"] as const;

/** A station's own word stays as it is spelt. */
function useReasonText(): (reason: string) => string {
  const t = useTranslations("profiles.reason");
  return (reason) => {
    const known = REASONS.find((name) => name === reason);
    return known === undefined ? reason : t(known);
  };
}

const STEPS_MAX = 6;

/** "16 A, then 8 A after 01:00, until 03:00". */
function Steps({ item }: { readonly item: ChargingProfileView }) {
  const t = useTranslations("profiles");
  const format = useFormatter();
  const { schedule } = item.profile;
  const { unit, periods, startAt, durationSeconds } = schedule;
  const shown = periods.slice(0, STEPS_MAX).map(({ startSeconds, limit }, index) => {
    const amount = `${format.number(limit, { maximumFractionDigits: 1 })} ${unit}`;
    return index === 0 ? amount : t("thenAfter", { amount, span: spanText(startSeconds) });
  });
  const end =
    startAt === undefined || durationSeconds === undefined ? null : Date.parse(startAt) + durationSeconds * 1000;
  return (
    <p className="mt-0.5 text-sm tabular-nums">
      {shown.join(", ")}
      {periods.length > STEPS_MAX ? " …" : null}
      <span className="text-ink-2">
        {startAt === undefined ? null : (
          <>
            {" · "}
            {t("from")} <Instant at={startAt} />
          </>
        )}
        {end === null || item.profile.kind === "Recurring" ? null : (
          <>
            {" "}
            {t("until")} <Instant at={new Date(end).toISOString()} />
          </>
        )}
        {durationSeconds !== undefined && item.profile.kind === "Recurring"
          ? ` ${t("for", { span: spanText(durationSeconds) })}`
          : null}
      </span>
    </p>
  );
}

const TONES: Readonly<Record<ProfileState, string>> = {
  Requested: "bg-warn-soft text-warn-ink",
  Installed: "bg-ready-soft text-ready-ink",
  Refused: "bg-fault-soft text-fault-ink",
  Cleared: "bg-off-soft text-off-ink",
};

function StateChip({ state }: { readonly state: ProfileState }) {
  const t = useTranslations("profiles.state");
  return (
    <span
      data-state={state}
      className={`inline-flex h-5 items-center rounded-md px-1.5 text-xs font-medium ${TONES[state]}`}
    >
      {t(state)}
    </span>
  );
}

type ClearOneProps = Pick<Props, "identity" | "isConnected"> & {
  readonly item: ChargingProfileView;
  readonly onClose: () => void;
};

function ClearOneForm({ identity, isConnected, item, onClose }: ClearOneProps) {
  const t = useTranslations("profiles.clearOne");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  return (
    <CommandForm
      submitLabel={t("submit")}
      isDanger
      {...{ isPending, fault, isConnected }}
      onSubmit={() => ask({ type: "ClearChargingProfile", profileId: item.profile.id })}
      onCancel={onClose}
    >
      <p className="text-sm text-ink-2">{t("consequence", { id: item.profile.id })}</p>
    </CommandForm>
  );
}
