"use client";

import { useTranslations } from "next-intl";
import { Age, Since } from "@/components/time/time";
import type { StationListItem } from "@/lib/domain/station-view";

/** The second freshness layer: is the line between the server and the charger alive, and when was it last heard? */
export function ConnectivityText({
  station,
}: {
  readonly station: Pick<StationListItem, "connectivity" | "lastSeenAt">;
}) {
  const t = useTranslations("connectivity");
  const { connectivity, lastSeenAt } = station;
  const seen = lastSeenAt === null ? null : <Age at={lastSeenAt} />;
  switch (connectivity.state) {
    case "Connected":
      return (
        <span>
          {t("online")} <Since at={connectivity.since} />
          {seen === null ? null : (
            <span className="text-ink-3">
              {" "}
              · {t("lastMessage")} {seen}
            </span>
          )}
        </span>
      );
    case "Disconnected":
      return (
        <span>
          {t("offline")} {connectivity.since === null ? null : <Since at={connectivity.since} />}
          {seen === null ? null : (
            <span className="text-ink-3">
              {" "}
              · {t("lastSeen")} {seen}
            </span>
          )}
        </span>
      );
    case "GatewayLost":
      return (
        <span>
          {t("gatewayLost")} {connectivity.since === null ? null : <Age at={connectivity.since} />}
        </span>
      );
    case "NeverConnected":
      return <span>{t("neverConnected")}</span>;
  }
}
