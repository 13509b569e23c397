import { beforeEach, describe, expect, it, vi } from "vitest";
import { beginSignedIn, fail, FakeServer, SESSION } from "@/testing/server";
import { api, isWorthRetrying, queryClient, SESSION_KEY, unwrap } from "./client";
import { ApiError } from "./errors";

async function catchError(call: Promise<unknown>): Promise<ApiError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("The call was expected to fail.");
}

describe("the client", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer();
  });

  it("sends the session's token with calls that change something", async () => {
    server.give("POST /api/v1/locations", { id: "loc_1", name: "Oslo", version: 0 });
    await unwrap(api.POST("/api/v1/locations", { body: { name: "Oslo" } }));
    const [call] = server.calls("POST /api/v1/locations");
    expect(call?.headers.get("x-csrf-token")).toBe(SESSION.csrf_token);
    expect(call?.body).toEqual({ name: "Oslo" });
  });

  it("does not send the token with calls that only read", async () => {
    server.give("GET /api/v1/plans", { items: [] });
    await unwrap(api.GET("/api/v1/plans"));
    expect(server.calls("GET /api/v1/plans")[0]?.headers.has("x-csrf-token")).toBe(false);
  });

  it("turns an error of the API into its message, remedy, problems and request id", async () => {
    const problems = [{ field: "name", message: "Too long.", remedy: "Shorten it." }];
    server.on("POST /api/v1/locations", () =>
      fail(422, { message: "Some fields need another value.", problems, request_id: "req_9" }),
    );
    const error = await catchError(api.POST("/api/v1/locations", { body: { name: "x" } }));
    expect(error).toMatchObject({
      status: 422,
      code: "invalid",
      message: "Some fields need another value.",
      requestId: "req_9",
    });
    expect(error.problems).toEqual(problems);
  });

  it("speaks in its own words when the answer is no JSON", async () => {
    vi.stubGlobal("fetch", () =>
      Promise.resolve(
        new Response("<h1>Bad gateway</h1>", {
          status: 502,
          headers: { "x-request-id": "req_edge", "retry-after": "7" },
        }),
      ),
    );
    const error = await catchError(api.GET("/api/v1/plans"));
    expect(error.message).toBe("The server answered with 502.");
    expect(error.requestId).toBe("req_edge");
    expect(error.retryAfterSeconds).toBe(7);
  });

  it("says that the server cannot be reached when there is no answer at all", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    const error = await catchError(api.GET("/api/v1/plans"));
    expect(error.code).toBe("unreachable");
    expect(error.remedy).not.toBe("");
  });

  it("forgets the session when the server does not know it any more", async () => {
    server.on("GET /api/v1/plans", () => fail(401, { code: "unauthenticated" }));
    await catchError(api.GET("/api/v1/plans"));
    expect(queryClient.getQueryData(SESSION_KEY)).toBeNull();
  });

  it("tries again only what can get better by itself", () => {
    const busy = new ApiError({ status: 503, code: "retry_later", message: "Later." });
    const wrong = new ApiError({ status: 422, code: "invalid", message: "No." });
    expect(isWorthRetrying(0, busy)).toBe(true);
    expect(isWorthRetrying(2, busy)).toBe(false);
    expect(isWorthRetrying(0, wrong)).toBe(false);
  });
});
