import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { verifyPassword } from "@/lib/services/stations/password-hash";
import { parseBasicAuth, passwordForms } from "./basic-auth";

export type CredentialVerdict = "Right" | "MissingCredentials" | "WrongPassword";

/**
 * Checks HTTP Basic against the stored hash. The slow hash is computed once per password: a station that comes
 * back is compared with a keyed digest in memory, so that a storm of reconnects costs no key stretching.
 */
export function createCredentialCheck(): (
  header: string | undefined,
  station: { readonly id: number; readonly identity: string; readonly passwordHash: string | null },
) => Promise<CredentialVerdict> {
  const memoryKey = randomBytes(32);
  const known = new Map<number, { readonly hash: string; readonly digest: Buffer }>();
  const digestOf = (password: Buffer): Buffer => createHmac("sha256", memoryKey).update(password).digest();

  return async (header, station) => {
    const { passwordHash } = station;
    const parsed = parseBasicAuth(header, station.identity);
    if (!parsed.ok) return parsed.error === "Missing" ? "MissingCredentials" : "WrongPassword";
    if (passwordHash === null) return "WrongPassword";
    const { password } = parsed.value;
    const digest = digestOf(password);
    const remembered = known.get(station.id);
    if (remembered?.hash === passwordHash && timingSafeEqual(remembered.digest, digest)) return "Right";
    for (const form of passwordForms(password)) {
      if (!(await verifyPassword(passwordHash, form))) continue;
      known.set(station.id, { hash: passwordHash, digest });
      return "Right";
    }
    return "WrongPassword";
  };
}
