import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { PlanForm } from "@/forms/PlanForm";

export function NewPlanPage() {
  const navigate = useNavigate();
  const site = useQuery(queries.siteSettings());
  return (
    <>
      <PageHeader title="Add a plan" back={{ to: "/plans", label: "Plans" }} />
      <Panel>
        <Loaded query={site}>
          {({ currency }) => (
            <PlanForm
              plan={null}
              currency={currency}
              label="Add the plan"
              send={(body) => unwrap(api.POST("/api/v1/plans", { body }))}
              done="The plan was added."
              onDone={() => void navigate("/plans")}
              onCancel={() => void navigate("/plans")}
            />
          )}
        </Loaded>
      </Panel>
    </>
  );
}
