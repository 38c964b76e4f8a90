import { useTranslations } from "next-intl";
import { useInstantText } from "@/components/time/time";
import type { AlertKind } from "@/lib/domain/alerts/alert-rule";
import type { AlertView } from "@/lib/domain/alerts/alert-view";
import { readClosing } from "@/lib/domain/closing";

/** "GARDEN-3", "Thika Road: 6 of 8 chargers", "ACME Wall22 2.3.9: 12 chargers". */
export function useCauseText(): (alert: Pick<AlertView, "cause" | "members">) => string {
  const t = useTranslations("alerts.cause");
  return ({ cause: { type, name, stations }, members }) => {
    if (type === "Station" || type === "System") return name;
    if (type === "Site" && stations !== null) return t("Site", { name, members, stations });
    return t(type === "Site" ? "SiteAlone" : type, { name, members });
  };
}

/** What is known besides of one that an alert is about; null where that is nothing. */
export function useDetailText(): (kind: AlertKind, detail: string | null) => string | null {
  const t = useTranslations("alerts.detail");
  const closing = useTranslations("health.closing");
  const instantText = useInstantText();
  return (kind, detail) => {
    if (detail === null) return null;
    switch (kind) {
      case "Offline":
        return closing(readClosing(closeCode(detail), detail).word);
      case "Silent":
        return t("Silent", { at: instantText(detail) });
      case "CertificateExpiry":
        return t("CertificateExpiry", { at: instantText(detail) });
      case "Flapping":
      case "RefusedStarts":
        return t(kind, { count: Number(detail) });
      case "DiskFull":
        return t("DiskFull", { percent: Number(detail) });
      case "NoEnergy":
        return t("NoEnergy", { session: detail });
      case "Fault":
      case "LowStartSuccess":
      case "FailedCommands":
        return detail;
    }
  };
}

/** Of `ClosedByStation:1000`; null where none is told. */
function closeCode(reason: string): number | null {
  const code = /:(\d+)$/.exec(reason)?.[1];
  return code === undefined ? null : Number(code);
}
