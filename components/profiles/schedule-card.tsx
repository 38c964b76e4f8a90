"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { CommandsInPlace } from "@/components/commands/commands-in-place";
import { useDirectCommand } from "@/components/commands/use-direct-command";
import { Age } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField } from "@/components/ui/field";
import type { CompositeScheduleView } from "@/lib/domain/charging-profile-view";
import type { CommandView } from "@/lib/domain/command-view";
import { nameOfPlace, type Place } from "./places";
import { ScheduleTable } from "./schedule-table";
import { StepChart } from "./step-chart";

type Props = {
  readonly identity: string;
  readonly schedules: readonly CompositeScheduleView[];
  readonly places: readonly Place[];
  /** Those that asked for a schedule. */
  readonly commands: readonly CommandView[];
};

const DAY_SECONDS = 86_400;

/** What the charger says it will allow, beside what its profiles say. */
export function ScheduleCard({ identity, schedules, places, commands }: Props) {
  const t = useTranslations("profiles.schedule");
  const common = useTranslations("profiles");
  const { ask } = useDirectCommand(identity);
  const [evse, setEvse] = useState(places[1]?.evse ?? 0);
  const [unit, setUnit] = useState<"A" | "W">("A");
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")} />
      <div className="flex flex-col gap-4 p-4">
        <div className="flex flex-wrap items-end gap-2">
          <SelectField
            label={common("where")}
            className="w-48"
            value={evse}
            onChange={(event) => setEvse(Number(event.target.value))}
          >
            {places.map((place) => (
              <option key={place.evse} value={place.evse}>
                {place.name}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={common("unit")}
            className="w-36"
            value={unit}
            onChange={(event) => setUnit(event.target.value === "W" ? "W" : "A")}
          >
            <option value="A">{common("amperes")}</option>
            <option value="W">{common("watts")}</option>
          </SelectField>
          <CommandButton
            className="h-9"
            onClick={() => ask({ type: "GetCompositeSchedule", evse, durationSeconds: DAY_SECONDS, unit })}
          >
            {t("ask")}
          </CommandButton>
        </div>
        <CommandsInPlace commands={commands.slice(0, 1)} />
      </div>
      {schedules.length === 0 ? (
        <div className="border-t">
          <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
        </div>
      ) : (
        schedules.map((schedule) => (
          <Told key={schedule.evse} schedule={schedule} name={nameOfPlace(places, schedule.evse)} />
        ))
      )}
    </Card>
  );
}

function Told({ schedule, name }: { readonly schedule: CompositeScheduleView; readonly name: string }) {
  const t = useTranslations("profiles.schedule");
  return (
    <section aria-label={name} className="border-t p-4" data-schedule={schedule.evse}>
      <header className="mb-3 flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="text-sm font-semibold">{name}</h3>
        <p className="text-sm text-ink-3">
          {t("told")} <Age at={schedule.readAt} />
        </p>
      </header>
      {schedule.told === null ? (
        <p className="text-sm text-ink-2">{t("toldNone")}</p>
      ) : (
        <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <StepChart schedule={schedule} told={schedule.told} />
          <ScheduleTable schedule={schedule} told={schedule.told} />
        </div>
      )}
    </section>
  );
}
