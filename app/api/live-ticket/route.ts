import { renewedSignIn } from "@/app/context";
import { issueLiveTicket } from "@/lib/services/auth/issue-live-ticket";

/** A pass for one connection to the live channel, for whoever is signed in. */
export async function POST(): Promise<Response> {
  const found = await renewedSignIn();
  if (found === null) return Response.json({ title: "Not signed in", status: 401 }, { status: 401 });
  return Response.json(await issueLiveTicket(found.ctx), { headers: { "Cache-Control": "no-store" } });
}
