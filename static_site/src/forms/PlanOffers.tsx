import { Alert, Badge, Code, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { OfferGateway, Plan } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Panel } from "@/components/Panel/Panel";

const GATEWAYS: readonly (readonly [name: OfferGateway, label: string])[] = [
  ["stripe", "Stripe"],
  ["paypal", "PayPal"],
];

/** What payment services charge for a plan again and again, and how that differs from it. */
export function PlanOffers({ of }: { readonly of: Plan }) {
  return (
    <Panel
      title="Renewing by itself"
      about="A payment service charges its own price of the plan. It needs one for each plan that renews; who subscribed for an older one goes on paying that."
    >
      <Stack gap="lg">
        {GATEWAYS.map(([gateway, label]) => (
          <PlanOffer key={gateway} of={of} gateway={gateway} label={label} />
        ))}
      </Stack>
    </Panel>
  );
}

interface PlanOfferProps {
  readonly of: Plan;
  readonly gateway: OfferGateway;
  readonly label: string;
}

function PlanOffer({ of, gateway, label }: PlanOfferProps) {
  const offer = of.offers[gateway];
  const check = useQuery({
    ...queries.planOffer(of.id, gateway, of.version),
    enabled: Boolean(offer),
  });
  const difference = check.data?.difference;
  const make = (
    <ActionButton
      label={offer ? `Create a new price at ${label}` : `Create at ${label}`}
      run={() =>
        unwrap(
          api.POST("/api/v1/plans/{plan_id}/offers/{gateway}", {
            params: { path: { plan_id: of.id, gateway } },
            body: { version: of.version },
          }),
        )
      }
      done={`The plan has a price at ${label} now.`}
    />
  );
  return (
    <Stack gap="xs" align="flex-start">
      <Group gap="xs">
        <Text fw={600}>{label}</Text>
        {offer ? <Code>{offer}</Code> : <Text c="dimmed">Not sold to renew here.</Text>}
        {difference === "" && (
          <Badge color="teal" variant="light">
            As the plan
          </Badge>
        )}
      </Group>
      <div aria-live="polite">
        {difference && (
          <Alert role="note" color="orange" title="It differs from the plan">
            {difference}
          </Alert>
        )}
      </div>
      <ErrorNote of={check.error} />
      {(!offer || difference) && make}
    </Stack>
  );
}
