import { Avatar, Menu, UnstyledButton } from "@mantine/core";
import { useNavigate } from "react-router";
import { api, queryClient, SESSION_KEY, unwrap } from "@/api/client";
import { useAction } from "@/components/Action/useAction";
import { Icon } from "@/components/Icon/Icon";

interface AccountMenuProps {
  readonly email: string;
}

/** Who is signed in, and the way out. */
export function AccountMenu({ email }: AccountMenuProps) {
  const navigate = useNavigate();
  const signOut = useAction({
    run: () => unwrap(api.DELETE("/api/v1/session")),
    onDone: () => {
      queryClient.clear();
      queryClient.setQueryData(SESSION_KEY, null);
      void navigate("/sign-in");
    },
  });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account: ${email}`}>
          <Avatar color="indigo" radius="xl" size={34}>
            {email.charAt(0).toUpperCase()}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{email}</Menu.Label>
        <Menu.Item
          leftSection={<Icon name="signOut" size={16} />}
          closeMenuOnClick={false}
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {signOut.isPending ? "Signing out…" : "Sign out"}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
