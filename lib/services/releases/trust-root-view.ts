import type { FirmwareTrustRoot } from "@/lib/db/generated/client";
import type { TrustRootView } from "@/lib/domain/firmware/release-view";

export const toTrustRootView = (row: FirmwareTrustRoot): TrustRootView => ({
  id: row.id,
  vendor: row.vendor,
  subject: row.subject,
  fingerprint: row.fingerprint,
  validTo: row.validTo.toISOString(),
  addedBy: row.addedBy,
  addedAt: row.addedAt.toISOString(),
});
