"use client";

import { useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import type { AlertDeliveryView } from "@/lib/domain/alerts/alert-view";

/** What became of a message: on its way, tried again, arrived, given up. */
export function DeliveryState({ delivery }: { readonly delivery: AlertDeliveryView }) {
  const t = useTranslations("alerts.delivery");
  const { state, attempts, error, event, createdAt, dueAt, settledAt } = delivery;
  return (
    <p className="text-sm wrap-anywhere text-ink-2" data-delivery={state}>
      {t(`event.${event}`)}
      {" · "}
      {state === "Delivered" ? (
        <span className="text-ready-ink">
          {t("Delivered")} <Instant at={settledAt ?? createdAt} />
        </span>
      ) : state === "Failed" ? (
        <span className="text-fault-ink">
          {t("Failed")}
          {error === null ? null : `: ${error}`}
        </span>
      ) : error === null || dueAt === null ? (
        t("onItsWay")
      ) : (
        <span className="text-warn-ink">
          {t("Pending", { attempts })} <Instant at={dueAt} />: {error}
        </span>
      )}
    </p>
  );
}
