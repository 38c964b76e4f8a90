import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

/** The Content-Security-Policy is set per request, in `proxy.ts`. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

const config: NextConfig = {
  distDir: process.env["KITUO_BUILD_DIR"] ?? ".next",
  typescript: {
    // `npm run verify` and the tests check types; a start must not wait for it.
    ignoreBuildErrors: true,
    tsconfigPath: process.env["KITUO_TSCONFIG"] ?? "tsconfig.json",
  },
  poweredByHeader: false,
  // A development server is opened by this name too; by default it only answers to localhost.
  allowedDevOrigins: ["127.0.0.1"],
  reactStrictMode: true,
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg"],
  turbopack: { root: import.meta.dirname },
  headers: () => Promise.resolve([{ source: "/:path*", headers: SECURITY_HEADERS }]),
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
