import { permanentRedirect } from "next/navigation";

/** Where the sites were; links to it keep working. */
export default function FormerSitesPage(): never {
  permanentRedirect("/sites");
}
