import { notifications } from "@mantine/notifications";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Generous, for machines that are busy with other things.
configure({ asyncUtilTimeout: 10_000 });

// What browsers have and the test's document lacks; text areas listen to it for their size.
Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });

// All files of a worker share one store of notifications: none may stand there for the next test.
afterEach(() => {
  cleanup();
  notifications.clean();
  notifications.cleanQueue();
});
