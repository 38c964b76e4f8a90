"use client";

import { useTranslations } from "next-intl";
import { useConnectorName } from "@/components/stations/connector-name";
import type { ConnectorState } from "@/lib/domain/station";

/** Where a profile may be: the whole charger (0), or an EVSE. */
export type Place = { readonly evse: number; readonly name: string };

/** The whole charger, then each EVSE that is known. */
export function usePlaces(connectors: readonly ConnectorState[]): readonly Place[] {
  const t = useTranslations("profiles");
  const own = connectors.filter(({ evse }) => evse !== 0);
  const nameOf = useConnectorName(own);
  const first = own.filter(({ evse }, index) => own.findIndex((other) => other.evse === evse) === index);
  return [{ evse: 0, name: t("whole") }, ...first.map((one) => ({ evse: one.evse, name: nameOf(one) }))];
}

export const nameOfPlace = (places: readonly Place[], evse: number): string =>
  places.find((place) => place.evse === evse)?.name ?? String(evse);
