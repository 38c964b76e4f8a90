/** HTTP Basic as stations use it: the user is the identity, the password is bytes (security profiles 1 and 2). */
import { err, ok, type Result } from "@/lib/domain/result";

export type BasicAuthFault = "Missing" | "Malformed" | "WrongUser";

export type BasicCredentials = { readonly user: Buffer; readonly password: Buffer };

/**
 * Splits by comparing with the identity, not at a colon: identities and passwords
 * may both contain colons, and passwords any bytes.
 */
export function parseBasicAuth(header: string | undefined, identity: string): Result<BasicCredentials, BasicAuthFault> {
  if (header === undefined || header.trim() === "") return err("Missing");
  const [, encoded] = /^\s*basic\s+([A-Za-z0-9+/_-]+={0,2})\s*$/i.exec(header) ?? [];
  if (encoded === undefined) return err("Malformed");

  const bytes = Buffer.from(encoded, "base64");
  const prefix = Buffer.from(`${identity}:`, "utf8");
  if (!bytes.subarray(0, prefix.length).equals(prefix)) return err(bytes.includes(":") ? "WrongUser" : "Malformed");
  return ok({ user: bytes.subarray(0, prefix.length - 1), password: bytes.subarray(prefix.length) });
}

/**
 * What a presented password may stand for. A 1.6 AuthorizationKey is 16 to 20 bytes written in hex;
 * some stations send the bytes, some the digits, and people enter the digits too (quirk A6).
 */
export function passwordForms(presented: Buffer): readonly Buffer[] {
  const text = presented.toString("latin1");
  const isHexKey = text.length % 2 === 0 && /^[0-9a-f]{32,40}$/i.test(text);
  if (isHexKey) return [presented, Buffer.from(text, "hex")];
  const isKey = text.length >= 16 && text.length <= 20 && !/^[ -~]*$/.test(text);
  const digits = presented.toString("hex");
  return isKey ? [presented, Buffer.from(digits), Buffer.from(digits.toUpperCase())] : [presented];
}
