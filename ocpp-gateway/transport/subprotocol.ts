/** Which OCPP version a connection speaks: only the subprotocol decides, never the URL. */
import { err, ok, type Result } from "@/lib/domain/result";

export type SubprotocolFault = "NoneOffered" | "NoneInCommon";

/** `token` is echoed exactly as the station wrote it; `version` is our spelling. */
export type Subprotocol = { readonly token: string; readonly version: string };

/** The station's order is its preference: its first offer that we support. A pinned station speaks nothing else. */
export function chooseSubprotocol(
  header: string | undefined,
  supported: readonly string[],
  pinned: string | null,
): Result<Subprotocol, SubprotocolFault> {
  const offered = (header ?? "")
    .split(",")
    .map((token) => token.trim())
    .filter((token) => token !== "");
  if (offered.length === 0) return err("NoneOffered");

  const allowed = pinned === null ? supported : supported.filter((version) => version === pinned);
  for (const token of offered) {
    const version = allowed.find((candidate) => candidate === token.toLowerCase());
    if (version !== undefined) return ok({ token, version });
  }
  return err("NoneInCommon");
}
