import { createServer, type Socket } from "node:net";
import { portOf } from "./port-of";

export type MailServer = {
  readonly url: string;
  /** What was handed over so far, envelope and all. */
  readonly mails: readonly { readonly from: string; readonly to: readonly string[]; readonly data: string }[];
  readonly stop: () => Promise<void>;
};

/** A mail server of a few words: it takes what it is given. */
export async function startMailServer(): Promise<MailServer> {
  const mails: { from: string; to: string[]; data: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    talk(socket, (mail) => mails.push(mail));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${portOf(server)}`,
    mails,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function talk(socket: Socket, take: (mail: { from: string; to: string[]; data: string }) => void): void {
  let mail = { from: "", to: [] as string[], data: "" };
  let isData = false;
  let held = "";
  const answer = (line: string): string => {
    const [verb = ""] = line.toUpperCase().split(/[ :]/);
    const address = /<(.*)>/.exec(line)?.[1] ?? "";
    if (verb === "MAIL") mail = { from: address, to: [], data: "" };
    if (verb === "RCPT") mail.to.push(address);
    if (verb === "DATA") isData = true;
    if (verb === "QUIT") return "221 bye";
    return verb === "DATA" ? "354 go on" : "250 ok";
  };
  socket.setEncoding("utf8").write("220 mail.test ESMTP\r\n");
  socket.on("data", (text: string) => {
    held += text;
    for (let end = held.indexOf("\r\n"); end !== -1; end = held.indexOf("\r\n")) {
      const line = held.slice(0, end);
      held = held.slice(end + 2);
      if (!isData) {
        socket.write(`${answer(line)}\r\n`);
      } else if (line === ".") {
        isData = false;
        take(mail);
        socket.write("250 taken\r\n");
      } else {
        mail.data += `${line}\n`;
      }
    }
  });
}
