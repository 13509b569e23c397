import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

const TEN_SECONDS = 10_000;

/** What the pages about migrations read. */
export const migrationQueries = {
  one: (migration_id: string) =>
    queryOptions({
      queryKey: ["migrations", migration_id],
      queryFn: () =>
        unwrap(api.GET("/api/v1/migrations/{migration_id}", { params: { path: { migration_id } } })),
      refetchInterval: TEN_SECONDS,
    }),
  moves: (migration_id: string) =>
    queryOptions({
      queryKey: ["migrations", migration_id, "moves"],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/migrations/{migration_id}/moves", { params: { path: { migration_id } } }),
        ),
      refetchInterval: TEN_SECONDS,
    }),
  wayBack: (migration_id: string) =>
    queryOptions({
      queryKey: ["migrations", migration_id, "way-back"],
      queryFn: () =>
        unwrap(
          api.POST("/api/v1/migrations/{migration_id}/undo/preview", {
            params: { path: { migration_id } },
          }),
        ),
      // What is on screen is what is agreed to.
      staleTime: 0,
      gcTime: 0,
      refetchOnWindowFocus: false,
      retry: false,
    }),
};
