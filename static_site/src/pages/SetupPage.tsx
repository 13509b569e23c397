import { Alert, Anchor, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useNavigate } from "react-router";
import { api, queryClient, SESSION_KEY, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Session } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Loaded } from "@/components/Loading/Loading";
import { Gate } from "@/components/Panel/Gate";

export function SetupPage() {
  // The token stands behind the hash sign, so that no server and no log sees it.
  const token = new URLSearchParams(useLocation().hash.slice(1)).get("token") ?? "";
  const setup = useQuery(queries.setup());
  return (
    <Gate title="Welcome" about="Choose the login of the first administrator.">
      <Loaded query={setup}>
        {({ is_needed }) => {
          if (!is_needed) return <Finished />;
          return token ? <FirstAdministrator token={token} /> : <MissingToken />;
        }}
      </Loaded>
    </Gate>
  );
}

function FirstAdministrator({ token }: { readonly token: string }) {
  const navigate = useNavigate();
  const entry = useEntryForm({
    initial: { email: "", password: "", again: "" },
    check: ({ password, again }) => ({
      again: password === again ? null : "The two passwords differ.",
    }),
    send: ({ email, password }) =>
      unwrap(api.POST("/api/v1/setup", { body: { email, password, token } })),
    done: "Welcome. The next steps are on this page.",
    onDone: (session) => {
      queryClient.setQueryData<Session>(SESSION_KEY, session);
      void navigate("/", { replace: true });
    },
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label="Password"
          description="Best a long one that you use nowhere else."
          autoComplete="new-password"
          {...form.getInputProps("password")}
        />
        <PasswordInput
          label="The same password again"
          autoComplete="new-password"
          {...form.getInputProps("again")}
        />
        <FormFoot of={entry} label="Create the login" />
      </Stack>
    </form>
  );
}

function Finished() {
  return (
    <Alert color="indigo" variant="light" title="This site is set up already">
      <Anchor component={Link} to="/sign-in">
        Go to the sign-in
      </Anchor>
    </Alert>
  );
}

function MissingToken() {
  return (
    <Alert color="orange" variant="light" title="The link is not complete">
      Open the whole set-up link that the system printed when it started; it ends in a long token.
    </Alert>
  );
}
