/** The station's identity is the last segment of the connection URL (OCPP-J §3.1.1), whatever version it speaks. */
import { err, ok, type Result } from "@/lib/domain/result";

export type IdentityFault = "MalformedUrl" | "IdentityMissing" | "IdentityUnusable" | "IdentityTooLong" | "WrongPath";

/** `path` is the endpoint, without the identity: "/ocpp". */
export type StationUrl = { readonly identity: string; readonly path: string };

const IDENTITY_CHARS_MAX = 255;
const ENDPOINT = "/ocpp";
/** Controls, line separators and marks that turn the direction of text: they make one identity look like another. */
const UNUSABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** `rawUrl` as it stood in the request line. Decoded once; "+" is a plus; query and fragment are not ours. */
export function parseIdentity(rawUrl: string): Result<StationUrl, IdentityFault> {
  const [pathname = ""] = rawUrl.split(/[?#]/, 1);
  const segments = pathname.split("/").filter((segment) => segment !== "");
  const last = segments.at(-1);
  const path = `/${segments.slice(0, -1).join("/")}`;
  if (last === undefined || (segments.length === 1 && `/${last}`.startsWith(ENDPOINT))) return err("IdentityMissing");
  if (!path.startsWith(ENDPOINT)) return err("WrongPath");

  const identity = decoded(last);
  if (identity === null) return err("MalformedUrl");
  if (identity.trim() === "") return err("IdentityMissing");
  if (UNUSABLE.test(identity)) return err("IdentityUnusable");
  if (identity.length > IDENTITY_CHARS_MAX) return err("IdentityTooLong");
  return ok({ identity, path });
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
