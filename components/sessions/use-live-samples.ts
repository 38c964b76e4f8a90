"use client";

import { useState } from "react";
import type { SessionView } from "@/lib/domain/session-view";
import type { SamplePoint } from "@/lib/domain/station-view";

/** The snapshot's curve with the figures that have come since at its end. */
export function useLiveSamples(snapshot: readonly SamplePoint[], session: SessionView): readonly SamplePoint[] {
  const [added, setAdded] = useState<readonly SamplePoint[]>([]);
  const newest = added.at(-1) ?? snapshot.at(-1);
  const { lastSampleAt, energyWh, meterStartWh } = session;
  if (lastSampleAt !== null && (newest === undefined || Date.parse(lastSampleAt) > Date.parse(newest.at))) {
    const register = energyWh === null ? null : energyWh + (meterStartWh ?? 0);
    setAdded([
      ...added,
      {
        at: lastSampleAt,
        energyWh: register,
        powerW: session.powerW,
        currentA: null,
        voltageV: null,
        socPercent: session.socPercent,
        context: null,
      },
    ]);
  }
  const end = snapshot.at(-1)?.at;
  const later = end === undefined ? added : added.filter(({ at }) => Date.parse(at) > Date.parse(end));
  return later.length === 0 ? snapshot : [...snapshot, ...later];
}
