import { Alert, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { api, queryClient, SESSION_KEY, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Session } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Gate } from "@/components/Panel/Gate";

export function SignInPage() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const setup = useQuery(queries.setup());
  const back = readBack(params.get("back"));
  const entry = useEntryForm({
    initial: { email: "", password: "" },
    send: (body) => unwrap(api.POST("/api/v1/session", { body })),
    onDone: (session) => {
      queryClient.setQueryData<Session>(SESSION_KEY, session);
      void navigate(back, { replace: true });
    },
  });
  const { form } = entry;
  if (queryClient.getQueryData(SESSION_KEY)) return <Navigate to={back} replace />;
  return (
    <Gate title="Sign in" about="For administrators of this site.">
      <form onSubmit={entry.submit} noValidate>
        <Stack>
          {setup.data?.is_needed && (
            <Alert color="indigo" variant="light" title="No administrator yet">
              Open the set-up link that the system printed when it started.
            </Alert>
          )}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            data-autofocus
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            {...form.getInputProps("password")}
          />
          <FormFoot of={entry} label="Sign in" />
        </Stack>
      </form>
    </Gate>
  );
}

/** Return where to go after signing in: a path of the dashboard, nothing else. */
function readBack(wanted: string | null): string {
  return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : "/";
}
