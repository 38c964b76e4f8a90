import type { MessageFilter } from "@/lib/domain/message-filter";
import type { LogTopic, TailAnswer, TailMessage } from "@/lib/live/contract";
import type { LiveSocket } from "./socket";

/** What becomes of a tail. `Begun` comes again after each loss: what was said in between was not told. */
export type TailEvent =
  | { readonly type: "Begun"; readonly otherGateways: number }
  | { readonly type: "Told"; readonly message: TailMessage }
  | { readonly type: "Lost" }
  | { readonly type: "Refused"; readonly reason: Extract<TailAnswer, { ok: false }>["reason"] };

const ANSWER_MS_MAX = 8_000;
/** The gateway could not look the right up: its database is away for a moment. */
const AGAIN_MS = 2_000;

/** Follows the message log on this line, and again whenever the line is back, until it is stopped. */
export function startTail(
  socket: LiveSocket,
  { topic, filter }: { readonly topic: LogTopic; readonly filter: MessageFilter },
  tell: (event: TailEvent) => void,
): () => void {
  let isStopped = false;
  const begin = (): void => {
    socket.timeout(ANSWER_MS_MAX).emit("tail", topic, filter, (error: Error | null, answer: TailAnswer) => {
      if (isStopped) return;
      // No answer: the line is about to be found dead, or the gateway is slow.
      if (error !== null) return socket.connected ? begin() : undefined;
      if (!answer.ok && answer.reason === "unavailable") return void setTimeout(beginAgain, AGAIN_MS);
      tell(
        answer.ok ? { type: "Begun", otherGateways: answer.otherGateways } : { type: "Refused", reason: answer.reason },
      );
    });
  };
  const beginAgain = (): void => {
    if (!isStopped && socket.connected) begin();
  };
  const told = (message: TailMessage): void => tell({ type: "Told", message });
  const lost = (): void => tell({ type: "Lost" });
  socket.on("connect", begin);
  socket.on("disconnect", lost);
  socket.on("tail", told);
  if (socket.connected) begin();
  return () => {
    isStopped = true;
    socket.off("connect", begin);
    socket.off("disconnect", lost);
    socket.off("tail", told);
    if (socket.connected) socket.emit("untail");
  };
}
