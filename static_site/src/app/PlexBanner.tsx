import { Alert, Anchor, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "react-router";
import { queries } from "@/api/queries";
import { Icon } from "@/components/Icon/Icon";

/** On every page: Plex accounts that must be linked again before anything goes on. */
export function PlexBanner() {
  const { pathname } = useLocation();
  const accounts = useQuery(queries.plexAccounts());
  const dead = accounts.data?.items.filter(({ token_error }) => token_error) ?? [];
  if (dead.length === 0 || pathname === "/plex-accounts") return null;
  return (
    <Stack gap="sm" mb="lg">
      {dead.map(({ id, username }) => (
        <Alert
          key={id}
          role="alert"
          color="red"
          variant="light"
          icon={<Icon name="warning" />}
          title={`Plex rejects the token of ${username}`}
        >
          Nobody is invited to its servers or removed from them. What waits goes on by itself
          afterwards.{" "}
          <Anchor component={Link} to="/plex-accounts" size="sm" fw={600} c="inherit" underline="always">
            Link it again
          </Anchor>
        </Alert>
      ))}
    </Stack>
  );
}
