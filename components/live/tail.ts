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
      tell(
        answer.ok ? { type: "Begun", otherGateways: answer.otherGateways } : { type: "Refused", reason: answer.reason },
      );
    });
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
