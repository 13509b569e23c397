import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { DiscountForm } from "@/forms/DiscountForm";

export function NewDiscountPage() {
  const navigate = useNavigate();
  const site = useQuery(queries.siteSettings());
  return (
    <>
      <PageHeader title="Add a code" back={{ to: "/discounts", label: "Discount codes" }} />
      <Panel>
        <Loaded query={site}>
          {({ currency }) => (
            <DiscountForm
              discount={null}
              currency={currency}
              label="Add the code"
              send={(code, body) => unwrap(api.POST("/api/v1/discounts", { body: { ...body, code } }))}
              done="The code was added."
              onDone={() => void navigate("/discounts")}
              onCancel={() => void navigate("/discounts")}
            />
          )}
        </Loaded>
      </Panel>
    </>
  );
}
