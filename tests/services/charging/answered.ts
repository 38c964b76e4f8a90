import type { CommandAnswer } from "@/lib/domain/station-command";
import { type CommandOutcome, recordAnswer } from "@/lib/services/commands/record-answer";
import { requestCommand } from "@/lib/services/commands/request-command";
import { type Books, T0 } from "../books";

type Station = { readonly id: number; readonly identity: string };
type Asked = Parameters<typeof requestCommand>[1]["command"];
type Facts = Extract<CommandAnswer, { type: "Answered" }>["facts"];

export const at = (seconds: number): Date => new Date(T0.getTime() + seconds * 1000);

/** Commands as operators ask for them, and as a gateway sends and settles them, without a socket. */
export function commandsOf(books: Books) {
  const ask = (station: Station, command: Asked) =>
    requestCommand(books.as("operator"), { identity: station.identity, command });
  const send = async (id: string): Promise<void> => {
    await books.db.command.update({ where: { id }, data: { state: "Sent", sentAt: T0, epoch: 1 } });
  };
  const answer = async (station: Station, id: string, outcome: CommandOutcome, second = 1): Promise<void> => {
    await send(id);
    await recordAnswer(books.as("operator", { now: at(second) }), station, id, outcome);
  };
  return {
    ask,
    send,
    answer,
    askAndAnswer: async (station: Station, command: Asked, outcome: CommandOutcome): Promise<string> => {
      const { id } = await ask(station, command);
      await answer(station, id, outcome);
      return id;
    },
  };
}

export const accepted = (facts: Facts = {}): CommandOutcome => ({
  action: "X",
  answer: { type: "Answered", verdict: "Accepted", status: "Accepted", payload: {}, facts },
});

export const rejected = (status = "Rejected"): CommandOutcome => ({
  action: "X",
  answer: { type: "Answered", verdict: "Rejected", status, payload: {}, facts: {} },
});
