/** One thing that is wrong with the input, by the field's dotted name. */
export interface Problem {
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
}

interface ErrorDetails {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly problems?: readonly Problem[];
  readonly requestId?: string;
  readonly retryAfterSeconds?: number | null;
}

/** What went wrong with a request, in the server's words wherever it sent any. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly problems: readonly Problem[];
  readonly requestId: string;
  readonly retryAfterSeconds: number | null;

  constructor(details: ErrorDetails) {
    super(details.message);
    this.name = "ApiError";
    this.status = details.status;
    this.code = details.code;
    this.remedy = details.remedy ?? "";
    this.problems = details.problems ?? [];
    this.requestId = details.requestId ?? "";
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }

  get isStale(): boolean {
    return this.code === "stale_record";
  }

  get isSignedOut(): boolean {
    return this.status === 401;
  }
}

/** Turn an unsuccessful response into an error; one without a readable body gets our own words. */
export async function readError(response: Response): Promise<ApiError> {
  const told = findDetails(await readJson(response));
  const retryAfter = Number(response.headers.get("retry-after"));
  return new ApiError({
    status: response.status,
    code: readText(told, "code") || `http_${response.status}`,
    message: readText(told, "message") || `The server answered with ${response.status}.`,
    remedy: readText(told, "remedy") || (told ? "" : "Try again in a moment."),
    problems: readProblems(told?.problems),
    requestId: readText(told, "request_id") || (response.headers.get("x-request-id") ?? ""),
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  });
}

/** Turn a request that brought no response at all into an error. */
export function describeUnreachable(): ApiError {
  return new ApiError({
    status: 0,
    code: "unreachable",
    message: "The server cannot be reached.",
    remedy: "Check the connection and try again.",
  });
}

/** Turn whatever was thrown into an error that can be shown. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError({
    status: 0,
    code: "unexpected",
    message: "Something went wrong in the dashboard.",
    remedy: "Reload the page and try again.",
  });
}

type Json = Record<string, unknown>;

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function findDetails(body: unknown): Json | null {
  return isObject(body) && isObject(body.error) ? body.error : null;
}

function readText(from: Json | null, name: string): string {
  const value = from?.[name];
  return typeof value === "string" ? value : "";
}

function readProblems(value: unknown): Problem[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((each) => ({
    field: readText(each, "field"),
    message: readText(each, "message"),
    remedy: readText(each, "remedy"),
  }));
}
