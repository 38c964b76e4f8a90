/** Where an upload's address leads. The secret is 160 bits in hex, so what follows it needs no separator. */
export type UploadTarget = {
  readonly secret: string;
  /** What stands behind the secret, if a station appended the file's name. */
  readonly name: string | null;
};

/** A target may be spelt with the host, as to a proxy (RFC 9112 §3.2.2). */
const UPLOADS = /^(?:https?:\/\/[^/?#]*)?\/+uploads(?![^/?#])/i;
const TARGET = /^\/+([0-9a-f]{40})([^?#]*)/i;

export const isUploadUrl = (url: string): boolean => UPLOADS.test(url);

/** Null where no upload can be meant. */
export function uploadTarget(url: string): UploadTarget | null {
  const match = TARGET.exec(url.replace(UPLOADS, ""));
  const [, secret, rest = ""] = match ?? [];
  if (secret === undefined) return null;
  const name = decoded(rest).replace(/^\/+/, "");
  return { secret: secret.toLowerCase(), name: name === "" ? null : name };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
