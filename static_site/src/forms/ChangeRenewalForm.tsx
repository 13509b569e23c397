import { Alert, Button, Group, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Agreement, Plan, RenewalChange } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Facts } from "@/components/Facts/Facts";
import { LoadingLines } from "@/components/Loading/Loading";
import { When } from "@/components/When/When";
import { formatMoney } from "@/format/money";
import { formatTerm, nameGateway } from "@/format/words";

interface ChangeRenewalFormProps {
  readonly of: Agreement;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Choose another plan for a renewal, see what the gateway reckons, and agree to just that. */
export function ChangeRenewalForm({ of, onDone, onCancel }: ChangeRenewalFormProps) {
  const [planId, setPlanId] = useState<string | null>(null);
  const plans = useQuery(queries.plans());
  const change = useAction<Agreement, RenewalChange>({
    run: ({ plan_id, at, charge }) =>
      unwrap(
        api.POST("/api/v1/agreements/{gateway}/{ref}/plan", {
          params: { path: { gateway: of.gateway, ref: of.ref } },
          body: { plan_id, at, charge },
        }),
      ),
    done: (after) => `The plan is ${after.plan_name} from now on.`,
    onDone,
    // The figures may be too old by now: the gateway reckons anew.
    onFailed: () => void shown.refetch(),
    failsInPlace: true,
  });
  const shown = useQuery({
    ...queries.renewalChange(of.gateway, of.ref, planId ?? ""),
    // Once it is agreed to, there is nothing left to reckon.
    enabled: planId !== null && (change.isIdle || change.isError),
  });
  const fitting = plans.data?.items.filter((plan) => canRenewAs(of, plan));
  const plan = fitting?.find((each) => each.id === planId);
  const figures = shown.isFetching || shown.error ? undefined : shown.data;
  const choose = (id: string | null) => {
    change.reset();
    setPlanId(id);
  };
  return (
    <Stack>
      <Select
        label="New plan"
        description={`Plans that renew by themselves at ${nameGateway(of.gateway)}.`}
        placeholder={plans.isPending ? "Loading…" : "Choose a plan"}
        data={(fitting ?? []).map((each) => ({ value: each.id, label: describe(each) }))}
        nothingFoundMessage="No other plan renews by itself there."
        value={planId}
        onChange={choose}
        withAsterisk
        data-autofocus
      />
      <ErrorNote of={plans.error} />
      <div aria-live="polite">
        {planId && shown.isFetching && <LoadingLines lines={3} />}
        {figures && plan && <Figures of={figures} plan={plan} now={of} />}
      </div>
      <ErrorNote of={shown.error} />
      <ErrorNote of={change.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          loading={change.isPending}
          disabled={!figures}
          onClick={() => figures && change.mutate(figures)}
        >
          {figures?.charge.minor ? `Charge ${formatMoney(figures.charge)} and change` : "Change the plan"}
        </Button>
      </Group>
    </Stack>
  );
}

function canRenewAs(agreement: Agreement, plan: Plan): boolean {
  const isOffered = Boolean(plan.offers[agreement.gateway as keyof Plan["offers"]]);
  return isOffered && plan.is_active && plan.id !== agreement.plan_id;
}

function describe(plan: Plan): string {
  return `${plan.name} · ${formatMoney(plan.price)} for ${formatTerm(plan.term)}`;
}

interface FiguresProps {
  readonly of: RenewalChange;
  readonly plan: Plan;
  readonly now: Agreement;
}

/** The gateway's own figures, and what they mean. */
function Figures({ of, plan, now }: FiguresProps) {
  return (
    <Alert color="blue" variant="light" title="What it comes to">
      <Stack gap="sm">
        <Facts
          items={[
            ["Now", now.price ? `${now.plan_name}, ${formatMoney(now.price)}` : now.plan_name],
            ["From now on", describe(plan)],
            ["Charged today", formatMoney(of.charge)],
            ["Credit for the next charges", of.credit.minor > 0 && formatMoney(of.credit)],
            ["Renews", <When key="until" at={of.until} style="day" />],
          ]}
        />
        <Text size="sm">{explain(of, now.gateway)}</Text>
      </Stack>
    </Alert>
  );
}

function explain(of: RenewalChange, gateway: string): string {
  const name = nameGateway(gateway);
  if (of.charge.minor > 0) {
    return `${name} charges it the way the customer pays now. If that is declined, nothing changes.`;
  }
  if (of.credit.minor > 0) {
    return `Nothing is charged today: more is left of the old plan than the new one costs until then. ${name} keeps the credit.`;
  }
  return "Nothing is charged today.";
}
