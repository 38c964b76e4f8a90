import { createAuthority, issueCertificate } from "../../support/certificates";
import type { certification } from "./certification";

export const CPO = "Kituo Charging";

export const serverRoot = createAuthority({ commonName: "Server root" });
export const stationRoot = createAuthority({ commonName: "Station root", organization: CPO });

const server = { commonName: "localhost", organization: CPO, isFor: "Server", hosts: ["localhost"] } as const;
const pairs = [
  issueCertificate(serverRoot, { ...server, kind: "RSA" }),
  issueCertificate(serverRoot, { ...server, kind: "ECDSA" }),
];

/** A gateway that signs stations in over TLS too, by their certificates where they have one. */
export const SECURE: Parameters<typeof certification>[0] = {
  tls: { pairs, clientAuthority: stationRoot.certificate },
  cpoName: CPO,
};

export const certificateOf = (commonName: string) => issueCertificate(stationRoot, { commonName, organization: CPO });

/** The station's side of TLS; with its certificate and key where it signs in by them. */
export const tlsWith = (own: { readonly certificate: string; readonly key: string } | null = null) => ({
  ca: serverRoot.certificate,
  ...(own === null ? {} : { cert: own.certificate, key: own.key }),
});
