import { Button, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import { Icon } from "@/components/Icon/Icon";
import { Panel } from "@/components/Panel/Panel";
import { BLANK_SEARCH, isBlank, readSearch, type TypedSearch } from "@/format/paymentSearch";
import { describeStatus } from "@/format/words";
import { PaymentTable } from "./PaymentTable";
import classes from "./PaymentSearch.module.css";

const STATUSES = ["settled", "unmatched", "held", "refunded", "dismissed"].map((value) => ({
  value,
  label: describeStatus("payment", value).text,
}));

/** All payments, and the few that one looks for. */
export function PaymentSearch() {
  const [typed, setTyped] = useState<TypedSearch>(BLANK_SEARCH);
  const [search] = useDebouncedValue(typed, 300);
  const change = (changes: Partial<TypedSearch>) => setTyped({ ...typed, ...changes });
  const site = useQuery(queries.siteSettings());
  const query = readSearch(search, site.data?.currency);
  return (
    <Panel
      isFlush
      actions={
        <div className={classes.fields}>
          <TextInput
            type="search"
            aria-label="Person"
            placeholder="Person: name or e-mail…"
            leftSection={<Icon name="search" size={16} />}
            value={typed.person}
            onChange={(event) => change({ person: event.currentTarget.value })}
          />
          <TextInput
            type="search"
            aria-label="Transaction"
            placeholder="Transaction id"
            value={typed.transaction}
            onChange={(event) => change({ transaction: event.currentTarget.value })}
          />
          <TextInput
            type="search"
            aria-label="Recurring agreement"
            placeholder="Agreement: sub_… or I-…"
            value={typed.subscription}
            onChange={(event) => change({ subscription: event.currentTarget.value })}
          />
          <TextInput
            type="search"
            aria-label="Amount"
            placeholder="Amount"
            inputMode="decimal"
            value={typed.amount}
            error={query === null}
            onChange={(event) => change({ amount: event.currentTarget.value })}
          />
          <Select
            aria-label="Status"
            placeholder="Any status"
            data={STATUSES}
            value={typed.status}
            onChange={(status) => change({ status })}
            clearable
          />
          {!isBlank(typed) && (
            <Group>
              <Button variant="subtle" onClick={() => setTyped(BLANK_SEARCH)}>
                Show all
              </Button>
            </Group>
          )}
        </div>
      }
    >
      <PaymentTable
        listKey={["payments", "list", query]}
        readPage={(cursor) =>
          unwrap(
            api.GET("/api/v1/payments", { params: { query: { ...query, cursor, limit: 25 } } }),
          )
        }
        emptyTitle={isBlank(search) ? undefined : "No such payment"}
        emptyHint={
          isBlank(search)
            ? "Payments through the checkout arrive by themselves. Set up a gateway in the settings, or enter money received elsewhere by hand."
            : "Names and addresses are found by their beginning, transactions and agreements by the whole id."
        }
      />
    </Panel>
  );
}
