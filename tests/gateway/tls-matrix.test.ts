import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { hashPassword } from "@/lib/services/stations/password-hash";
import { updateStation } from "@/lib/services/stations/update-station";
import { createAuthority, type Issued, issueCertificate } from "../support/certificates";
import { startGateway, type TestGateway } from "../support/gateway";
import { type DialOptions, dial, refusalOf } from "./support/raw-station";

const PASSWORD = "a-long-enough-password";
const CPO = "Kituo Charging";
const MINUTE_MS = 60_000;

const serverAuthority = createAuthority({ commonName: "Server root" });
const stationAuthority = createAuthority({ commonName: "Station root", organization: CPO });
const otherAuthority = createAuthority({ commonName: "Station root", organization: CPO });

/** A suite that only a server certificate of this kind can serve. */
const SUITES = { RSA: "AES128-GCM-SHA256", ECDSA: "ECDHE-ECDSA-AES128-GCM-SHA256" } as const;
type Kind = keyof typeof SUITES;
const KINDS: readonly Kind[] = ["RSA", "ECDSA"];

let kituo: TestGateway;
let passwordHash: string;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
  const pairs = KINDS.map((kind) =>
    issueCertificate(serverAuthority, { commonName: "localhost", kind, isFor: "Server", hosts: ["localhost"] }),
  );
  kituo = await startGateway({ tls: { pairs, clientAuthority: stationAuthority.certificate }, cpoName: CPO });
});
afterAll(() => kituo.stop());

/** All have the same password, hashed once. */
const addStation = (identity: string, securityProfile: Profile) =>
  kituo.db.station.create({ data: { identity, identityKey: identity.toLowerCase(), securityProfile, passwordHash } });

/** How a station comes: over TLS or not, with what. */
type Coming = Pick<DialOptions, "password" | "protocols"> & {
  readonly isPlain?: true;
  readonly user?: string;
  readonly certificate?: Issued;
};

const certificateFor = (
  commonName: string,
  wanted: { readonly organization?: string; readonly validFrom?: Date; readonly validTo?: Date } = {},
  authority = stationAuthority,
): Issued => issueCertificate(authority, { commonName, organization: CPO, ...wanted });

const ago = (minutes: number): Date => new Date(Date.now() - minutes * MINUTE_MS);

const urlOf = (identity: string, { isPlain }: Coming): string =>
  `${isPlain ? kituo.ocppUrl : kituo.ocppsUrl}/${encodeURIComponent(identity)}`;

function optionsOf(kind: Kind, { certificate, password, protocols }: Coming): DialOptions {
  const own = certificate === undefined ? {} : { cert: certificate.certificate, key: certificate.key };
  return {
    ...(password === undefined ? {} : { password }),
    ...(protocols === undefined ? {} : { protocols }),
    tls: { ca: serverAuthority.certificate, ciphers: SUITES[kind], maxVersion: "TLSv1.2", ...own },
  };
}

async function letIn(identity: string, kind: Kind, coming: Coming): Promise<void> {
  const base = coming.isPlain ? kituo.ocppUrl : kituo.ocppsUrl;
  const station = await dial(base, identity, "1.6", optionsOf(kind, coming));
  expect((await station.ask("Heartbeat", {}))[0]).toBe(3);
  await station.leave();
}

type Profile = 1 | 2 | 3;
const right = (profile: Profile, identity: string): Coming => {
  if (profile === 3) return { certificate: certificateFor(identity) };
  return profile === 2 ? { password: PASSWORD } : { password: PASSWORD, isPlain: true };
};

type Wrong = readonly [
  what: string,
  profile: Profile,
  coming: (identity: string) => Coming,
  status: number,
  reason: string,
];

