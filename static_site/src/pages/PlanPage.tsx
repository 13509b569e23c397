import { Alert, Badge, List, Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Plan } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { Editing } from "@/components/Form/Editing";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { describeLimits } from "@/format/limits";
import { PlanForm } from "@/forms/PlanForm";
import { PlanOffers } from "@/forms/PlanOffers";
import { WhyPlanButton } from "@/lists/WhyPlan";

const BACK = { to: "/plans", label: "Plans" };

export function PlanPage() {
  const { planId = "" } = useParams();
  const plan = useQuery(queries.plan(planId));
  return (
    <>
      {!plan.data && <PageHeader title="Plan" back={BACK} />}
      <Loaded query={plan}>{(data) => <Details key={data.id} of={data} />}</Loaded>
    </>
  );
}

function Details({ of }: { readonly of: Plan }) {
  const client = useQueryClient();
  const path = { plan_id: of.id };
  const limits = describeLimits(of.limits);
  return (
    <>
      <PageHeader
        title={of.name}
        about={limits.length > 0 && `Limits: ${limits.join(", ")}`}
        back={BACK}
        badge={of.is_default && <Badge variant="light">Default</Badge>}
      >
        {!of.is_default && !of.is_archived && !of.is_trial && (
          <ActionButton
            label="Make it the default"
            run={() => unwrap(api.POST("/api/v1/plans/{plan_id}/default", { params: { path } }))}
            done={`${of.name} is the default plan now.`}
          />
        )}
        <WhyPlanButton planId={of.id} name={of.name} />
        {!of.is_archived && <ArchiveButton of={of} />}
      </PageHeader>
      <Stack gap="lg">
        {of.is_archived && (
          <Alert role="note" color="gray" title="Archived">
            This plan is in no list any more; payments on it stay valid.
          </Alert>
        )}
        <Panel title="Edit" about="What was paid keeps its dates and amounts.">
          <Editing
            of={of}
            refresh={() => void client.invalidateQueries(queries.plan(of.id))}
          >
            {(plan, { onSaved, onReload }) => (
              <PlanForm
                plan={plan}
                currency={plan.price.currency}
                label="Save"
                send={(body) =>
                  unwrap(
                    api.PUT("/api/v1/plans/{plan_id}", {
                      params: { path },
                      body: { ...body, version: plan.version },
                    }),
                  )
                }
                done="Saved."
                onDone={onSaved}
                onReload={onReload}
              />
            )}
          </Editing>
        </Panel>
        {!of.is_archived && !of.is_trial && <PlanOffers of={of} />}
      </Stack>
    </>
  );
}

function ArchiveButton({ of }: { readonly of: Plan }) {
  const navigate = useNavigate();
  return (
    <ConfirmButton
      label="Archive"
      question={`Archive ${of.name}?`}
      run={() =>
        unwrap(
          api.POST("/api/v1/plans/{plan_id}/archive", {
            params: { path: { plan_id: of.id } },
            body: { version: of.version },
          }),
        )
      }
      done={`${of.name} was archived.`}
      onDone={() => void navigate("/plans")}
    >
      <List size="sm" spacing={4}>
        <List.Item>Nobody can buy it any more, and it leaves every list.</List.Item>
        <List.Item>Those who paid for it keep their access until it ends.</List.Item>
        <List.Item>It cannot be brought back; a new plan can take its name.</List.Item>
      </List>
    </ConfirmButton>
  );
}
