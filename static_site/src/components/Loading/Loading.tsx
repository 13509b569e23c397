import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}

/** Shows what a query brought, a skeleton before, and its error with another try. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorNote of={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingLines />;
}

/** Placeholder lines while something loads. */
export function LoadingLines({ lines = 4 }: { readonly lines?: number }) {
  return (
    <Stack gap="sm" role="status">
      <VisuallyHidden>Loading…</VisuallyHidden>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={18} width={`${100 - ((index * 17) % 45)}%`} radius="sm" />
      ))}
    </Stack>
  );
}