/** Each has been let in before, rightly. */
const WRONG: readonly Wrong[] = [
  ["without a password", 1, () => ({ isPlain: true }), 401, "MissingCredentials"],
  ["with a wrong password", 1, () => ({ password: "wrong-password-1", isPlain: true }), 401, "WrongPassword"],
  ["with another's name", 1, () => ({ password: PASSWORD, user: "ANOTHER", isPlain: true }), 401, "WrongUserName"],
  [
    "without a common subprotocol",
    1,
    () => ({ password: PASSWORD, isPlain: true, protocols: ["ocpp1.5"] }),
    400,
    "NoCommonSubprotocol",
  ],
  ["without a password", 2, () => ({}), 401, "MissingCredentials"],
  ["with a wrong password", 2, () => ({ password: "wrong-password-1" }), 401, "WrongPassword"],
  ["with another's name", 2, () => ({ password: PASSWORD, user: "ANOTHER" }), 401, "WrongUserName"],
  [
    "without a common subprotocol",
    2,
    () => ({ password: PASSWORD, protocols: ["ocpp1.5"] }),
    400,
    "NoCommonSubprotocol",
  ],
  ["down at profile 1", 2, () => ({ password: PASSWORD, isPlain: true }), 403, "SecurityProfileDowngrade"],
  ["without a certificate", 3, () => ({}), 403, "ClientCertificateMissing"],
  [
    "with a certificate of another authority",
    3,
    (identity) => ({ certificate: certificateFor(identity, {}, otherAuthority) }),
    403,
    "ClientCertificateUntrusted",
  ],
  [
    "with a certificate of another name",
    3,
    () => ({ certificate: certificateFor("ANOTHER") }),
    403,
    "ClientCertificateWrongName",
  ],
  [
    "with a certificate of another operator",
    3,
    (identity) => ({ certificate: certificateFor(identity, { organization: "Another CPO" }) }),
    403,
    "ClientCertificateWrongOrganization",
  ],
  [
    "with an expired certificate",
    3,
    (identity) => ({ certificate: certificateFor(identity, { validFrom: ago(60), validTo: ago(1) }) }),
    403,
    "ClientCertificateExpired",
  ],
  [
    "with a certificate of later",
    3,
    (identity) => ({ certificate: certificateFor(identity, { validFrom: ago(-5), validTo: ago(-60) }) }),
    403,
    "ClientCertificateNotYetValid",
  ],
  ["down at profile 2", 3, () => ({ password: PASSWORD }), 403, "SecurityProfileDowngrade"],
  ["down at profile 1", 3, () => ({ password: PASSWORD, isPlain: true }), 403, "SecurityProfileDowngrade"],
  [
    "without a common subprotocol",
    3,
    (identity) => ({ certificate: certificateFor(identity), protocols: ["ocpp1.5"] }),
    400,
    "NoCommonSubprotocol",
  ],
];

describe.each(KINDS)("where the server presents its %s certificate, a station", (kind) => {
  test.concurrent.each(WRONG)(
    "%s is refused at profile %i, and its right self is let in",
    async (what, profile, come, ...told) => {
      const [status, reason] = told;
      const identity = `${kind} ${profile} ${what}`;
      await addStation(identity, profile);
      await letIn(identity, kind, right(profile, identity));

      const coming = come(identity);
      const answer = await refusalOf(urlOf(identity, coming), {
        ...optionsOf(kind, coming),
        identity: coming.user ?? identity,
      });
      expect(answer).toEqual({
        status,
        challenge: status === 401 ? 'Basic realm="OCPP"' : null,
        body: `${reason}\n`,
      });
      await vi.waitFor(async () => {
        const kept = await kituo.db.handshakeRefusal.findMany({ where: { identity } });
        expect(kept).toMatchObject([{ reason, count: 1 }]);
      }, 5_000);

      await letIn(identity, kind, right(profile, identity));
      const { connections, minSecurityProfile } = await kituo.db.station.findUniqueOrThrow({
        where: { identity },
        include: { connections: true },
      });
      expect(connections.map(({ securityProfile }) => securityProfile)).toEqual([profile, profile]);
      expect(minSecurityProfile).toBe(profile);
    },
  );
});

test("a station of profile 1 that was told to need none signs in with its password all the same, or is challenged", async () => {
  await addStation("LOWERED", 1);
  await letIn("LOWERED", "RSA", { password: PASSWORD, isPlain: true });
  await updateStation(kituo.ctx, "LOWERED", { securityProfile: 0 });
  expect((await refusalOf(urlOf("LOWERED", { isPlain: true }))).status).toBe(401);
  await letIn("LOWERED", "RSA", { password: PASSWORD, isPlain: true });
});
