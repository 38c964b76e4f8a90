/** Certificates made while a test runs: just enough DER to issue X.509 v3 by hand, since Node only reads them. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export type KeyKind = "RSA" | "ECDSA";

export type Issued = {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
};

/** A root, or an authority under one. */
export type Authority = Issued & { readonly name: Name };

type Name = { readonly commonName: string; readonly organization?: string };

type Wanted = Name & {
  readonly kind?: KeyKind;
  readonly isFor?: "Server" | "Client";
  /** DNS names. */
  readonly hosts?: readonly string[];
  readonly validFrom?: Date;
  readonly validTo?: Date;
  /** Too short a key shows what is refused. */
  readonly rsaBits?: number;
};

const HOUR_MS = 3_600_000;

export function createAuthority(name: Name, under: Authority | null = null): Authority {
  const keys = keyPair("ECDSA", 2_048);
  const extensions = [
    extension(OID.basicConstraints, sequence(tlv(0x01, Buffer.from([0xff]))), true),
    extension(OID.keyUsage, bits(Buffer.from([0b0000_0110]), 1), true),
  ];
  const issuer = under?.name ?? name;
  const signer = under === null ? keys.privateKey : createPrivateKey(under.key);
  return { ...issue({ subject: name, issuer, keys, signer, extensions }), name };
}

export function issueCertificate(
  authority: Authority,
  { kind = "ECDSA", isFor = "Client", ...wanted }: Wanted,
): Issued {
  const keys = keyPair(kind, wanted.rsaBits ?? 2_048);
  const purpose = isFor === "Server" ? OID.serverAuth : OID.clientAuth;
  const hosts = (wanted.hosts ?? []).map((host) => tlv(0x82, Buffer.from(host)));
  const extensions = [
    extension(OID.basicConstraints, sequence(), true),
    extension(OID.extendedKeyUsage, sequence(oid(purpose))),
    ...(hosts.length === 0 ? [] : [extension(OID.subjectAltName, sequence(...hosts))]),
  ];
  const signer = createPrivateKey(authority.key);
  return issue({ ...wanted, subject: wanted, issuer: authority.name, keys, signer, extensions });
}

/** The request (PKCS #10) that this certificate is the answer to: for the same key, signed with it. ECDSA only. */
export function requestFor({ key }: Issued, subject: Name): string {
  const signer = createPrivateKey(key);
  const toBeSigned = sequence(
    integer(Buffer.from([0])),
    distinguishedName(subject),
    createPublicKey(signer).export({ type: "spki", format: "der" }),
    tlv(0xa0),
  );
  const der = sequence(toBeSigned, sequence(oid(OID.sha256WithEcdsa)), bits(sign("sha256", toBeSigned, signer)));
  return pem("CERTIFICATE REQUEST", der);
}

type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

const keyPair = (kind: KeyKind, rsaBits: number): KeyPair =>
  kind === "RSA"
    ? generateKeyPairSync("rsa", { modulusLength: rsaBits })
    : generateKeyPairSync("ec", { namedCurve: "P-256" });

function issue({
  subject,
  issuer,
  keys,
  signer,
  extensions,
  validFrom = new Date(Date.now() - HOUR_MS),
  validTo = new Date(Date.now() + HOUR_MS),
}: {
  readonly subject: Name;
  readonly issuer: Name;
  readonly keys: KeyPair;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly validFrom?: Date | undefined;
  readonly validTo?: Date | undefined;
}): Issued {
  const isRsa = signer.asymmetricKeyType === "rsa";
  const algorithm = isRsa ? sequence(oid(OID.sha256WithRsa), tlv(0x05)) : sequence(oid(OID.sha256WithEcdsa));
  const toBeSigned = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    algorithm,
    distinguishedName(issuer),
    sequence(time(validFrom), time(validTo)),
    distinguishedName(subject),
    keys.publicKey.export({ type: "spki", format: "der" }),
    tlv(0xa3, sequence(...extensions)),
  );
  const der = sequence(toBeSigned, algorithm, bits(sign("sha256", toBeSigned, signer)));
  return {
    certificate: pem("CERTIFICATE", der),
    key: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

const OID = {
  commonName: "2.5.4.3",
  organization: "2.5.4.10",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  extendedKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  sha256WithRsa: "1.2.840.113549.1.1.11",
  sha256WithEcdsa: "1.2.840.10045.4.3.2",
} as const;

function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  if (length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);
const integer = (bytes: Buffer): Buffer => tlv(0x02, bytes);
const bits = (bytes: Buffer, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), bytes);

/** GeneralizedTime is for 2050 and later only; UTCTime has two digits of the year. */
const time = (at: Date): Buffer => tlv(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replaceAll(/[-:T]/g, "")}Z`));

const attribute = (type: string, value: string): Buffer =>
  tlv(0x31, sequence(oid(type), tlv(0x0c, Buffer.from(value))));

const distinguishedName = ({ commonName, organization }: Name): Buffer =>
  sequence(
    ...(organization === undefined ? [] : [attribute(OID.organization, organization)]),
    attribute(OID.commonName, commonName),
  );

const extension = (id: string, content: Buffer, isCritical = false): Buffer =>
  sequence(oid(id), ...(isCritical ? [tlv(0x01, Buffer.from([0xff]))] : []), tlv(0x04, content));

/** The first two numbers share a byte; each further one is written seven bits at a time. */
function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = rest.flatMap((number) => {
    const digits = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return tlv(0x06, Buffer.from([first * 40 + second, ...bytes]));
}
