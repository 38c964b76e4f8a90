import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createGate } from "@/ocpp-gateway/runtime/gate";
import { createMissLimit } from "@/ocpp-gateway/transport/miss-limit";
import { boundaryOf, firstFile, MultipartFault, nameIn, type Part } from "@/ocpp-gateway/transport/multipart";
import { isUploadUrl, uploadTarget } from "@/ocpp-gateway/transport/upload-target";

const SECRET = "0123456789abcdef0123456789abcdef01234567";

describe("the target of an upload", () => {
  test.each([
    [`/uploads/${SECRET}`, null],
    [`/uploads/${SECRET}/`, null],
    [`/uploads/${SECRET}//diag.zip`, "diag.zip"],
    [`/uploads/${SECRET}/a/b.zip?x=1#y`, "a/b.zip"],
    [`/uploads/${SECRET}diag.zip`, "diag.zip"],
    [`/uploads/${SECRET.toUpperCase()}/a%20b`, "a b"],
    [`/uploads/${SECRET}/100%`, "100%"],
    [`//uploads//${SECRET}/x`, "x"],
    [`http://kituo.example:9220/uploads/${SECRET}/x`, "x"],
  ])("%s", (url, name) => {
    expect(isUploadUrl(url)).toBe(true);
    expect(uploadTarget(url)).toEqual({ secret: SECRET, name });
  });

  test.each(["/uploads", "/uploads/", "/uploads/short", "/uploads?x", `/uploads/${SECRET.slice(1)}`])(
    "%s leads nowhere",
    (url) => {
      expect(isUploadUrl(url)).toBe(true);
      expect(uploadTarget(url)).toBeNull();
    },
  );

  test.each(["/", "/ocpp/CS1", "/uploadsx/y", "/x/uploads/y", "", "http://h/ocpp/uploads"])("%s is none", (url) => {
    expect(isUploadUrl(url)).toBe(false);
  });
});

/** A body that comes in pieces of these lengths, over and over. */
async function* inPieces(body: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < body.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    yield body.subarray(at, at + length);
    at += length;
  }
}

async function fileIn(body: Buffer | string, lengths: readonly number[] = [65_536], boundary = "b") {
  const parts: Part[] = [];
  const pieces: Buffer[] = [];
  const file = firstFile(inPieces(Buffer.from(body), lengths), boundary, (part) => parts.push(part));
  for await (const piece of file) pieces.push(piece);
  return { part: parts[0], content: Buffer.concat(pieces) };
}

const form = (content: Buffer | string, head = 'Content-Disposition: form-data; name="f"; filename="a.log"') =>
  Buffer.concat([
    Buffer.from(`preamble\r\n--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nfield\r\n--b\r\n${head}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from("\r\n--b\r\nContent-Disposition: form-data; name=z\r\n\r\nlast\r\n--b--\r\nepilogue"),
  ]);

describe("a form", () => {
  test("gives its first file, however it comes in pieces and whatever is in it", async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(fc.constantFrom("\r\n", "--b", "\r\n--", "\r", "-", "b", "\r\n--a"), { maxLength: 30 })
        .map((bits) => Buffer.from(bits.join(""))),
    );
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(content, lengths, async (bytes, pieces) => {
        const data = Buffer.from(bytes);
        // What holds the delimiter itself cannot be said in such a form.
        fc.pre(!Buffer.concat([Buffer.from("\r\n"), data]).includes("\r\n--b"));
        const file = await fileIn(form(data), pieces);
        expect(file.part).toEqual({ name: "a.log", contentType: null });
        expect(file.content.equals(data)).toBe(true);
      }),
    );
  });

  test("takes a part without a name for a file if it has a type", async () => {
    const { part, content } = await fileIn(
      form("x", 'Content-Disposition: form-data; name="f"\r\nContent-Type: text/plain'),
    );
    expect([part, content.toString()]).toEqual([{ name: null, contentType: "text/plain" }, "x"]);
  });

  test("is refused wherever it breaks off", async () => {
    const whole = form("some content");
    const end = whole.indexOf("\r\n--b\r\nContent-Disposition: form-data; name=z");
    for (let at = 0; at < end; at += 1) await expect(fileIn(whole.subarray(0, at))).rejects.toThrow(MultipartFault);
  });

  test.each([
    ["multipart/form-data; boundary=abc", "abc"],
    ['Multipart/Form-Data; charset=x; Boundary="a b;c"', "a b;c"],
    ["multipart/form-data", null],
    ["application/octet-stream; boundary=abc", null],
    ["", null],
  ])("%j has the boundary %j", (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });

  test.each([
    ['form-data; name="f"; filename="a b.log"', "a b.log"],
    ["attachment; filename=a.log", "a.log"],
    ["attachment; filename=\"a.log\"; filename*=UTF-8''%C3%A9.log", "é.log"],
    ["attachment; filename*=UTF-8''%C3.log", "%C3.log"],
    ["form-data; name=x", null],
  ])("%j names %j", (disposition, name) => {
    expect(nameIn(disposition)).toBe(name);
  });
});

test("a gate lets so many through at once, in their order, also after one has failed", async () => {
  const gate = createGate(2);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const runs = [0, 1, 2, 3, 4].map((each) =>
    gate.run(async () => {
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      order.push(each);
      inside -= 1;
      if (each === 1) throw new Error("one fails");
    }),
  );
  expect((await Promise.allSettled(runs)).map(({ status }) => status === "fulfilled")).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
  expect([most, order]).toEqual([2, [0, 1, 2, 3, 4]]);
});

test("an address that misses too often is held off for a minute, another one is not", () => {
  let now = 0;
  const limit = createMissLimit(() => new Date(now + 1_000_000));
  for (let miss = 0; miss < 29; miss += 1) limit.missed("a");
  expect(limit.isHeldOff("a")).toBe(false);
  limit.missed("a");
  expect([limit.isHeldOff("a"), limit.isHeldOff("b")]).toEqual([true, false]);
  now = 60_000;
  expect(limit.isHeldOff("a")).toBe(false);
});
