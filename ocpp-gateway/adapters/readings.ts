/** The norm's defaults for a sampled value; the same in every version. */
import type { RawReading } from "@/lib/domain/meter-value";

export const DEFAULT_CONTEXT = "Sample.Periodic";

type Told = {
  readonly measurand: string | undefined;
  readonly value: string;
  readonly unit: string | undefined;
  readonly multiplier: number;
  readonly phase: string | undefined;
  readonly location: string | undefined;
  readonly format: string | undefined;
};

/** Beyond this no quantity of charging is meant, and the power itself could overflow. */
const MULTIPLIER_MAX = 12;

export function readingOf({ measurand = "Energy.Active.Import.Register", ...told }: Told): RawReading {
  const isSane = Math.abs(told.multiplier) <= MULTIPLIER_MAX;
  return {
    measurand,
    value: isSane ? told.value : `${told.value}e${told.multiplier}`,
    unit: told.unit ?? (measurand.startsWith("Energy.") ? "Wh" : null),
    multiplier: isSane ? told.multiplier : 0,
    phase: told.phase ?? null,
    location: told.location ?? null,
    format: told.format ?? null,
  };
}
