import { QueryClient } from "@tanstack/react-query";
import createClient, { type Middleware } from "openapi-fetch";
import { ApiError, describeUnreachable, readError } from "./errors";
import type { paths } from "./schema";
import type { Session } from "./types";

export const SESSION_KEY = ["session"] as const;

/** Whether another try can help: never for answers that tell what is wrong with the request. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  const isTransient = error instanceof ApiError && (error.status === 0 || error.status >= 500);
  return isTransient && failures < 2;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: isWorthRetrying },
    mutations: { retry: false },
  },
});

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

const house: Middleware = {
  onRequest({ request }) {
    request.headers.set("accept", "application/json");
    const session = queryClient.getQueryData<Session | null>(SESSION_KEY);
    if (session && !SAFE_METHODS.has(request.method)) {
      request.headers.set("x-csrf-token", session.csrf_token);
    }
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return;
    const error = await readError(response);
    // The shell watches the session: without one it shows the sign-in page, then comes back.
    if (error.isSignedOut) queryClient.setQueryData(SESSION_KEY, null);
    // A token of an older session: read the present one, so that the next try works.
    if (error.code === "csrf") void queryClient.invalidateQueries({ queryKey: SESSION_KEY });
    throw error;
  },
  onError: () => describeUnreachable(),
};

/** The one way to the server. Every call either brings data or throws an ApiError. */
export const api = createClient<paths>({
  credentials: "same-origin",
  // Looked up at each call, so that tests can put a server of their own in its place.
  fetch: (request) => globalThis.fetch(request),
});
api.use(house);

/** Wait for a call of `api` and return its data. */
export async function unwrap<Data>(call: Promise<{ data?: Data }>): Promise<NonNullable<Data>> {
  const { data } = await call;
  if (data === undefined || data === null) {
    throw new ApiError({
      status: 0,
      code: "empty",
      message: "The server sent no data.",
      remedy: "Try again in a moment.",
    });
  }
  return data;
}
