import { Alert, Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "react-router";
import { queries } from "@/api/queries";
import { Icon } from "@/components/Icon/Icon";
import { countOf } from "@/format/words";

/** On every page: a run waits for a person to say that it may take access from many. */
export function HeldRunBanner() {
  const { pathname } = useLocation();
  const runs = useQuery(queries.heldRuns());
  const newest = runs.data?.items[0];
  if (newest?.state !== "open" || pathname === "/held-runs") return null;
  return (
    <Alert
      role="status"
      color="orange"
      variant="light"
      mb="lg"
      icon={<Icon name="warning" />}
      title={`A run is held: ${countOf(newest.people, "person", "people")} would lose access`}
    >
      Nothing was taken yet.{" "}
      <Anchor component={Link} to="/held-runs" size="sm" fw={600} c="inherit" underline="always">
        Look at the list
      </Anchor>
    </Alert>
  );
}
