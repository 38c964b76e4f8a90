import { Writable } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import { createLog } from "@/lib/log";

test("the log holds no password and no token, neither in a field nor in an error", () => {
  const lines: string[] = [];
  const sink = new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) });
  const log = createLog({ level: "info", name: "test" });
  Reflect.set(log, pino.symbols.streamSym, sink);
  log.info({ location: "ftp://acme:s3cret@example.org/", password: "s3cret" }, "asked for diagnostics");
  log.error({ err: new Error("no route to https://kituo.example/uploads/s3cret-s3cret-s3cret") }, "failed");
  expect(lines).toHaveLength(2);
  expect(lines.join("")).not.toContain("s3cret");
  expect(lines.join("")).toContain("ftp://acme:[redacted]@example.org/");
});
