/** Every way a handshake can be refused or break off, and what follows from it. Words for people are in `i18n`. */

/** The station told its identity; these are grouped by it. */
export const NAMED_REFUSALS = [
  "UnknownIdentity",
  "Blocked",
  "WrongSecurityProfile",
  "SecurityProfileDowngrade",
  "MissingCredentials",
  "MalformedCredentials",
  "WrongUserName",
  "WrongPassword",
  "NoClientAuthority",
  "ClientCertificateMissing",
  "ClientCertificateUntrusted",
  "ClientCertificateExpired",
  "ClientCertificateNotYetValid",
  "ClientCertificateWrongName",
  "ClientCertificateWrongOrganization",
  "NoSubprotocol",
  "NoCommonSubprotocol",
] as const;
export type NamedRefusal = (typeof NAMED_REFUSALS)[number];

/** It ended before an identity was told or could be believed; these are grouped by the peer's address. */
export const NAMELESS_REFUSALS = [
  "MalformedUrl",
  "IdentityMissing",
  "IdentityUnusable",
  "IdentityTooLong",
  "WrongPath",
  "NoUpgrade",
  "BadUpgrade",
  "NotHttp",
  "HeadersTooBig",
  "HandshakeTimeout",
  "TlsOnPlainPort",
  "PlainOnTlsPort",
  "NotTls",
  "TlsTooOld",
  "TlsNoCommonCipher",
  "TlsServerUntrusted",
  "TlsServerExpired",
  "TlsServerRejected",
  "TlsTimeout",
  "TlsAborted",
  "TlsFailed",
  "Overload",
  "Unavailable",
  "Draining",
] as const;
export type NamelessRefusal = (typeof NAMELESS_REFUSALS)[number];

export type RefusalReason = NamedRefusal | NamelessRefusal;

const ALL: readonly RefusalReason[] = [...NAMED_REFUSALS, ...NAMELESS_REFUSALS];
export const isRefusalReason = (word: string): word is RefusalReason => ALL.some((reason) => reason === word);

/** A new password, typed into the charger, would let it in. */
export const isCuredByPassword = (reason: string): boolean =>
  reason === "WrongPassword" || reason === "MissingCredentials" || reason === "MalformedCredentials";
