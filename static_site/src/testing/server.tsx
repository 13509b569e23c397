import { MantineProvider } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { vi } from "vitest";
import { queryClient, SESSION_KEY } from "@/api/client";
import type { Session } from "@/api/types";

/** A request as it reached the server. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Headers;
  readonly body: unknown;
}

interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

type Handler = (request: Received) => Answer | Promise<Answer>;

/** A small server in place of the network: routes by `GET /api/v1/…`, and what it received. */
export class FakeServer {
  readonly received: Received[] = [];
  private readonly routes = new Map<string, Handler>();

  constructor() {
    vi.stubGlobal("fetch", (request: Request) => this.answer(request));
  }

  /** Answer a route with what `handler` makes of the request. */
  on(route: string, handler: Handler): this {
    this.routes.set(route, handler);
    return this;
  }

  /** Answer a route with this body, always. */
  give(route: string, body: unknown): this {
    return this.on(route, () => ({ body }));
  }

  calls(route: string): Received[] {
    return this.received.filter((each) => `${each.method} ${each.path}` === route);
  }

  private async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = await request.text();
    const received: Received = {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: text ? JSON.parse(text) : null,
    };
    this.received.push(received);
    const handler = this.routes.get(`${received.method} ${received.path}`);
    const { status = 200, body, headers } = handler
      ? await handler(received)
      : fail(404, { code: "not_found", message: `No ${received.method} ${received.path} here.` });
    return new Response(JSON.stringify(body), { status, headers });
  }
}

/** An error as our API answers it. */
export function fail(status: number, error: Record<string, unknown>): Answer {
  const usual = { code: "invalid", message: "No.", remedy: "", problems: [], request_id: "req_1" };
  return { status, body: { error: { ...usual, ...error } } };
}

export const SESSION: Session = {
  email: "admin@example.com",
  csrf_token: "token-of-the-session",
  site_name: "Attic Streams",
};

/** Forget what earlier tests read and showed, and sign in. */
export function beginSignedIn(): void {
  queryClient.clear();
  notifications.clean();
  queryClient.setDefaultOptions({ queries: { retry: false } });
  queryClient.setQueryData<Session>(SESSION_KEY, SESSION);
}

/** Show an element as a page of the dashboard, at `address`, with the route `path`. */
export function show(element: ReactElement, address = "/", path = "*") {
  const router = createMemoryRouter(
    [
      { path, element },
      { path: "/sign-in", element: <p>The sign-in page</p> },
    ],
    { initialEntries: [address] },
  );
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <Notifications />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return router;
}
