"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandForm } from "@/components/commands/command-form";
import { useCommandRequest } from "@/components/commands/use-command-request";
import { toWallTime } from "@/components/form/wall-time";
import { useNow } from "@/components/live/use-live";
import { SelectField, TextField } from "@/components/ui/field";
import { PROFILE_PURPOSES, type ProfilePurpose } from "@/lib/domain/charging-profile";
import type { ChargingProfileView } from "@/lib/domain/charging-profile-view";
import type { SessionView } from "@/lib/domain/session-view";
import { FIRST_PERIOD, type PeriodDraft, PeriodsField } from "./periods-field";
import type { Place } from "./places";
import { type ProfileDraft, toProfile } from "./profile-draft";
import { replacedBy } from "./replaced";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  readonly onClose: () => void;
  readonly places: readonly Place[];
  readonly items: readonly ChargingProfileView[];
  readonly sessions: readonly SessionView[];
};

/** A charging profile with everything that OCPP can say of it. */
export function ProfileForm({ identity, isConnected, onClose, places, items, sessions }: Props) {
  const t = useTranslations("profiles");
  const now = useNow();
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const [draft, setDraft] = useState<ProfileDraft>(() => ({
    purpose: "TxDefaultProfile",
    evse: 0,
    stackLevel: "0",
    kind: "Absolute",
    startAt: toWallTime(now),
    duration: "",
    unit: "A",
    periods: [FIRST_PERIOD],
  }));
  const change = (parts: Partial<ProfileDraft>): void => setDraft((before) => ({ ...before, ...parts }));
  const allowed = placesFor(draft.purpose, places, sessions);
  const evse = allowed.some((place) => place.evse === draft.evse) ? draft.evse : (allowed[0]?.evse ?? 0);
  const session = draft.purpose === "TxProfile" ? sessions.find((one) => one.evse === evse) : undefined;
  const profile = toProfile({ ...draft, evse }, session?.id ?? null);
  const replaced = replacedBy(items, { evse, purpose: draft.purpose, stackLevel: Number(draft.stackLevel) });
  const submit = (): void => {
    if (profile !== null && allowed.length > 0) ask({ type: "SetChargingProfile", evse, profile });
  };
  return (
    <CommandForm
      submitLabel={t("advanced.submit")}
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      <SelectField
        label={t("purposeLabel")}
        hint={t(`purposeHint.${draft.purpose}`)}
        value={draft.purpose}
        onChange={(event) => change({ purpose: purposeOf(event.target.value) })}
      >
        {PROFILE_PURPOSES.map((purpose) => (
          <option key={purpose} value={purpose}>
            {t(`purpose.${purpose}`)}
          </option>
        ))}
      </SelectField>
      {allowed.length === 0 ? (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">{t("advanced.noSession")}</p>
      ) : null}
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField label={t("where")} value={evse} onChange={(event) => change({ evse: Number(event.target.value) })}>
          {allowed.map((place) => (
            <option key={place.evse} value={place.evse}>
              {place.name}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t("stackLevel")}
          type="number"
          min={0}
          step={1}
          required
          value={draft.stackLevel}
          onChange={(event) => change({ stackLevel: event.target.value })}
        />
      </div>
      <Timing draft={draft} onChange={change} />
      <PeriodsField
        unit={draft.unit}
        periods={draft.periods}
        onChange={(periods: readonly PeriodDraft[]) => change({ periods })}
      />
      {profile === null ? <p className="text-sm text-ink-3">{t("advanced.incomplete")}</p> : null}
      {replaced === null ? null : (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">{t("replaces", { id: replaced })}</p>
      )}
    </CommandForm>
  );
}

const purposeOf = (text: string): ProfilePurpose =>
  PROFILE_PURPOSES.find((purpose) => purpose === text) ?? "TxDefaultProfile";

/** Where the norm allows a profile of this purpose. */
function placesFor(purpose: ProfilePurpose, places: readonly Place[], sessions: readonly SessionView[]) {
  switch (purpose) {
    case "ChargingStationMaxProfile":
      return places.filter(({ evse }) => evse === 0);
    case "TxDefaultProfile":
      return places;
    case "TxProfile":
      return places.filter(({ evse }) => evse !== 0 && sessions.some((session) => session.evse === evse));
  }
}

type TimingProps = {
  readonly draft: ProfileDraft;
  readonly onChange: (parts: Partial<ProfileDraft>) => void;
};

const KINDS = ["Absolute", "Relative", "Daily", "Weekly"] as const;

function Timing({ draft, onChange }: TimingProps) {
  const t = useTranslations("profiles");
  const kindOf = (text: string): ProfileDraft["kind"] => KINDS.find((kind) => kind === text) ?? "Absolute";
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <SelectField
        label={t("kindLabel")}
        value={draft.kind}
        onChange={(event) => onChange({ kind: kindOf(event.target.value) })}
      >
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kind.${kind}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("unit")}
        value={draft.unit}
        onChange={(event) => onChange({ unit: event.target.value === "W" ? "W" : "A" })}
      >
        <option value="A">{t("amperes")}</option>
        <option value="W">{t("watts")}</option>
      </SelectField>
      {draft.kind === "Relative" ? null : (
        <TextField
          label={t("startAt")}
          type="datetime-local"
          required
          value={draft.startAt}
          onChange={(event) => onChange({ startAt: event.target.value })}
        />
      )}
      <TextField
        label={t("duration")}
        hint={t("durationHint")}
        placeholder="08:00"
        value={draft.duration}
        onChange={(event) => onChange({ duration: event.target.value })}
      />
    </div>
  );
}
