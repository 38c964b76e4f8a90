"use client";

import { useTranslations } from "next-intl";
import { connectorWord } from "@/lib/domain/station";
import type { StationListItem } from "@/lib/domain/station-view";
import { isConnected } from "./shown-status";
import { StatusGlyph } from "./status-glyph";

/** One glyph per connector beside the charger's own word. */
export function ConnectorStrip({
  station,
}: {
  readonly station: Pick<StationListItem, "connectors" | "connectivity">;
}) {
  const t = useTranslations("status");
  const shown = station.connectors.filter(({ evse }) => evse !== 0);
  if (shown.length === 0) return null;
  const words = shown.map((connector) => connectorWord(connector));
  const isPast = !isConnected(station.connectivity);
  const text = words.map((word) => (isPast ? t("was", { word: t(word) }) : t(word))).join(", ");
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className={isPast ? "inline-flex gap-1 opacity-50" : "inline-flex gap-1"}
    >
      {shown.map((connector, place) => (
        <StatusGlyph key={`${connector.evse}/${connector.connector}`} status={words[place] ?? "Occupied"} />
      ))}
    </span>
  );
}
