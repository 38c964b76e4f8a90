import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { verifyPassword } from "@/lib/services/stations/password-hash";
import { type BasicAuthFault, parseBasicAuth, passwordForms } from "./basic-auth";

/** Why it was no valid password. */
export type CredentialFault = "MissingCredentials" | "MalformedCredentials" | "WrongUserName" | "WrongPassword";

/** Which of the valid passwords it was, or why it was none. */
export type CredentialVerdict = "Current" | "Next" | CredentialFault;

type Credentialed = {
  readonly id: number;
  readonly identity: string;
  readonly passwordHash: string | null;
  /** While a station is being told another password, both are valid. */
  readonly passwordHashNext: string | null;
};

export type CredentialCheck = (header: string | undefined, station: Credentialed) => Promise<CredentialVerdict>;

/**
 * Checks HTTP Basic against the stored hashes. The slow hash is computed once per password: a station that comes
 * back is compared with a keyed digest in memory, so that a storm of reconnects costs no key stretching.
 */
export function createCredentialCheck(): CredentialCheck {
  const memoryKey = randomBytes(32);
  const known = new Map<number, { readonly hash: string; readonly digest: Buffer }>();
  const digestOf = (password: Buffer): Buffer => createHmac("sha256", memoryKey).update(password).digest();

  return async (header, station) => {
    const parsed = parseBasicAuth(header, station.identity);
    if (!parsed.ok) return FAULTS[parsed.error];
    const { password } = parsed.value;
    const digest = digestOf(password);
    const hashes = validHashes(station);
    const remembered = known.get(station.id);
    const again = hashes.find(({ hash }) => hash === remembered?.hash);
    if (again !== undefined && remembered !== undefined && timingSafeEqual(remembered.digest, digest)) {
      return again.which;
    }
    for (const { which, hash } of hashes) {
      if (!(await fits(hash, password))) continue;
      known.set(station.id, { hash, digest });
      return which;
    }
    return "WrongPassword";
  };
}

const FAULTS: Readonly<Record<BasicAuthFault, CredentialFault>> = {
  Missing: "MissingCredentials",
  Malformed: "MalformedCredentials",
  WrongUser: "WrongUserName",
};

const validHashes = ({ passwordHash, passwordHashNext }: Credentialed) => [
  ...(passwordHash === null ? [] : [{ which: "Current" as const, hash: passwordHash }]),
  ...(passwordHashNext === null ? [] : [{ which: "Next" as const, hash: passwordHashNext }]),
];

async function fits(hash: string, password: Buffer): Promise<boolean> {
  for (const form of passwordForms(password)) if (await verifyPassword(hash, form)) return true;
  return false;
}
