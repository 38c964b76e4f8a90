"use client";

import { useTranslations } from "next-intl";

type Address = { readonly evse: number; readonly connector: number };

/** "Connector 2" where each EVSE has one connector, as on 1.6 and most others; else "EVSE 2, connector 1". */
export function useConnectorName(all: readonly Address[]): (address: Address) => string {
  const t = useTranslations("station");
  return ({ evse, connector }) => {
    const isOnly = all.filter((other) => other.evse === evse).length <= 1;
    return isOnly ? t("connector", { evse }) : t("evseConnector", { evse, connector });
  };
}
