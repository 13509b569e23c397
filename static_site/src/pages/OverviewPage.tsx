import { Alert, Anchor, Badge, Button, Grid, Group, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { AttentionItem, Overview } from "@/api/types";
import { DataTable } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { Sparkline } from "@/components/Sparkline/Sparkline";
import { When } from "@/components/When/When";
import { formatMoney } from "@/format/money";
import { formatTime } from "@/format/time";
import { humanize, nameLibraryKind } from "@/format/words";
import { DecisionTable } from "@/lists/DecisionTable";
import classes from "./OverviewPage.module.css";

export function OverviewPage() {
  const overview = useQuery(queries.overview());
  return (
    <>
      <PageHeader title="Overview" about={<Clock of={overview.data} />} />
      <Stack gap="lg">
        {overview.data?.shop_notice && (
          <Alert
            role="note"
            color="yellow"
            variant="light"
            title="Nothing can be bought at the moment"
            icon={<Icon name="warning" />}
          >
            {overview.data.shop_notice}
          </Alert>
        )}
        <Loaded query={overview}>{(data) => <Figures of={data} />}</Loaded>
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Attention />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Stack gap="lg">
              <Panel title="Servers">
                <Loaded query={overview}>{(data) => <Load of={data.servers} />}</Loaded>
              </Panel>
              <Loaded query={overview}>{(data) => <Libraries of={data} />}</Loaded>
            </Stack>
          </Grid.Col>
        </Grid>
        <Panel
          title="Latest decisions about streams"
          isFlush
          actions={
            <Anchor component={Link} to="/streams" size="sm">
              All
            </Anchor>
          }
        >
          <DecisionTable
            listKey={["decisions", "latest"]}
            readPage={async () => {
              const page = await unwrap(
                api.GET("/api/v1/decisions", { params: { query: { limit: 5 } } }),
              );
              return { items: page.items, next_cursor: null };
            }}
            emptyHint="Streams over a plan's limit are listed here, with the reason for each decision."
          />
        </Panel>
      </Stack>
    </>
  );
}

function Clock({ of }: { readonly of: Overview | undefined }) {
  return of ? (
    <>
      As of <When at={of.now} />
    </>
  ) : (
    "Loading…"
  );
}

function Figures({ of }: { readonly of: Overview }) {
  // A figure that was cut says so: 1,000+.
  const plusOf = (name: string) => (of.at_least.includes(name) ? "+" : "");
  const write = (name: string, count: number) => `${count.toLocaleString("en")}${plusOf(name)}`;
  const income = of.income_30_days.map((each) => (
    <div key={each.currency}>
      {formatMoney(each)}
      {plusOf("income_30_days")}
    </div>
  ));
  return (
    <div className={classes.figures}>
      <Figure
        label="Active users"
        value={write("active_users", of.active_users)}
        note={`${write("users_ending_soon", of.users_ending_soon)} end soon, ${write("trial_users", of.trial_users)} on trial`}
        to="/users"
      />
      <Figure
        label="Income, 30 days"
        value={income.length ? income : "None"}
        note={`${write("payments_30_days", of.payments_30_days)} ${of.payments_30_days === 1 ? "payment" : "payments"}`}
        to="/payments"
      />
      <Figure
        label="Open orders"
        value={write("open_orders", of.open_orders)}
        note="at the checkout now"
      />
      <Figure
        label="Stream decisions"
        value={write("decisions_24_hours", of.decisions_24_hours)}
        note="in 24 hours"
        to="/streams"
      />
      <Figure
        label="Webhooks refused"
        value={of.webhooks_refused_7_days}
        note="in 7 days"
        to={of.webhooks_refused_7_days ? "/settings?tab=stripe" : undefined}
      />
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly note: string;
  readonly to?: string;
}

function Figure({ label, value, note, to }: FigureProps) {
  const content = (
    <>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{value}</div>
      <div className={classes.label}>{note}</div>
    </>
  );
  return to ? (
    <Link to={to} className={classes.figure}>
      {content}
    </Link>
  ) : (
    <div className={classes.figure}>{content}</div>
  );
}

/** What there is to see, by kind of library, and for how many people day by day. */
function Libraries({ of }: { readonly of: Overview }) {
  const latest = of.days[0];
  const kinds = Object.entries(latest?.items ?? {});
  return (
    <Panel
      title="Libraries"
      about={
        latest && (
          <>
            Counted <When at={latest.counted_at} />
          </>
        )
      }
    >
      <Stack>
        {kinds.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing was counted yet: once a day all servers are asked how much they hold.
          </Text>
        ) : (
          kinds.map(([kind, count]) => (
            <Group key={kind} justify="space-between">
              <Text size="sm">{nameLibraryKind(kind)}</Text>
              <Text size="sm" fw={600}>
                {count.toLocaleString("en")}
              </Text>
            </Group>
          ))
        )}
        {of.days.length > 1 && (
          <Sparkline
            label="Active users"
            points={of.days
              .map((day) => ({ name: formatTime(day.counted_at, "day"), value: day.active_users }))
              .reverse()}
          />
        )}
      </Stack>
    </Panel>
  );
}

const FIRST_OF_A_KIND = 3;

function Attention() {
  const attention = useQuery(queries.attention());
  const [showsAll, setShowsAll] = useState(false);
  const items = attention.data?.items;
  const rows = showsAll ? items : items && firstOfEachKind(items);
  return (
    <Panel
      title="Needs attention"
      isFlush
      actions={
        attention.data?.items.length ? (
          <Badge color="red" variant="light">
            {attention.data.items.length}
            {attention.data.is_cut ? "+" : ""}
          </Badge>
        ) : null
      }
    >
      <DataTable
        label="What needs attention"
        rows={rows}
        error={attention.error}
        onRetry={() => void attention.refetch()}
        keyOf={(item) => item.kind + item.id}
        linkOf={findPlace}
        columns={[
          { title: "What", render: (item) => <Item of={item} /> },
          { title: "Since", align: "end", render: (item) => <When at={item.at} /> },
        ]}
        empty={{
          title: "All is well",
          hint: "Whatever waits for a person appears here, with what helps: payments, jobs, migrations, imports, linked users.",
        }}
      />
      {items && rows && rows.length < items.length && (
        <Button variant="subtle" fullWidth onClick={() => setShowsAll(true)}>
          Show all {items.length}
        </Button>
      )}
    </Panel>
  );
}

/** Leave out what there is more of, so that forty payments do not hide the one held run. */
function firstOfEachKind(items: readonly AttentionItem[]): readonly AttentionItem[] {
  const seen = new Map<string, number>();
  return items.filter(({ kind }) => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= FIRST_OF_A_KIND;
  });
}

