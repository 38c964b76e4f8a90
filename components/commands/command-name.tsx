"use client";

import { useTranslations } from "next-intl";

const NAMED = [
  "RemoteStart",
  "RemoteStop",
  "Reset",
  "Unlock",
  "ChangeAvailability",
  "TriggerMessage",
  "GetSettings",
  "ChangeSetting",
  "ChangePassword",
  "ClearCache",
  "DataTransfer",
  "ReserveNow",
  "CancelReservation",
  "GetLocalListVersion",
  "SendLocalList",
  "SetChargingProfile",
  "ClearChargingProfile",
  "GetCompositeSchedule",
  "GetLog",
  "UpdateFirmware",
  "CertificateSigned",
  "InstallCertificate",
  "GetInstalledCertificates",
  "DeleteCertificate",
  "Raw",
] as const;

/** A command's name in words; one that we do not know stays as it is spelt. */
export function CommandName({ name }: { readonly name: string }) {
  const t = useTranslations("command.name");
  const known = NAMED.find((candidate) => candidate === name);
  return known === undefined ? name : t(known);
}
