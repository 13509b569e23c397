import { Center, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate, Outlet, useLocation } from "react-router";
import { toApiError } from "@/api/errors";
import { queries } from "@/api/queries";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Starting } from "./Starting";

/** Lets only administrators through; others sign in and come back to where they were. */
export function RequireSession() {
  const session = useQuery(queries.session());
  const { pathname, search } = useLocation();
  if (session.data) return <Outlet />;
  if (session.isPending) return <Starting />;
  if (session.data === null || toApiError(session.error).isSignedOut) {
    const back = pathname === "/" ? "" : `?back=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${back}`} replace />;
  }
  return (
    <Center h="100vh" p="md">
      <Stack maw={440}>
        <ErrorNote of={session.error} onRetry={() => void session.refetch()} />
      </Stack>
    </Center>
  );
}
