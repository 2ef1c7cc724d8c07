import type { Reptile } from "../api/client.ts";

export function ReptileCard({ reptile }: { readonly reptile: Reptile }) {
  return (
    <article aria-label={reptile.common_name}>
      <h2>{reptile.common_name}</h2>
      <p>
        <i>{reptile.scientific_name}</i>
      </p>
      {reptile.description === "" ? null : <p>{reptile.description}</p>}
    </article>
  );
}
