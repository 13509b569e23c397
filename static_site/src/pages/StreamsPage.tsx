import { Alert, Anchor, Button, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { DecisionDrawer } from "@/lists/DecisionDrawer";
import { DecisionTable } from "@/lists/DecisionTable";

export function StreamsPage() {
  return (
    <>
      <PageHeader
        title="Streams"
        about="Every five minutes a sweep looks at all servers and stops the newest streams over a person's limit. Each decision keeps its evidence."
      >
        <Button
          component={Link}
          to="/rules"
          variant="default"
          leftSection={<Icon name="search" size={16} />}
        >
          Rules, and what would happen now
        </Button>
      </PageHeader>
      <Stack gap="lg">
        <Mode />
        <Panel title="Decisions" isFlush>
          <DecisionTable
            listKey={["decisions", "list"]}
            readPage={(cursor) =>
              unwrap(api.GET("/api/v1/decisions", { params: { query: { cursor, limit: 25 } } }))
            }
            emptyHint="Nobody has gone over a limit so far. The page of rules shows what a sweep would do at this moment."
          />
        </Panel>
      </Stack>
      <LinkedDecision />
    </>
  );
}

/** The decision that the address names, as links from elsewhere do. */
function LinkedDecision() {
  const [params, setParams] = useSearchParams();
  const id = params.get("decision");
  const decision = useQuery({ ...queries.decision(id ?? ""), enabled: id !== null });
  return (
    <>
      <ErrorNote of={id && decision.error} />
      <DecisionDrawer
        decision={(id && decision.data) || null}
        onClose={() => setParams({}, { replace: true })}
      />
    </>
  );
}

function Mode() {
  const site = useQuery(queries.siteSettings());
  const mode = site.data?.enforcement_mode;
  if (!mode || mode === "enforce") return null;
  return (
    <Alert role="note" color="yellow" variant="light" icon={<Icon name="warning" />}>
      {mode === "off"
        ? "The sweep is off: nobody looks at streams. "
        : "The sweep only observes: it notes what it would stop, and stops nothing. "}
      <Anchor component={Link} to="/settings?tab=site" size="sm">
        Change it in the settings
      </Anchor>
    </Alert>
  );
}
