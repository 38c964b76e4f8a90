import { headers } from "next/headers";
import { connectionUrl, type OcppAddress } from "@/lib/domain/connection-url";
import { appEnvironment } from "@/lib/env/app";

/** The address a charger has to dial, on the host by which the operator reached us where none is set. */
export async function ocppUrl(identity: string, securityProfile: number): Promise<string> {
  return connectionUrl(await ocppAddress(), identity, securityProfile);
}

/** How chargers reach the gateway, as far as it can be told from here. */
export async function ocppAddress(): Promise<OcppAddress> {
  const { publicOcppUrl: publicUrl, uploadBaseUrl, ocppPort, ocppsPort } = appEnvironment();
  const told = await headers();
  const host = told.get("x-forwarded-host") ?? told.get("host") ?? "localhost";
  const { hostname } = new URL(`http://${host}`);
  return { publicUrl, uploadBaseUrl, host: hostname, ocppPort, ocppsPort };
}
