import { Badge, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { queries } from "@/api/queries";
import type { Group as LibraryGroup, Plan } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { Money } from "@/components/Money/Money";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { describeLimits } from "@/format/limits";
import { formatTerm } from "@/format/words";

export function PlansPage() {
  const plans = useQuery(queries.plans());
  const groups = useQuery(queries.groups());
  const addButton = (
    <Button component={Link} to="/plans/new" leftSection={<Icon name="plus" size={16} />}>
      Add a plan
    </Button>
  );
  return (
    <>
      <PageHeader title="Plans" about="What customers can buy, in the order of the shop.">
        {addButton}
      </PageHeader>
      <Panel isFlush>
        <DataTable
          label="Plans"
          columns={describeColumns(groups.data?.items ?? [])}
          rows={plans.data?.items}
          error={plans.error}
          onRetry={() => void plans.refetch()}
          keyOf={(plan) => plan.id}
          linkOf={(plan) => `/plans/${plan.id}`}
          empty={{
            title: "No plans yet",
            hint: "A plan says what access costs, how long it lasts, and which libraries it opens. The first one becomes the default.",
            action: addButton,
          }}
        />
      </Panel>
    </>
  );
}

function describeColumns(groups: readonly LibraryGroup[]): readonly Column<Plan>[] {
  const names = new Map(groups.map((group) => [group.id, group.name]));
  return [
    { title: "Plan", render: (plan) => <Name of={plan} /> },
    { title: "Price", render: (plan) => <Money of={plan.price} /> },
    { title: "Term", render: (plan) => formatTerm(plan.term) },
    { title: "Streams", render: (plan) => plan.max_streams },
    {
      title: "Libraries",
      render: (plan) => plan.group_ids.map((id) => names.get(id) ?? "…").join(", ") || "None",
    },
    {
      title: "Limits",
      render: (plan) => describeLimits(plan.limits).join(", ") || "None",
      isWideOnly: true,
    },
    {
      title: "In the shop",
      render: (plan) =>
        plan.is_active ? (
          <Badge variant="light" color="teal">
            On sale
          </Badge>
        ) : (
          <Badge variant="light" color="gray">
            Hidden
          </Badge>
        ),
    },
  ];
}

function Name({ of }: { readonly of: Plan }) {
  return (
    <Group gap={6} component="span">
      <Text component="span" size="sm" fw={600}>
        {of.name}
      </Text>
      {of.is_default && (
        <Badge variant="outline" size="sm">
          Default
        </Badge>
      )}
      {of.is_trial && (
        <Badge variant="outline" color="grape" size="sm">
          Trial
        </Badge>
      )}
    </Group>
  );
}
