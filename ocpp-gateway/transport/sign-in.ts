/**
 * How a station signs in, and by that under which security profile it connects: 0 without, 1 Basic, 2 TLS with
 * Basic, 3 TLS with its certificate. Never below what it must use, nor below what it ever used (1.6 A05.FR.09).
 */
import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { err, ok, type Result } from "@/lib/domain/result";
import type { AdmittedStation } from "@/lib/services/stations/admit-station";
import { type ClientCertificateFault, clientCertificateFault, clientCertificateOf } from "./client-certificate";
import type { CredentialCheck, CredentialFault } from "./credentials";

export type SignIn = {
  readonly securityProfile: number;
  /** The password it signed in with; null where none was looked at. */
  readonly signedInWith: "Current" | "Next" | null;
  /** The common names of the certificate it signed in by; null where it signed in otherwise. */
  readonly certificateNames: readonly string[] | null;
};

export type SignInFault =
  | "Blocked"
  | "WrongSecurityProfile"
  | "SecurityProfileDowngrade"
  | CredentialFault
  | "NoClientAuthority"
  | ClientCertificateFault;

export type SignInDeps = {
  readonly now: () => Date;
  readonly checkCredentials: CredentialCheck;
  /** Is there an authority that client certificates are held against? */
  readonly hasClientAuthority: boolean;
  /** What certificates of our stations carry as their organization; null where that is not looked at. */
  readonly cpoName: string | null;
};

type Attempt = { readonly station: AdmittedStation; readonly socket: TLSSocket | null; readonly header?: string };

export async function signIn(
  deps: SignInDeps,
  request: IncomingMessage,
  station: AdmittedStation,
): Promise<Result<SignIn, SignInFault>> {
  if (station.isBlocked) return err("Blocked");
  const socket = request.socket instanceof TLSSocket ? request.socket : null;
  const { authorization: header } = request.headers;
  const attempt: Attempt = { station, socket, ...(header === undefined ? {} : { header }) };
  const needed = Math.max(station.securityProfile, station.minSecurityProfile);
  if (needed === 0) return ok(await asFarAsItGoes(deps, attempt));
  if (needed === 3) return withCertificateOnly(deps, attempt);
  if (needed === 2 && socket === null) return err(tooLow(station, 1));
  return withPassword(deps, attempt);
}

/** A station that may come without: what it can prove counts all the same, so that its way leads up. */
async function asFarAsItGoes(deps: SignInDeps, attempt: Attempt): Promise<SignIn> {
  const { station } = attempt;
  const hasPassword = station.passwordHash !== null || station.passwordHashNext !== null;
  const signedIn = await withPassword(deps, hasPassword ? attempt : { station, socket: attempt.socket });
  if (signedIn.ok) return signedIn.value;
  const byCertificate = withCertificate(deps, attempt);
  return byCertificate.ok ? byCertificate.value : { securityProfile: 0, signedInWith: null, certificateNames: null };
}

/** Profiles 1 and 2; and, where it says no password, the step up to 3. */
async function withPassword(deps: SignInDeps, attempt: Attempt): Promise<Result<SignIn, SignInFault>> {
  const { station, socket, header } = attempt;
  if (header === undefined && socket !== null) {
    const byCertificate = withCertificate(deps, attempt);
    if (byCertificate.ok || !isAbsence(byCertificate.error)) return byCertificate;
  }
  const verdict = await deps.checkCredentials(header, station);
  if (verdict !== "Current" && verdict !== "Next") return err(verdict);
  return ok({ securityProfile: socket === null ? 1 : 2, signedInWith: verdict, certificateNames: null });
}

const isAbsence = (fault: CertificateFault): boolean =>
  fault === "ClientCertificateMissing" || fault === "NoClientAuthority";

function withCertificateOnly(deps: SignInDeps, attempt: Attempt): Result<SignIn, SignInFault> {
  const { station, socket, header } = attempt;
  if (socket === null) return err(tooLow(station, 1));
  const byCertificate = withCertificate(deps, attempt);
  if (byCertificate.ok) return byCertificate;
  const offersPassword = byCertificate.error === "ClientCertificateMissing" && header !== undefined;
  return offersPassword && station.minSecurityProfile === 3 ? err("SecurityProfileDowngrade") : byCertificate;
}

type CertificateFault = ClientCertificateFault | "NoClientAuthority";

function withCertificate(
  { hasClientAuthority, cpoName, now }: SignInDeps,
  { station, socket }: Attempt,
): Result<SignIn, CertificateFault> {
  if (socket === null) return err("ClientCertificateMissing");
  if (!hasClientAuthority) return err("NoClientAuthority");
  const certificate = clientCertificateOf(socket);
  const fault = clientCertificateFault(certificate, station, { cpoName, now: now() });
  if (fault !== null) return err(fault);
  return ok({ securityProfile: 3, signedInWith: null, certificateNames: certificate?.commonNames ?? [] });
}

/** It was told to use a higher one, or did already: then somebody may be holding it down. */
const tooLow = ({ minSecurityProfile }: AdmittedStation, offered: number): SignInFault =>
  offered < minSecurityProfile ? "SecurityProfileDowngrade" : "WrongSecurityProfile";
