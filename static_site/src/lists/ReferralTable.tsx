import { Anchor, Text } from "@mantine/core";
import type { ComponentProps } from "react";
import { Link } from "react-router";
import type { Referral } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Money } from "@/components/Money/Money";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";

const COLUMNS: readonly Column<Referral>[] = [
  { title: "Came", render: (row) => <Person of={row.user} /> },
  { title: "Brought by", render: (row) => <Person of={row.referrer} /> },
  { title: "On", render: (row) => <When at={row.came_at} style="day" /> },
  { title: "State", render: (row) => <State of={row} /> },
  { title: "Bonus", render: (row) => <Bonus of={row} />, align: "end" },
];

type ReferralTableProps = Omit<
  ComponentProps<typeof DataTable<Referral>>,
  "label" | "columns" | "keyOf" | "linkOf"
>;

/** Referrals: who came, who brought them, and what becomes of the bonus. */
export function ReferralTable(props: ReferralTableProps) {
  return (
    <DataTable label="Referrals" columns={COLUMNS} keyOf={(row) => row.user.id} {...props} />
  );
}

function Person({ of }: { readonly of: Referral["user"] }) {
  return (
    <Anchor component={Link} to={`/users/${of.id}`} size="sm">
      {of.label}
    </Anchor>
  );
}

function State({ of }: { readonly of: Referral }) {
  return (
    <>
      <StatusBadge kind="referral" status={of.status} />
      {of.why && (
        <Text size="xs" c="dimmed" maw={360}>
          {of.why}
        </Text>
      )}
    </>
  );
}

/** What the referrer has of it; what was due stands beside it where that is something else. */
function Bonus({ of }: { readonly of: Referral }) {
  if (!of.held || !of.bonus || of.status === "waiting") return "—";
  if (of.held.minor === of.bonus.minor) return <Money of={of.held} />;
  return (
    <>
      <Money of={of.held} />
      <Text size="xs" c="dimmed">
        of <Money of={of.bonus} />
      </Text>
    </>
  );
}
