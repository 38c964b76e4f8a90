"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandForm } from "@/components/commands/command-form";
import { useCommandRequest } from "@/components/commands/use-command-request";
import { fromWallTime, toWallTime } from "@/components/form/wall-time";
import { useNow } from "@/components/live/use-live";
import { SelectField, TextField } from "@/components/ui/field";
import type { ChargingProfileView } from "@/lib/domain/charging-profile-view";
import type { Place } from "./places";
import { replacedBy } from "./replaced";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  readonly onClose: () => void;
  readonly places: readonly Place[];
  readonly items: readonly ChargingProfileView[];
};

const TWO_HOURS_MS = 7_200_000;

/** "No more than this, from now until then": the profile that most people mean. */
export function LimitForm({ identity, isConnected, onClose, places, items }: Props) {
  const t = useTranslations("profiles");
  const now = useNow();
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const [evse, setEvse] = useState(0);
  const [limit, setLimit] = useState("");
  const [unit, setUnit] = useState("A");
  const [until, setUntil] = useState(() => toWallTime(now + TWO_HOURS_MS));
  const purpose = evse === 0 ? "ChargingStationMaxProfile" : "TxDefaultProfile";
  const replaced = replacedBy(items, { evse, purpose, stackLevel: 0 });
  const end = fromWallTime(until);
  const isPast = end !== null && end <= now;
  const submit = (): void => {
    if (isPast) return;
    const amount = unit === "kW" ? Number(limit) * 1000 : Number(limit);
    ask({
      type: "SetChargingProfile",
      evse,
      profile: {
        stackLevel: 0,
        purpose,
        kind: "Absolute",
        schedule: {
          unit: unit === "kW" ? "W" : "A",
          startAt: new Date(now).toISOString(),
          ...(end === null ? {} : { durationSeconds: Math.max(1, Math.round((end - now) / 1000)) }),
          periods: [{ startSeconds: 0, limit: Math.round(amount * 10) / 10 }],
        },
      },
    });
  };
  return (
    <CommandForm
      submitLabel={t("limit.submit")}
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      <SelectField label={t("where")} value={evse} onChange={(event) => setEvse(Number(event.target.value))}>
        {places.map((place) => (
          <option key={place.evse} value={place.evse}>
            {place.name}
          </option>
        ))}
      </SelectField>
      <div className="grid grid-cols-[minmax(0,1fr)_9rem] gap-3">
        <TextField
          label={t("limit.most")}
          type="number"
          inputMode="decimal"
          min={0}
          step={0.1}
          required
          value={limit}
          onChange={(event) => setLimit(event.target.value)}
        />
        <SelectField label={t("unit")} value={unit} onChange={(event) => setUnit(event.target.value)}>
          <option value="A">{t("amperes")}</option>
          <option value="kW">{t("kilowatts")}</option>
        </SelectField>
      </div>
      <TextField
        label={t("limit.until")}
        hint={t("limit.untilHint")}
        error={isPast ? t("limit.past") : null}
        type="datetime-local"
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      <p className="text-sm text-ink-2">{t(evse === 0 ? "limit.wholeHint" : "limit.connectorHint")}</p>
      {replaced === null ? null : (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">{t("replaces", { id: replaced })}</p>
      )}
    </CommandForm>
  );
}
