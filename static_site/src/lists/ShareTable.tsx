import type { Share } from "@/api/types";
import { DataTable, type Column, type Paging } from "@/components/DataTable/DataTable";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";

interface ShareTableProps {
  readonly rows: readonly Share[] | undefined;
  readonly by: "user" | "server";
  readonly error?: unknown;
  readonly onRetry?: () => void;
  readonly isRefreshing?: boolean;
  readonly paging?: Paging;
}

const REST: readonly Column<Share>[] = [
  { title: "State", render: (share) => <StatusBadge kind="share" status={share.state} /> },
  { title: "Libraries", render: (share) => share.libraries.join(", ") || "—" },
  { title: "Changed", render: (share) => <When at={share.changed_at} /> },
  {
    title: "Checked",
    render: (share) => <When at={share.verified_at} none="Not yet" />,
    isWideOnly: true,
  },
];

/** Who has what where: the people of a server, or the servers of a person. */
export function ShareTable({ by, ...table }: ShareTableProps) {
  const first: Column<Share> =
    by === "user"
      ? { title: "User", render: (share) => share.user_label || share.user_id }
      : { title: "Server", render: (share) => share.server_name || share.server_id };
  return (
    <DataTable
      label="Shares"
      columns={[first, ...REST]}
      keyOf={(share) => share.user_id + share.server_id}
      linkOf={(share) =>
        by === "user" ? `/users/${share.user_id}` : `/servers/${share.server_id}`
      }
      empty={
        by === "user"
          ? { title: "Nobody is on this server", hint: "People appear here once their access is set up." }
          : { title: "No shares", hint: "A share appears here once access was paid for." }
      }
      {...table}
    />
  );
}
