import { isCertificateRequest } from "@/lib/domain/certificate-request";
import type { CertificateAsked, SecurityEventReported } from "@/lib/domain/station-message";
import { type Handle, stored } from "./handler";

/** Whitepaper §5.12, 2.x A04: kept with the frame's log row. */
export const handleSecurityEvent: Handle<SecurityEventReported> = async (_deps, station, report, receivedAt) => ({
  reply: { type: "Stored" },
  effect: {
    kind: "WithFrame",
    rows: { securityEvent: { stationId: station.id, identity: station.identity, report, receivedAt } },
  },
});

/** Whitepaper §5.13, 2.x A02: a request waits to be signed; what is none is refused. */
export const handleCertificateAsked: Handle<CertificateAsked> = async (_deps, station, { csr, use }, receivedAt) => {
  if (!isCertificateRequest(csr)) return stored({ type: "CertificateAnswered", status: "Rejected" });
  const certificateRequest = { stationId: station.id, identity: station.identity, csr, use, receivedAt };
  return {
    reply: { type: "CertificateAnswered", status: "Accepted" },
    effect: { kind: "WithFrame", rows: { certificateRequest } },
  };
};
