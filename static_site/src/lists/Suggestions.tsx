import { Anchor, Badge, Button, Group, List, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Payment, Suggestion } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Loaded } from "@/components/Loading/Loading";
import { BoughtLine } from "./WhatItBuys";
import classes from "./Suggestions.module.css";

interface SuggestionsProps {
  readonly of: Payment;
  readonly learns: boolean;
}

const LIKELY = 50;

/** Who may have paid, the likeliest first; one click assigns. */
export function Suggestions({ of, learns }: SuggestionsProps) {
  const found = useQuery(queries.suggestions(of.id));
  return (
    <Loaded query={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing speaks for anybody. Choose the person below, share the payment out, or dismiss
            it if it has nothing to do with the business.
          </Text>
        ) : (
          <ol className={classes.list}>
            {items.map((each) => (
              <Card key={each.user_id} of={each} payment={of} learns={learns} />
            ))}
          </ol>
        )
      }
    </Loaded>
  );
}

interface CardProps {
  readonly of: Suggestion;
  readonly payment: Payment;
  readonly learns: boolean;
}

function Card({ of, payment, learns }: CardProps) {
  const assign = useAction({
    run: () =>
      unwrap(
        api.POST("/api/v1/payments/{payment_id}/assign", {
          params: { path: { payment_id: payment.id } },
          body: { user_id: of.user_id, plan_id: of.buys?.plan_id ?? "", learns },
        }),
      ),
    done: `The payment is ${of.user_label}'s; the access follows.`,
    failsInPlace: true,
  });
  return (
    <li className={classes.card}>
      <Stack gap={6} className={classes.about}>
        <Group gap="xs">
          <Anchor component={Link} to={`/users/${of.user_id}`} fw={600}>
            {of.user_label}
          </Anchor>
          {of.weight >= LIKELY && (
            <Badge size="sm" variant="light" color="teal">
              Likely
            </Badge>
          )}
          {of.user_email !== of.user_label && (
            <Text size="sm" c="dimmed" className={classes.address}>
              {of.user_email}
            </Text>
          )}
        </Group>
        <List size="sm" spacing={2}>
          {of.reasons.map((reason) => (
            <List.Item key={reason}>{reason}</List.Item>
          ))}
        </List>
        {of.buys ? (
          <BoughtLine of={of.buys} />
        ) : (
          <Text size="sm" c="dimmed">
            Never had a plan: choose one below.
          </Text>
        )}
        <ErrorNote of={assign.error} />
      </Stack>
      {of.buys && (
        <Button
          variant="light"
          loading={assign.isPending}
          onClick={() => assign.mutate()}
          aria-label={`Assign to ${of.user_label}`}
        >
          Assign
        </Button>
      )}
    </li>
  );
}
