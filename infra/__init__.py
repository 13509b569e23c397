"""Everything around the product: deployment, the local run, the stand-ins."""
