import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { signOut } from "@/app/(auth)/login/actions";
import { requestCommand } from "@/app/(operator)/chargers/[identity]/actions";
import { loginPath, signedIn } from "@/app/context";
import { CommandsProvider } from "@/components/commands/commands-context";
import { Shell } from "@/components/layout/shell";
import { LiveProvider } from "@/components/live/live-provider";
import { LiveTopic } from "@/components/live/live-topics";
import { may } from "@/lib/domain/permissions";
import { appEnvironment } from "@/lib/env/app";
import { countAlertGroups } from "@/lib/services/alerts/count-groups";
import { livePosition } from "@/lib/services/live-position";
import { listRefusals } from "@/lib/services/stations/list-refusals";

/** Everything behind the sign-in: navigation, and the live connection from a known position on. */
export default async function OperatorLayout({ children }: { readonly children: ReactNode }) {
  const found = await signedIn();
  if (found === null) redirect(await loginPath());
  const { actor, email, ctx } = found;
  const { livePort, publicLiveUrl } = appEnvironment();
  const position = await livePosition(ctx.db);
  const inbox = await listRefusals(ctx);
  const alerts = await countAlertGroups(ctx);
  const now = ctx.now();
  return (
    <LiveProvider url={publicLiveUrl} port={livePort} renderedAt={now.getTime()}>
      <LiveTopic topic="inbox" position={position} renderedAt={now.toISOString()} />
      <LiveTopic topic="alerts" position={position} renderedAt={now.toISOString()} />
      <CommandsProvider
        request={requestCommand}
        mayCommand={may(actor.role, "command")}
        mayManage={may(actor.role, "manage-stations")}
      >
        <Shell
          operator={{ name: actor.name, email, role: actor.role }}
          inbox={inbox}
          unattended={{ count: alerts.Open ?? 0, at: now.toISOString() }}
          signOut={signOut}
        >
          {children}
        </Shell>
      </CommandsProvider>
    </LiveProvider>
  );
}
