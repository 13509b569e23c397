import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useRouteError } from "react-router";
import { ApiError } from "@/api/errors";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";

/** Shown when a page cannot be drawn or loaded, most often after an update of the dashboard. */
export function BrokenPage() {
  const error = useRouteError();
  return (
    <Center mih="60vh" p="md">
      <Stack maw={440}>
        {error instanceof ApiError ? (
          <ErrorNote of={error} />
        ) : (
          <div role="alert">
            <Title order={1} size="h3">
              This page did not load
            </Title>
            <Text c="dimmed">The dashboard may have been updated. Reload to get the new one.</Text>
          </div>
        )}
        <Button onClick={() => window.location.reload()}>Reload</Button>
      </Stack>
    </Center>
  );
}
