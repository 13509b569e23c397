import { Alert, Anchor, Code, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Job, RunPreview } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { Facts } from "@/components/Facts/Facts";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { humanize } from "@/format/words";
import { RetryButton } from "@/lists/RetryButton";
import { RunPreviewPanels } from "@/lists/RunPreview";

const BACK = { to: "/jobs", label: "Jobs" };

export function JobPage() {
  const { jobId = "" } = useParams();
  const job = useQuery(queries.job(jobId));
  return (
    <>
      {!job.data && <PageHeader title="Job" back={BACK} />}
      <Loaded query={job}>{(data) => <Details key={data.id} of={data} />}</Loaded>
    </>
  );
}

function Details({ of }: { readonly of: Job }) {
  const [preview, setPreview] = useState<RunPreview | null>(null);
  return (
    <>
      <PageHeader
        title={humanize(of.kind)}
        back={BACK}
        badge={<StatusBadge kind="job" status={of.state} />}
      >
        {of.state !== "done" && (
          <ActionButton
            label="Dry run"
            leftSection={<Icon name="search" size={16} />}
            run={() =>
              unwrap(
                api.POST("/api/v1/jobs/{job_id}/preview", { params: { path: { job_id: of.id } } }),
              )
            }
            onDone={setPreview}
          />
        )}
        {of.state === "parked" && <RetryButton job={of} />}
      </PageHeader>
      <Stack gap="lg">
        {preview && <RunPreviewPanels of={preview} title="What it would do now" />}
        {of.last_error && (
          <Alert
            role="note"
            color={of.state === "parked" ? "red" : "orange"}
            variant="light"
            title={of.last_error}
            icon={<Icon name="warning" />}
          >
            <Text size="sm">{of.remedy || "It is tried again by itself."}</Text>
          </Alert>
        )}
        <Panel title="Details">
          <Facts
            items={[
              ["User", <User key="user" of={of} />],
              ["Tries", of.attempts],
              ["Made", <When key="made" at={of.created_at} />],
              ["Due", of.state === "ready" && <When key="due" at={of.due_at} />],
              ["Finished", <When key="finished" at={of.finished_at} none="Not yet" />],
              ["About", <Code key="subject">{of.subject}</Code>],
              ["Id", <Code key="id">{of.id}</Code>],
            ]}
          />
        </Panel>
      </Stack>
    </>
  );
}

function User({ of }: { readonly of: Job }) {
  if (!of.user_id) return "—";
  return (
    <Anchor component={Link} to={`/users/${of.user_id}`} size="sm">
      Open the user
    </Anchor>
  );
}
