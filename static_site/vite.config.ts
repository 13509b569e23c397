import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/admin/",
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    // The oldest with light-dark(), on which the colours stand.
    target: ["chrome123", "firefox120", "safari17.5"],
    // Everything is a file of its own: the content security policy allows no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": "http://127.0.0.1:8080" },
  },
  test: {
    environment: "happy-dom",
    environmentOptions: { happyDOM: { url: "http://127.0.0.1/admin/" } },
    setupFiles: ["./src/testing/setup.ts"],
    // Generous, for machines that are busy with other things.
    testTimeout: 30_000,
    // One environment for all files: each test begins with an empty cache and a server of its own.
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
