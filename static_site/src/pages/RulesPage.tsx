import { Alert, Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { limitQueries } from "@/api/limitQueries";
import { api, unwrap } from "@/api/client";
import type { LimitRule, SweepPreview } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { CellStack } from "@/components/DataTable/CellStack";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { RULES } from "@/format/limits";
import { countOf } from "@/format/words";
import { RulePreview } from "@/lists/RulePreview";

const COLUMNS: readonly Column<LimitRule>[] = [
  {
    title: "Rule",
    render: (rule) => (
      <span>
        <Text component="span" size="sm" fw={600} display="block">
          {RULES[rule.rule].title}
        </Text>
        <Text component="span" size="xs" c="dimmed" display="block" maw={360}>
          {RULES[rule.rule].about}
        </Text>
      </span>
    ),
  },
  { title: "Mode", render: (rule) => <Mode of={rule} /> },
  { title: "Set by", render: (rule) => <SetBy of={rule} /> },
  { title: "Last 7 days", render: (rule) => <Struck of={rule} /> },
];

const MOST_NAMED = 3;
/** High enough to be hit where links stand below each other. */
const LINK = "24px";

/** Every rule at a glance, and what would happen now. */
export function RulesPage() {
  const rules = useQuery(limitQueries.rules());
  const [preview, setPreview] = useState<SweepPreview | null>(null);
  return (
    <>
      <PageHeader
        title="Rules"
        about="What people may not do, how far each rule goes, and how often it struck. Permanent users and owners of servers are exempt from all of them."
      >
        <ActionButton
          label="What would happen now?"
          variant="filled"
          leftSection={<Icon name="search" size={16} />}
          run={() => unwrap(api.POST("/api/v1/enforcement/preview"))}
          onDone={setPreview}
        />
      </PageHeader>
      <Stack gap="lg">
        {rules.data && <SiteMode mode={rules.data.site_mode} />}
        {preview && <RulePreview of={preview} />}
        <Panel
          isFlush
          title="All rules"
          about={
            rules.data && (
              <>
                Counted since <When at={rules.data.since} />
                {rules.data.is_cut && "; more struck than were counted"}.
              </>
            )
          }
          actions={
            <Anchor component={Link} to="/settings?tab=limits" size="sm">
              Change them in the settings
            </Anchor>
          }
        >
          <DataTable
            label="All rules"
            columns={COLUMNS}
            rows={rules.data?.items}
            error={rules.error}
            onRetry={() => void rules.refetch()}
            keyOf={(rule) => rule.rule}
            empty={{ title: "No rules", hint: "" }}
          />
        </Panel>
      </Stack>
    </>
  );
}

function SiteMode({ mode }: { readonly mode: string }) {
  if (mode === "enforce") return null;
  return (
    <Alert role="note" color="yellow" variant="light" icon={<Icon name="warning" />}>
      {mode === "off"
        ? "The whole site is off: nobody looks at streams. "
        : "The whole site only observes: it is noted what would be done, and nothing is touched. "}
      <Anchor component={Link} to="/settings?tab=site" size="sm">
        Change it in the settings
      </Anchor>
    </Alert>
  );
}

function Mode({ of }: { readonly of: LimitRule }) {
  return (
    <CellStack>
      <StatusBadge kind="mode" status={of.mode} />
      {of.less_far.map(({ id, name, mode }) => (
        <Text key={id} component="span" size="xs" c="dimmed">
          <Anchor
            component={Link}
            to={`/servers/${id}?tab=settings`}
            size="xs"
            display="inline-block"
            lh={LINK}
          >
            {name}
          </Anchor>
          : {mode}
        </Text>
      ))}
    </CellStack>
  );
}

function SetBy({ of }: { readonly of: LimitRule }) {
  const { place, to } = RULES[of.rule];
  const named = [
    ...of.plans.map(({ id, name }) => ({ to: `/plans/${id}`, name })),
    ...of.servers.map(({ id, name }) => ({ to: `/servers/${id}`, name })),
  ];
  return (
    <CellStack>
      {named.slice(0, MOST_NAMED).map((each) => (
        <Anchor key={each.to} component={Link} to={each.to} size="sm" display="block" lh={LINK}>
          {each.name}
        </Anchor>
      ))}
      {named.length === 0 && (
        <Text component="span" size="sm" c="dimmed">
          {of.is_set ? "For everybody" : "No plan or server"}
        </Text>
      )}
      {named.length > MOST_NAMED && (
        <Text component="span" size="sm" c="dimmed">
          and {named.length - MOST_NAMED} more
        </Text>
      )}
      <Anchor component={Link} to={to} size="xs" c="dimmed" display="block" lh={LINK}>
        {place}
      </Anchor>
    </CellStack>
  );
}

function Struck({ of }: { readonly of: LimitRule }) {
  if (of.struck === 0) return "—";
  return (
    <CellStack>
      <Text component="span" size="sm">
        {countOf(of.struck, "time")}
      </Text>
      <Text component="span" size="xs" c="dimmed">
        {of.acted === of.struck ? "all carried out" : `${String(of.acted)} carried out`}
      </Text>
    </CellStack>
  );
}
