import { Alert, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { ReferralTable } from "@/lists/ReferralTable";
import { ReferralTotals } from "@/lists/ReferralTotals";

export function ReferralsPage() {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const totals = useQuery(queries.referralTotals());
  const settings = useQuery(queries.referralSettings());
  const list = useCursorList(["referrals", search], (cursor) =>
    unwrap(api.GET("/api/v1/referrals", { params: { query: { search, cursor, limit: 50 } } })),
  );
  return (
    <>
      <PageHeader
        title="Referrals"
        about="Who came with whose code, and what that earned. Bonuses are store credit."
      />
      {settings.data && !settings.data.bonus_enabled && (
        <Alert color="gray" mb="lg" title="Bonuses are off">
          Whoever brings somebody earns nothing now. <Link to="/settings?tab=referrals">Change that in the settings</Link>
        </Alert>
      )}
      <Stack gap="lg">
        <Loaded query={totals}>{(data) => <ReferralTotals of={data} />}</Loaded>
        <Panel
          isFlush
          actions={
            <TextInput
              w={{ base: "100%", xs: 340 }}
              type="search"
              aria-label="Search referrals"
              placeholder="Name, e-mail or Plex name begins with…"
              leftSection={<Icon name="search" size={16} />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          }
        >
          <ReferralTable
            empty={
              search
                ? {
                    title: `No referral of anybody who begins with “${search}”`,
                    hint: "Try the beginning of the name, the e-mail address or the Plex name.",
                  }
                : {
                    title: "Nobody came with a code yet",
                    hint: "Customers find their code and link in their account.",
                  }
            }
            {...list}
          />
        </Panel>
      </Stack>
    </>
  );
}
