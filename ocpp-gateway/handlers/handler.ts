import type { StationReply } from "@/lib/domain/station-message";
import type { ServiceContext } from "@/lib/services/context";
import type { ConnectedStation } from "../connected-station";
import type { FrameEffect, Lanes } from "../runtime/lanes";

export type HandlerDeps = {
  readonly ctx: ServiceContext;
  readonly lanes: Lanes;
  /** Something was announced outside the lanes. */
  readonly onAnnounced: () => void;
};

/**
 * What a handler leaves: the reply, and how its effect reaches the books.
 * `Stored`: it is there already. `WithFrame`: in one batch with the frame's log row. `InMemory`: presence only.
 */
export type Handled = {
  readonly reply: StationReply;
  readonly effect:
    | { readonly kind: "Stored" }
    | { readonly kind: "InMemory" }
    | { readonly kind: "WithFrame"; readonly rows: FrameEffect };
};

export type Handle<Message> = (
  deps: HandlerDeps,
  station: ConnectedStation,
  message: Message,
  receivedAt: Date,
) => Promise<Handled>;

export const stored = (reply: StationReply): Handled => ({ reply, effect: { kind: "Stored" } });
