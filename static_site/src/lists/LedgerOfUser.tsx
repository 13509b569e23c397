import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { LedgerLine } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Facts } from "@/components/Facts/Facts";
import { Money } from "@/components/Money/Money";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { formatMoney } from "@/format/money";
import { humanize, joinNames } from "@/format/words";

const DAY_SECONDS = 86_400;

const COLUMNS: readonly Column<LedgerLine>[] = [
  { title: "When", render: (line) => <When at={line.at} /> },
  { title: "What", render: (line) => <What of={line} /> },
  { title: "Money", render: (line) => (line.money ? <Money of={line.money} /> : "—"), align: "end" },
  { title: "Credit", render: (line) => (line.credit ? <Money of={line.credit} /> : "—"), align: "end" },
  { title: "Days", render: (line) => describeDays(line.seconds), align: "end" },
];

/** Every cent and every day of a user, and what the credit adds up to. */
export function LedgerOfUser({ userId }: { readonly userId: string }) {
  const path = { user_id: userId };
  const list = useCursorList(["users", userId, "ledger"], (cursor) =>
    unwrap(api.GET("/api/v1/users/{user_id}/ledger", { params: { path, query: { cursor, limit: 50 } } })),
  );
  const balance = useQuery(queries.userCredit(userId));
  const credit = balance.data?.credit.filter(({ minor }) => minor !== 0) ?? [];
  return (
    <Stack gap="lg">
      <Panel title="Store credit">
        <Facts items={[["Left", joinNames(credit.map((each) => formatMoney(each))) || "Nothing"]]} />
      </Panel>
      <Panel isFlush>
        <DataTable
          label="Ledger"
          columns={COLUMNS}
          keyOf={(line) => line.id}
          empty={{
            title: "Nothing in the ledger",
            hint: "Each payment, refund, bonus and use of credit writes a line that is never changed.",
          }}
          {...list}
        />
      </Panel>
    </Stack>
  );
}

function What({ of }: { readonly of: LedgerLine }) {
  return (
    <>
      {humanize(of.kind)}
      <Text size="xs" c="dimmed" maw={420}>
        {of.why}
      </Text>
    </>
  );
}

/** Say how much paid time a line gave or took, in days to one decimal. */
function describeDays(seconds: number): string {
  return seconds ? String(Math.round((seconds / DAY_SECONDS) * 10) / 10) : "—";
}
