import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { Facts } from "@/components/Facts/Facts";
import { ReferralTable } from "./ReferralTable";
import { ReferralTotals } from "./ReferralTotals";

/** A user's part in referrals: who brought them, their own code, and whom they brought. */
export function ReferralsOfUser({ userId }: { readonly userId: string }) {
  const referrals = useQuery(queries.userReferrals(userId));
  return (
    <Loaded query={referrals}>
      {({ code, came_by, brought, totals }) => (
        <Stack gap="lg">
          <Panel title="Came by">
            {came_by ? (
              <ReferralTable rows={[came_by]} empty={{ title: "", hint: "" }} />
            ) : (
              "No referral code was given when this user came."
            )}
          </Panel>
          <Panel title="Own code">
            <Facts items={[["Code", code || "Not shown to the user yet"]]} />
          </Panel>
          <ReferralTotals of={totals} />
          <Panel isFlush>
            <ReferralTable
              rows={brought}
              empty={{
                title: "Brought nobody yet",
                hint: "People who come with this user's code appear here, the latest fifty.",
              }}
            />
          </Panel>
        </Stack>
      )}
    </Loaded>
  );
}
