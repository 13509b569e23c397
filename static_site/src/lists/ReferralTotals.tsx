import type { ReferralTotals as Totals } from "@/api/types";
import { Facts } from "@/components/Facts/Facts";
import { Panel } from "@/components/Panel/Panel";
import { formatMoney } from "@/format/money";
import { joinNames } from "@/format/words";

/** How many came, how their referrals stand, and what that earned. */
export function ReferralTotals({ of }: { readonly of: Totals }) {
  return (
    <Panel
      title="In all"
      about={of.is_complete ? undefined : `Counted are the latest ${of.people}.`}
    >
      <Facts
        items={[
          ["Came with a code", of.people],
          ["Have not paid yet", of.waiting],
          ["Brought a bonus", of.granted],
          ["Bonus taken back", of.taken_back],
          ["Brought none", of.refused],
          ["Earned", joinNames(of.bonuses.map((each) => formatMoney(each))) || "Nothing"],
        ]}
      />
    </Panel>
  );
}
