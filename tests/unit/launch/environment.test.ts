import { describe, expect, test } from "vitest";
import { checkEnvironment, readEnvironment } from "@/lib/launch/environment.mjs";

describe("the environment of a start", () => {
  test("may be empty", () => {
    const { settings, problems } = checkEnvironment({});
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      webPort: 3000,
      ocppPort: 9220,
      livePort: 9221,
      ocppsPort: null,
      databaseUrl: null,
      admin: null,
    });
    expect(settings.dataFolder).toMatch(/\/\.data$/);
  });

  test("is told everything that is wrong with it at once", () => {
    const { problems } = checkEnvironment({
      DATABASE_URL: "mysql://somewhere",
      KITUO_WEB_PORT: "eighty",
      KITUO_OCPP_PORT: "70000",
      KITUO_PUBLIC_OCPP_URL: "https://charge.example",
      KITUO_LOG_LEVEL: "loud",
      KITUO_UNKNOWN_STATIONS: "maybe",
      KITUO_ADMIN_EMAIL: "ada@example.org",
    });
    expect(new Set(problems.map((problem) => problem.split(":")[0]))).toEqual(
      new Set([
        "DATABASE_URL",
        "KITUO_WEB_PORT",
        "KITUO_OCPP_PORT",
        "KITUO_PUBLIC_OCPP_URL",
        "KITUO_ADMIN_PASSWORD",
        "KITUO_LOG_LEVEL",
        "KITUO_UNKNOWN_STATIONS",
      ]),
    );
    expect(() => readEnvironment({ KITUO_WEB_PORT: "0", KITUO_LIVE_PORT: "-1" })).toThrow(
      /KITUO_WEB_PORT.*\n.*KITUO_LIVE_PORT/,
    );
  });

  test("does not give one port to two listeners", () => {
    const { problems } = checkEnvironment({ KITUO_WEB_PORT: "9220" });
    expect(problems).toEqual(["KITUO_OCPP_PORT: 9220 is the port of KITUO_WEB_PORT too"]);
  });

  test("needs certificates for TLS", () => {
    const { problems } = checkEnvironment({ KITUO_OCPPS_PORT: "9443", KITUO_TLS_KEY: "key.pem" });
    expect(problems).toEqual(["KITUO_TLS_CERT: is needed with KITUO_OCPPS_PORT"]);
  });

  test("takes an empty variable for one that is not set", () => {
    expect(checkEnvironment({ KITUO_WEB_PORT: "", DATABASE_URL: "" }).problems).toEqual([]);
  });
});
