import type { Permission } from "./permissions";
import type { AskableCommand } from "./station-command";

/** What changes whom a station trusts or what it runs, or can be anything at all, is not for everybody who may give commands. */
const MANAGING: ReadonlySet<AskableCommand["type"]> = new Set<AskableCommand["type"]>([
  "Raw",
  "UpdateFirmware",
  "CertificateSigned",
  "InstallCertificate",
  "DeleteCertificate",
]);

/** What somebody needs, besides `command`, to ask a station for this. */
export const permissionFor = ({ type }: Pick<AskableCommand, "type">): Permission =>
  MANAGING.has(type) ? "manage-stations" : "command";
