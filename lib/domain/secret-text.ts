/** Secrets that stand inside texts, wherever the text stands: in payloads, in reasons, in raw frames, in logs. */

export const HIDDEN = "[redacted]";

/** The password of `ftp://user:password@host`; an @ within it is seen in the field. */
const URL_PASSWORD = /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"']*):[^\s/"']+@/gi;

/** Our own addresses for firmware and uploads: whoever has the token in them may fetch or put the file. */
const URL_TOKEN = /(\/(?:uploads|firmware)\/)[A-Za-z0-9_-]{16,}(?=$|[/?#\s"'\\])/g;

/** A key, whole or cut off; line breaks may be escaped. */
const PRIVATE_KEY = /(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)[\s\S]*?(?:(?=-----END )|$)/g;

const MAY_HOLD_SECRET = /:\/\/|PRIVATE KEY|\/uploads\/|\/firmware\//i;

/** The text with its secrets blanked; everything else is as it was. */
export function withoutSecrets(text: string): string {
  if (!MAY_HOLD_SECRET.test(text)) return text;
  return text
    .replace(URL_PASSWORD, `$1:${HIDDEN}@`)
    .replace(URL_TOKEN, `$1${HIDDEN}`)
    .replace(PRIVATE_KEY, `$1${HIDDEN}`);
}

const SECRET_NAMED = /("[^"\\]{0,60}(?:password|simpin)"\s*[:=]\s*")(?:[^"\\]|\\.)*/gi;
const NAMES_SECRET_SETTING = /AuthorizationKey|password/i;
const SETTING_VALUE = /("(?:value|attributeValue|actualValue)"\s*[:=]\s*")(?:[^"\\]|\\.)*/g;

/** The same for a frame that could not be read: it is no JSON, so it is taken for what it resembles. */
export function withoutSecretsInFrame(text: string): string {
  const named = withoutSecrets(text).replace(SECRET_NAMED, `$1${HIDDEN}`);
  return NAMES_SECRET_SETTING.test(named) ? named.replace(SETTING_VALUE, `$1${HIDDEN}`) : named;
}