function Item({ of }: { readonly of: AttentionItem }) {
  return (
    <span>
      <Text component="span" size="sm" fw={600} display="block">
        {of.title || humanize(of.kind)}
      </Text>
      <Text component="span" size="sm" c="dimmed" display="block">
        {of.remedy}
      </Text>
    </span>
  );
}

/** Return the page where an item can be dealt with. */
function findPlace({ kind, id, user_id }: AttentionItem): string {
  switch (kind) {
    case "payment":
      return `/payments/${id}`;
    case "job":
      return `/jobs/${id}`;
    case "plex_account":
      return "/plex-accounts";
    case "appeal":
      return `/violations?decision=${encodeURIComponent(id)}`;
    case "stream":
      return `/streams?decision=${encodeURIComponent(id)}`;
    case "migration":
      return `/migrations/${id}`;
    case "import":
      return "/import";
    case "held_run":
      return "/held-runs";
    case "outage":
      return `/outages/${id}`;
    case "linked_users":
      return `/users/${id}?tab=linked`;
    default:
      return user_id ? `/users/${user_id}` : "/";
  }
}

function Load({ of }: { readonly of: Overview["servers"] }) {
  if (of.length === 0) {
    return (
      <Stack align="flex-start">
        <Text size="sm" c="dimmed">
          There is no server yet. Link your Plex account, then add its servers.
        </Text>
        <Button
          component={Link}
          to="/plex-accounts"
          size="xs"
          leftSection={<Icon name="plus" size={14} />}
        >
          Link a Plex account
        </Button>
      </Stack>
    );
  }
  return (
    <Stack>
      {of.map((server) => (
        <div key={server.id}>
          <Group justify="space-between" mb={4} wrap="nowrap">
            <Anchor component={Link} to={`/servers/${server.id}`} size="sm" fw={500}>
              {server.name}
            </Anchor>
            <Text size="sm" c="dimmed">
              {server.is_enabled
                ? `${server.seats_taken} of ${server.max_users ?? "∞"} seats`
                : "Disabled"}
            </Text>
          </Group>
          <Progress
            value={server.max_users ? (100 * server.seats_taken) / server.max_users : 0}
            color={isNearlyFull(server) ? "orange" : "indigo"}
            aria-label={`How full ${server.name} is`}
          />
        </div>
      ))}
    </Stack>
  );
}

function isNearlyFull({ seats_taken, max_users }: Overview["servers"][number]): boolean {
  return max_users !== null && seats_taken >= max_users * 0.9;
}

