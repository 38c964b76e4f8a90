/** How the world reaches the OCPP listener; `publicUrl` wins over what can be guessed from a request. */
export type OcppAddress = {
  /** `wss://ocpp.example.org` or `wss://ocpp.example.org/ocpp`; null where none is set. */
  readonly publicUrl: string | null;
  /** Host name (no port) by which the operator reached the web app; IPv6 in brackets. */
  readonly host: string;
  readonly ocppPort: number;
  /** Null where TLS is not served. */
  readonly ocppsPort: number | null;
  /** `https://files.example.org`: where stations upload to, if not to the listener itself. */
  readonly uploadBaseUrl?: string | null;
};

/** The address a station has to dial: `ws://host:9220/ocpp/<identity>`, TLS for security profiles 2 and 3. */
export function connectionUrl(address: OcppAddress, identity: string, securityProfile: number): string {
  return `${listenerUrl(address, securityProfile)}/ocpp/${encodeURIComponent(identity)}`;
}

/**
 * Where a station puts its logs: `http://host:9220/uploads`, over TLS where it dials by TLS. What follows is the
 * secret of one upload.
 */
export function uploadsUrl(address: OcppAddress, securityProfile: number): string {
  const base = address.uploadBaseUrl ?? listenerUrl(address, securityProfile).replace(/^ws/, "http");
  return `${base.replace(/\/+$/, "").replace(/\/uploads$/, "")}/uploads`;
}

/** Where stations find and put files, as the environment names it; null: where they dial. Without a slash at its end. */
export function filesUrl(uploadBaseUrl: string | null, publicOcppUrl: string | null): string | null {
  if (uploadBaseUrl !== null) return uploadBaseUrl.replace(/\/+$/, "").replace(/\/uploads$/, "");
  return publicOcppUrl === null
    ? null
    : publicOcppUrl
        .replace(/\/+$/, "")
        .replace(/\/ocpp$/, "")
        .replace(/^ws/, "http");
}

function listenerUrl(address: OcppAddress, securityProfile: number): string {
  if (address.publicUrl !== null) return address.publicUrl.replace(/\/+$/, "").replace(/\/ocpp$/, "");
  if (securityProfile >= 2 && address.ocppsPort !== null) return `wss://${address.host}:${address.ocppsPort}`;
  return `ws://${address.host}:${address.ocppPort}`;
}
