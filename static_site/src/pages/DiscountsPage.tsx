import { Badge, Button, Text } from "@mantine/core";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import type { Discount } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Icon } from "@/components/Icon/Icon";
import { Money } from "@/components/Money/Money";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";

const COLUMNS: readonly Column<Discount>[] = [
  {
    title: "Code",
    render: (discount) => (
      <Text component="span" size="sm" fw={600} ff="monospace">
        {discount.code}
      </Text>
    ),
  },
  { title: "Takes off", render: (discount) => <Off of={discount} /> },
  { title: "For", render: (discount) => discount.email || "Everybody" },
  { title: "Used", render: describeUses },
  {
    title: "Valid until",
    render: (discount) => <When at={discount.expires_at} none="No end" />,
    isWideOnly: true,
  },
  { title: "State", render: (discount) => <State of={discount} /> },
];

export function DiscountsPage() {
  const list = useCursorList(["discounts"], (cursor) =>
    unwrap(api.GET("/api/v1/discounts", { params: { query: { cursor, limit: 50 } } })),
  );
  const addButton = (
    <Button component={Link} to="/discounts/new" leftSection={<Icon name="plus" size={16} />}>
      Add a code
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Discount codes"
        about="What customers can type at the checkout. A use counts when the order is paid."
      >
        {addButton}
      </PageHeader>
      <Panel isFlush>
        <DataTable
          label="Discount codes"
          columns={COLUMNS}
          keyOf={(discount) => discount.code}
          linkOf={(discount) => `/discounts/${discount.code}`}
          empty={{
            title: "No codes yet",
            hint: "A code takes a share or an amount off a plan's price, once for every customer.",
            action: addButton,
          }}
          {...list}
        />
      </Panel>
    </>
  );
}

function Off({ of }: { readonly of: Discount }) {
  return of.amount ? <Money of={of.amount} /> : <>{of.percent} %</>;
}

/** Say how often it was used, of how many, and how many uses wait for a payment. */
function describeUses({ used, max_uses, promised }: Discount): string {
  const counted = max_uses === null ? `${used}` : `${used} of ${max_uses}`;
  return promised ? `${counted} (${promised} at the checkout)` : counted;
}

function State({ of }: { readonly of: Discount }) {
  const isOver = of.expires_at !== null && new Date(of.expires_at) <= new Date();
  const isUsedUp = of.max_uses !== null && of.used >= of.max_uses;
  if (!of.is_active) return <Word text="Off" color="gray" />;
  if (isOver) return <Word text="Expired" color="orange" />;
  return isUsedUp ? <Word text="Used up" color="orange" /> : <Word text="On" color="teal" />;
}

function Word({ text, color }: { readonly text: string; readonly color: string }) {
  return (
    <Badge variant="light" color={color}>
      {text}
    </Badge>
  );
}
