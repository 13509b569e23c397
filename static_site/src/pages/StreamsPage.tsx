import { Alert, Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { SweepPreview } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { DecisionDrawer } from "@/lists/DecisionDrawer";
import { DecisionRows, DecisionTable } from "@/lists/DecisionTable";
import { SweepSeen } from "@/lists/SweepSeen";

export function StreamsPage() {
  const [preview, setPreview] = useState<SweepPreview | null>(null);
  return (
    <>
      <PageHeader
        title="Streams"
        about="Every five minutes a sweep looks at all servers and stops the newest streams over a person's limit. Each decision keeps its evidence."
      >
        <ActionButton
          label="What would happen now?"
          variant="filled"
          leftSection={<Icon name="search" size={16} />}
          run={() => unwrap(api.POST("/api/v1/enforcement/preview"))}
          onDone={setPreview}
        />
      </PageHeader>
      <Stack gap="lg">
        <Mode />
        {preview && <Preview of={preview} />}
        <Panel title="Decisions" isFlush>
          <DecisionTable
            listKey={["decisions", "list"]}
            readPage={(cursor) =>
              unwrap(api.GET("/api/v1/decisions", { params: { query: { cursor, limit: 25 } } }))
            }
            emptyHint="Nobody has gone over a limit so far. The preview shows what a sweep would do at this moment."
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

function Preview({ of }: { readonly of: SweepPreview }) {
  return (
    <SweepSeen of={of} title="What a sweep would do">
      {of.decisions.length === 0 ? (
        <Text size="sm">Nobody is over a limit: nothing would be stopped.</Text>
      ) : (
        <DecisionRows isPreview rows={of.decisions} empty={{ title: "", hint: "" }} />
      )}
    </SweepSeen>
  );
}
