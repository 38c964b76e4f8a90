import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";

/** What a TLS listener needs, read and checked: one pair for RSA, one for ECDSA, or only one of them. */
export type TlsMaterial = {
  readonly pairs: readonly { readonly certificate: string; readonly key: string }[];
  /** PEM of the authorities of our stations' certificates; null where there are none. */
  readonly clientAuthority: string | null;
};

type Source = Readonly<Record<string, string | undefined>>;
export type TlsRead = { readonly material: TlsMaterial | null; readonly problems: readonly string[] };

/** Reads the files of KITUO_TLS_*; null without KITUO_OCPPS_PORT. Every problem is told at once. */
export function readTlsFiles(source: Source, now: Date): TlsRead {
  if (!source["KITUO_OCPPS_PORT"]) return { material: null, problems: [] };
  const problems: string[] = [];
  const certificates = filesOf(source, "KITUO_TLS_CERT", problems);
  const keys = filesOf(source, "KITUO_TLS_KEY", problems);
  if (certificates.length > 0 && keys.length > 0 && certificates.length !== keys.length) {
    problems.push(
      `KITUO_TLS_KEY: there are ${keys.length} files for the ${certificates.length} of KITUO_TLS_CERT; each certificate needs its key, in the same order`,
    );
  }
  const leaves = certificates.map((file) => certificateOf(file, now, problems));
  const secrets = keys.map((file) => keyOf(file, problems));
  const pairs = leaves.flatMap((leaf, index) => pairOf(leaf, secrets[index] ?? null, problems));
  const authority = source["KITUO_TLS_CLIENT_CA"];
  const clientAuthority = authority ? authorityOf(authority, now, problems) : null;
  return { material: problems.length === 0 ? { pairs, clientAuthority } : null, problems };
}

/** Content is null where the file cannot be read, which has been told already. */
type NamedFile = { readonly path: string; readonly content: string | null };
type Read<Parsed> = { readonly path: string; readonly content: string; readonly parsed: Parsed };

function filesOf(source: Source, name: string, problems: string[]): readonly NamedFile[] {
  const paths = (source[name] ?? "")
    .split(",")
    .map((path) => path.trim())
    .filter((path) => path !== "");
  if (paths.length === 0) problems.push(`${name}: is needed with KITUO_OCPPS_PORT`);
  return paths.map((path) => ({ path, content: read(name, path, problems) }));
}

function read(name: string, path: string, problems: string[]): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    problems.push(`${name}: ${path} cannot be read (${String(code)})`);
    return null;
  }
}

function certificateOf({ path, content }: NamedFile, now: Date, problems: string[]): Read<X509Certificate> | null {
  if (content === null) return null;
  const leaf = parsed(() => new X509Certificate(content));
  if (leaf === null) problems.push(`KITUO_TLS_CERT: ${path} holds no certificate (PEM)`);
  else problems.push(...datesOf("KITUO_TLS_CERT", path, leaf, now));
  return leaf === null ? null : { path, content, parsed: leaf };
}

function keyOf({ path, content }: NamedFile, problems: string[]): Read<KeyObject> | null {
  if (content === null) return null;
  const secret = parsed(() => createPrivateKey(content));
  if (secret === null) problems.push(`KITUO_TLS_KEY: ${path} holds no private key (PEM, without a passphrase)`);
  return secret === null ? null : { path, content, parsed: secret };
}

function pairOf(
  certificate: Read<X509Certificate> | null,
  key: Read<KeyObject> | null,
  problems: string[],
): TlsMaterial["pairs"] {
  if (certificate === null || key === null) return [];
  if (!certificate.parsed.checkPrivateKey(key.parsed)) {
    problems.push(`KITUO_TLS_KEY: ${key.path} is not the key of ${certificate.path}`);
    return [];
  }
  const pair = { certificate: certificate.content, key: key.content };
  const refusal = refusalOf(pair);
  if (refusal !== null) problems.push(`KITUO_TLS_CERT: ${certificate.path} cannot be used: ${refusal}`);
  return [pair];
}

function authorityOf(path: string, now: Date, problems: string[]): string | null {
  const content = read("KITUO_TLS_CLIENT_CA", path, problems);
  if (content === null) return null;
  const certificates = content.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  const authorities = certificates.map((pem) => parsed(() => new X509Certificate(pem)));
  if (authorities.length === 0 || authorities.includes(null)) {
    problems.push(`KITUO_TLS_CLIENT_CA: ${path} holds no certificate (PEM)`);
  }
  for (const authority of authorities) {
    if (authority === null) continue;
    if (!authority.ca) problems.push(`KITUO_TLS_CLIENT_CA: ${authority.subject} in ${path} is no authority`);
    problems.push(...datesOf("KITUO_TLS_CLIENT_CA", path, authority, now));
  }
  return content;
}

function datesOf(name: string, path: string, { validFrom, validTo }: X509Certificate, now: Date): readonly string[] {
  if (!(new Date(validTo) >= now)) return [`${name}: ${path} has expired (${validTo})`];
  return new Date(validFrom) <= now ? [] : [`${name}: ${path} is not valid before ${validFrom}`];
}

/** What TLS itself has against a pair: a key too short for it, a broken chain. */
function refusalOf({ certificate, key }: TlsMaterial["pairs"][number]): string | null {
  try {
    createSecureContext({ cert: certificate, key, ciphers: "DEFAULT:@SECLEVEL=2" });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parsed<Parsed extends KeyObject | X509Certificate>(parse: () => Parsed): Parsed | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
