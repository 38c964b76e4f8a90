import { headers } from "next/headers";
import { connectionUrl } from "@/lib/domain/connection-url";
import { appEnvironment } from "@/lib/env/app";

/** The address a charger has to dial, on the host by which the operator reached us where none is set. */
export async function ocppUrl(identity: string, securityProfile: number): Promise<string> {
  const { publicOcppUrl, ocppPort, ocppsPort } = appEnvironment();
  const told = await headers();
  const host = told.get("x-forwarded-host") ?? told.get("host") ?? "localhost";
  const { hostname } = new URL(`http://${host}`);
  return connectionUrl({ publicUrl: publicOcppUrl, host: hostname, ocppPort, ocppsPort }, identity, securityProfile);
}
