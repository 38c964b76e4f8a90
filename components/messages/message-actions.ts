import type { ActionResult } from "@/components/form/action-result";
import type { Direction, MessageView } from "@/lib/domain/message-view";

/** What an opened message can ask the server for. */
export type MessageActions = {
  readonly readWhole: (name: {
    readonly identity: string;
    readonly at: string;
    readonly direction: Direction;
    readonly messageId: string | null;
  }) => Promise<ActionResult<MessageView | null>>;
  readonly readNeighbour: (name: {
    readonly identity: string;
    readonly at: string;
    readonly transactionRef: string;
    readonly side: "before" | "after";
  }) => Promise<ActionResult<MessageView | null>>;
};
