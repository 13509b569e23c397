import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { SESSION_KEY } from "@/api/client";
import { toApiError } from "@/api/errors";
import { ErrorBody } from "@/components/ErrorNote/ErrorNote";

/** Screen readers name the cross of a message. */
const CLOSE = { "aria-label": "Close" };

export interface ActionOptions<Input, Output> {
  readonly run: (input: Input) => Promise<Output>;
  /** What to say when it worked. */
  readonly done?: string | ((output: Output) => string);
  readonly onDone?: (output: Output) => void;
  readonly onFailed?: (error: Error) => void;
  /** The place of the action shows the error itself, so that no toast is needed. */
  readonly failsInPlace?: boolean;
}

/** Something that changes the world: busy while it runs, then done or failed, and lists anew. */
export function useAction<Output, Input = void>(
  options: ActionOptions<Input, Output>,
): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient();
  const refresh = () =>
    client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
  return useMutation<Output, Error, Input>({
    mutationFn: options.run,
    onSuccess: (output) => {
      void refresh();
      const { done } = options;
      if (done) showDone(typeof done === "function" ? done(output) : done);
      options.onDone?.(output);
    },
    onError: (error) => {
      // Somebody else was faster: what is on screen is old.
      if (toApiError(error).isStale) void refresh();
      if (!options.failsInPlace) showFailed(error);
      options.onFailed?.(error);
    },
  });
}

function showDone(message: string): void {
  notifications.show({ color: "teal", message, closeButtonProps: CLOSE });
}

function showFailed(error: unknown): void {
  notifications.show({
    color: "red",
    title: toApiError(error).message,
    message: <ErrorBody of={error} />,
    autoClose: 15_000,
    closeButtonProps: CLOSE,
  });
}
