import { Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Discount, DiscountUse } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Editing } from "@/components/Form/Editing";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { DiscountForm } from "@/forms/DiscountForm";

const BACK = { to: "/discounts", label: "Discount codes" };

const COLUMNS: readonly Column<DiscountUse>[] = [
  { title: "Who", render: (use) => use.user_label },
  { title: "When", render: (use) => <When at={use.used_at} /> },
  { title: "Order", render: (use) => use.order_id, isWideOnly: true },
];

export function DiscountPage() {
  const { code = "" } = useParams();
  const discount = useQuery(queries.discount(code));
  const site = useQuery(queries.siteSettings());
  return (
    <>
      <PageHeader title={code} back={BACK} />
      <Stack gap="lg">
        <Loaded query={discount}>
          {(data) => (
            <Loaded query={site}>
              {({ currency }) => <Edit key={data.code} of={data} currency={currency} />}
            </Loaded>
          )}
        </Loaded>
        {discount.data && <Uses code={discount.data.code} />}
      </Stack>
    </>
  );
}

function Edit({ of, currency }: { readonly of: Discount; readonly currency: string }) {
  const client = useQueryClient();
  return (
    <Panel title="Edit" about="What was paid with it stays as it was.">
      <Editing of={of} refresh={() => void client.invalidateQueries(queries.discount(of.code))}>
        {(discount, { onSaved, onReload }) => (
          <DiscountForm
            discount={discount}
            currency={currency}
            label="Save"
            send={(code, body) =>
              unwrap(
                api.PUT("/api/v1/discounts/{code}", {
                  params: { path: { code } },
                  body: { ...body, version: discount.version },
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
  );
}

function Uses({ code }: { readonly code: string }) {
  const list = useCursorList(["discounts", code, "uses"], (cursor) =>
    unwrap(
      api.GET("/api/v1/discounts/{code}/uses", {
        params: { path: { code }, query: { cursor, limit: 25 } },
      }),
    ),
  );
  return (
    <Panel title="Uses" about="Everybody who paid an order with it." isFlush>
      <DataTable
        label="Uses"
        columns={COLUMNS}
        keyOf={(use) => use.user_id}
        linkOf={(use) => `/users/${use.user_id}`}
        empty={{ title: "Not used yet", hint: "A use counts when the order is paid." }}
        {...list}
      />
    </Panel>
  );
}
