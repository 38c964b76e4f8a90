/** Where an image's address leads: `/firmware/<43 characters of base64url>/<name>`. */
const IMAGES = /^(?:https?:\/\/[^/?#]*)?\/+firmware(?![^/?#])/i;
const SECRET = /^\/+([A-Za-z0-9_-]{43})(?:\/[^/?#]*)?(?:[?#]|$)/;
/** What a station is told to fetch so that it gives up what it does: nothing is ever there. */
const CANCELLED = /^\/+cancelled(?:[/?#]|$)/;

export type ImageTarget =
  | { readonly type: "Image"; readonly secret: string }
  | { readonly type: "Cancelled" }
  | { readonly type: "Unknown" };

/** A target may be spelt with the host, as to a proxy (RFC 9112 §3.2.2). */
export const isImageUrl = (url: string): boolean => IMAGES.test(url);

/** The name behind the secret is for the station alone: what is served is the release's file, whatever it is called. */
export function imageTarget(url: string): ImageTarget {
  const rest = url.replace(IMAGES, "");
  const secret = SECRET.exec(rest)?.[1];
  if (secret !== undefined) return { type: "Image", secret };
  return { type: CANCELLED.test(rest) ? "Cancelled" : "Unknown" };
}
